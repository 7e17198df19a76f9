import { expect, it } from 'vitest'
import { cellOf, columnsOf } from './result-columns'

const keys = (type: string): string[] => (type === 'JobComponent' ? ['component_id', 'job_id'] : ['id'])
const cell = (row: Record<string, unknown>, title: string) =>
  cellOf(row, { title, path: title.split('.') }, keys)
const user = { __entity_type__: 'User', id: '0123456789', username: 'mia' }

it('has the columns that were asked for, in order', () => {
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

it('has what the rows tell when nothing was asked for', () => {
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

it('names figures as the server does', () => {
  expect(
    columnsOf([{ count_user_id: 3, status: 'done' }], ['count(user.id)', 'status']).map(
      (column) => column.title,
    ),
  ).toEqual(['count_user_id', 'status'])
})

it('tells types apart when there are several', () => {
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

it('shows values by their kind', () => {
  expect(cell({ a: null }, 'a')).toEqual({ kind: 'none' })
  expect(cell({}, 'a.b')).toEqual({ kind: 'none' })
  expect(cell({ a: 0 }, 'a')).toEqual({ kind: 'number', text: '0' })
  expect(cell({ a: false }, 'a')).toEqual({ kind: 'truth', text: 'false' })
  expect(cell({ a: '' }, 'a')).toEqual({ kind: 'text', text: '' })
  expect(cell({ a: { url: 'x' } }, 'a')).toEqual({ kind: 'data', text: '{"url":"x"}' })
})

it('shows entities by name, else by key, and how to find them', () => {
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
