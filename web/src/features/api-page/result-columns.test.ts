import { expect, it } from 'vitest'
import { cellOf, columnsOf } from './result-columns'

const keys = (type: string): string[] => (type === 'JobComponent' ? ['component_id', 'job_id'] : ['id'])
const cell = (row: Record<string, unknown>, title: string) =>
  cellOf(row, { title, path: title.split('.') }, keys)
const user = { __entity_type__: 'User', id: '0123456789', username: 'mia' }

it('returns the requested columns in order', () => {
  const rows = [{ __entity_type__: 'Job', id: 'a', status: 'done', user }]
  expect(columnsOf(rows, ['user.username', 'status']).map((column) => column.title)).toEqual([
    'user.username',
    'status',
  ])
  expect(columnsOf(rows, ['parent[Task].name', 'id', 'id']).map((column) => column.path)).toEqual([
    ['parent', 'name'],
    ['id'],
  ])
})

it('returns the columns of the rows without projections', () => {
  expect(
    columnsOf(
      [
        { __entity_type__: 'Job', id: 'a' },
        { __entity_type__: 'Job', id: 'b', status: 'done' },
      ],
      [],
    ).map((column) => column.title),
  ).toEqual(['id', 'status'])
})

it('names aggregates like the server', () => {
  expect(
    columnsOf([{ count_user_id: 3, status: 'done' }], ['count(user.id)', 'status']).map(
      (column) => column.title,
    ),
  ).toEqual(['count_user_id', 'status'])
})

it('adds a type column for several types', () => {
  expect(
    columnsOf(
      [
        { __entity_type__: 'Task', name: 'a' },
        { __entity_type__: 'Shot', name: 'b' },
      ],
      ['name'],
    ),
  ).toMatchObject([{ title: 'type', path: ['__entity_type__'] }, { title: 'name' }])
})

it('formats values by kind', () => {
  expect(cell({ a: null }, 'a')).toEqual({ kind: 'none' })
  expect(cell({}, 'a.b')).toEqual({ kind: 'none' })
  expect(cell({ a: 0 }, 'a')).toEqual({ kind: 'number', text: '0' })
  expect(cell({ a: false }, 'a')).toEqual({ kind: 'truth', text: 'false' })
  expect(cell({ a: '' }, 'a')).toEqual({ kind: 'text', text: '' })
  expect(cell({ a: { url: 'x' } }, 'a')).toEqual({ kind: 'data', text: '{"url":"x"}' })
})

it('shows entities by name or key, with their key', () => {
  expect(cell({ user }, 'user')).toEqual({ kind: 'entity', type: 'User', text: 'mia', key: ['0123456789'] })
  expect(
    cell({ x: { __entity_type__: 'JobComponent', component_id: 'c123456789', job_id: 'j' } }, 'x'),
  ).toEqual({ kind: 'entity', type: 'JobComponent', text: 'c1234567', key: ['c123456789', 'j'] })
})

it('follows paths through collections', () => {
  const row = { parts: [{ component: { name: 'a' } }, { component: { name: 'b' } }, { component: null }] }
  expect(cell(row, 'parts.component.name')).toMatchObject({ kind: 'list', text: 'a, b' })
  expect(cell({ parts: [] }, 'parts')).toMatchObject({ kind: 'list', text: '0 items' })
  expect(cell({ parts: [user, user] }, 'parts')).toEqual({
    kind: 'list',
    text: '2 items',
    title: 'User mia\nUser mia',
  })
  expect(cell({ names: ['a', 'b', 'c', 'd', 'e'] }, 'names')).toMatchObject({ text: 'a, b, c, +2' })
})
