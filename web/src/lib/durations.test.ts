import { describe, expect, it } from 'vitest'
import { day, duration, hour, minute, parseTime, relativeTime, roughly } from './durations'

describe('duration', () => {
  it.each([
    [0, '0 s'],
    [999, '0 s'],
    [1000, '1 s'],
    [59_999, '59 s'],
    [minute, '1 m'],
    [2 * minute + 10_000, '2 m 10 s'],
    [hour, '1 h'],
    [hour + 5 * minute + 3000, '1 h 5 m'],
    [hour + 30_000, '1 h'],
    [3 * day + 4 * hour, '3 d 4 h'],
  ])('%d ms is %s', (length, words) => {
    expect(duration(length)).toBe(words)
  })
})

describe('relativeTime', () => {
  const now = Date.UTC(2026, 10, 24, 12)
  it.each([
    [-5000, 'just now'],
    [0, 'just now'],
    [12_000, '12 s ago'],
    [3 * minute, '3 min ago'],
    [5 * hour, '5 h ago'],
    [30 * hour, 'yesterday'],
    [5 * day, '5 days ago'],
  ])('%d ms ago is %s', (age, words) => {
    expect(relativeTime(now - age, now)).toBe(words)
  })

  it('falls back to a date', () => {
    expect(relativeTime(now - 40 * day, now)).toMatch(/2026/)
  })
})

it.each([
  [20 * minute, '20 min'],
  [3 * hour + minute, '3 h'],
  [3 * day, '3 days'],
])('%d ms is roughly %s', (length, words) => {
  expect(roughly(length)).toBe(words)
})

it.each([
  ['2026-11-24T10:11:12', Date.UTC(2026, 10, 24, 10, 11, 12)],
  ['2026-11-24T10:11:12.250000', Date.UTC(2026, 10, 24, 10, 11, 12, 250)],
  ['2026-11-24T10:11:12Z', Date.UTC(2026, 10, 24, 10, 11, 12)],
  ['2026-11-24T10:11:12+02:00', Date.UTC(2026, 10, 24, 8, 11, 12)],
  ['soon', null],
  ['', null],
  [null, null],
])('the time %j', (text, time) => {
  expect(parseTime(text)).toBe(time)
})
