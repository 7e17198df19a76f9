import { expect, it } from 'vitest'
import { byAttention, lookOf, readReaders, stateOf, streamWords, summaryOf, type Consumer } from './consumer'

const now = Date.UTC(2026, 7, 20, 12)
const minutesAgo = (minutes: number): number => now - minutes * 60_000

function consumer(name: string, part: Partial<Consumer> = {}): Consumer {
  return {
    name,
    user: 'jane',
    sequence: 800,
    lag: 0,
    isTooOld: false,
    seenAt: minutesAgo(0.1),
    failure: null,
    ...part,
  }
}

const failure = { sequence: 812, count: 3, message: 'ValueError: no frame range', at: minutesAgo(1) }
const some = {
  well: consumer('well', { seenAt: minutesAgo(600) }),
  busy: consumer('busy', { lag: 4 }),
  slow: consumer('slow', { lag: 1204 }),
  pausing: consumer('pausing', { lag: 4, seenAt: minutesAgo(5) }),
  inactive: consumer('inactive', { lag: 3, seenAt: minutesAgo(125) }),
  old: consumer('old', { lag: 9000, isTooOld: true, seenAt: minutesAgo(9000) }),
  stuck: consumer('stuck', { lag: 2, failure, seenAt: minutesAgo(700) }),
}

it.each([
  ['well', 'upToDate', 'Up to date'],
  ['busy', 'catchingUp', 'Catching up'],
  ['slow', 'behind', '1,204 events behind'],
  ['pausing', 'behind', '4 events behind'],
  ['inactive', 'inactive', 'Inactive for 2 h'],
  ['old', 'tooOld', 'Too far behind'],
  ['stuck', 'failing', 'Failing at event 812 (3 attempts)'],
] as const)('%s is %s, in words %s', (name, state, words) => {
  expect(stateOf(some[name], now)).toBe(state)
  expect(lookOf(some[name], now).words).toBe(words)
})

it('counts attempts', () => {
  const tried = (count: number): string =>
    lookOf(consumer('c', { failure: { ...failure, count } }), now).words
  expect([tried(1), tried(2), tried(1500)]).toEqual([
    'Failing at event 812 (1 attempt)',
    'Failing at event 812 (2 attempts)',
    'Failing at event 812 (1,500 attempts)',
  ])
})

it('sorts the most urgent state first', () => {
  expect(byAttention(Object.values(some), now).map(({ name }) => name)).toEqual([
    'stuck',
    'old',
    'inactive',
    'slow',
    'pausing',
    'busy',
    'well',
  ])
  expect(
    byAttention([consumer('b'), consumer('a', { user: 'zoe' }), consumer('a')], now).map(
      ({ name, user }) => name + user,
    ),
  ).toEqual(['ajane', 'azoe', 'bjane'])
})

it('summarizes all consumers', () => {
  const { well, busy, slow, pausing, inactive, old, stuck } = some
  const summarized = (...consumers: Consumer[]): string => summaryOf(consumers, now).words
  expect(summarized()).toBe('No consumers yet')
  expect(summarized(well)).toBe('1 consumer, up to date')
  expect(summarized(well, busy)).toBe('Both consumers are up to date')
  expect(summarized(well, busy, well)).toBe('All 3 consumers are up to date')
  expect(summarized(well, stuck, slow, pausing)).toBe('1 consumer is failing, 2 are behind')
  expect(summarized(slow, pausing, well)).toBe('2 consumers are behind')
  expect(summarized(inactive, old)).toBe('1 consumer is too far behind, 1 is inactive')
  expect(summaryOf([well, slow, stuck], now).tone).toBe('failed')
  expect(summaryOf([well, slow], now).tone).toBe('warning')
})

it('describes the retained events', () => {
  expect(streamWords({ first: 1, last: 0 })).toBe('No events yet')
  expect(streamWords({ first: 1204, last: 48210 })).toBe('Retained events: 1,204 to 48,210')
})

it('reads the response of the server', () => {
  const fields = {
    user: 'jane',
    consumer: 'sync',
    sequence: 811,
    lag: 3,
    is_too_old: false,
    seen_at: '2026-08-20T11:59:00',
    failure: { sequence: 812, count: 3, message: 'no', at: '2026-08-20T11:58:00' },
  }
  expect(readReaders({ first: 1, last: 814, consumers: [fields, null] })).toEqual({
    first: 1,
    last: 814,
    consumers: [
      {
        name: 'sync',
        user: 'jane',
        sequence: 811,
        lag: 3,
        isTooOld: false,
        seenAt: minutesAgo(1),
        failure: { sequence: 812, count: 3, message: 'no', at: minutesAgo(2) },
      },
    ],
  })
  expect(readReaders(null).consumers).toEqual([])
})
