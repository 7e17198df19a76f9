import { expect, it } from 'vitest'
import { found, groupsOf, itemsIn, merged } from './action-items'

const labels = (items: readonly { label: string; variant: string }[]): string[] =>
  items.map(({ label, variant }) => `${label} ${variant}`.trim())

it('reads items, a list or a single item', () => {
  expect(
    labels(itemsIn({ items: [{ label: 'A' }, { actionIdentifier: 'b' }, {}, 7, { label: 5 }] })),
  ).toEqual(['A', 'b'])
  expect(labels(itemsIn([{ label: 'A' }]))).toEqual(['A'])
  expect(labels(itemsIn({ label: 'A', actionIdentifier: 'a' }))).toEqual(['A'])
  for (const nothing of [{}, null, true, '', { items: {} }, { items: [] }])
    expect(itemsIn(nothing)).toEqual([])
})

it('reads nested items up to a limit', () => {
  const [more] = itemsIn({ items: [{ label: 'More', items: [{ label: 'Z' }, { label: 'A', icon: 'x' }] }] })
  expect(labels(more?.items ?? [])).toEqual(['A', 'Z'])
  let deep: object = { label: 'end' }
  for (let level = 0; level < 30; level += 1) deep = { label: 'in', items: [deep] }
  expect(itemsIn(deep)).toEqual([])
})

it('appends new items by label without moving visible ones', () => {
  const shown = merged([], itemsIn([{ label: 'M' }, { label: 'B' }]))
  expect(labels(merged(shown, itemsIn([{ label: 'Z' }, { label: 'A' }, { label: 'B' }])))).toEqual([
    'B',
    'M',
    'A',
    'Z',
  ])
})

it('groups items by label', () => {
  const items = merged(
    [],
    itemsIn([
      { label: 'Job killer', variant: '- all' },
      { label: 'Alone' },
      { label: 'Job killer', variant: '- mine' },
    ]),
  )
  expect(groupsOf(items).map((group) => [group.label, group.items.map((item) => item.variant)])).toEqual([
    ['Alone', ['']],
    ['Job killer', ['- all', '- mine']],
  ])
})

it('matches all words, including in submenus', () => {
  const items = itemsIn([
    { label: 'Export', variant: 'CSV', description: 'Shots' },
    { label: 'More', items: [{ label: 'Export movies' }] },
  ])
  expect(labels(found(items, 'exp shots'))).toEqual(['Export CSV'])
  expect(labels(found(items, 'more exp'))).toEqual(['More › Export movies'])
})
