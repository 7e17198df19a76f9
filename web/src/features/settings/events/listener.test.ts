import { expect, it } from 'vitest'
import { matches, readConnections, textsOf } from './listener'

const fields = {
  id: 'a',
  username: 'jane',
  host: 'farm-01',
  application: 'callboard',
  since: '2026-08-20T11:59:00',
  subscriptions: 2,
  expressions: ['topic=ftrack.update', 'topic=callboard.*'],
  waiting: 0,
  is_behind: false,
  process: 'p1',
}

it('sorts connections that are behind first', () => {
  const { listeners, lost } = readConnections({
    listeners: [
      fields,
      { ...fields, id: 'b', username: 'ann' },
      { ...fields, id: 'c', waiting: 7 },
      { ...fields, id: 'd', is_behind: true },
    ],
    lost: [
      {
        id: 'x',
        username: 'bob',
        host: null,
        application: null,
        at: '2026-08-20T11:00:00',
        reason: 'It did not read.',
      },
      { id: 'y', username: 'bob', at: '2026-08-20T11:30:00', reason: 'Silent.' },
    ],
  })
  expect(listeners.map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a'])
  expect(lost.map(({ id, host }) => [id, host])).toEqual([
    ['y', ''],
    ['x', ''],
  ])
  expect(readConnections(undefined)).toEqual({ listeners: [], lost: [] })
})

it('matches any of the texts', () => {
  const [listener] = readConnections({ listeners: [fields] }).listeners
  const texts = listener ? textsOf(listener) : []
  expect(['', 'JANE', 'farm update', 'callboard.*'].map((terms) => matches(texts, terms))).toEqual([
    true,
    true,
    true,
    true,
  ])
  expect(matches(texts, 'jane farm-02')).toBe(false)
})
