import { afterEach, describe, expect, it } from 'vitest'
import { daysBetween, formatDay, parseDay, today } from './days'

const own = process.env.TZ
const offsets = {
  'America/Los_Angeles': 420,
  'Europe/London': 0,
  'Asia/Kolkata': -330,
  'Pacific/Auckland': -780,
  'Pacific/Kiritimati': -840,
}

afterEach(() => {
  if (own === undefined) delete process.env.TZ
  else process.env.TZ = own
})

describe.each(Object.entries(offsets))('in %s', (zone, offset) => {
  it('is the same day', () => {
    process.env.TZ = zone
    expect(new Date('2031-03-28').getTimezoneOffset()).toBe(offset)
    for (const text of [
      '2031-03-28',
      '2031-03-28T00:00:00',
      '2031-03-28T23:59:59',
      '2031-03-28T00:00:00.000Z',
      '2031-03-27T17:00:00-07:00',
      '2031-03-28T13:00:00+13:00',
    ]) {
      expect(parseDay(text)).toBe('2031-03-28')
    }
    expect(formatDay('2031-03-28', { day: 'numeric', month: 'short', year: 'numeric' })).toMatch(/28/)
    expect(formatDay('2031-03-28')).toContain('Friday')
  })

  it('reads today from the calendar of the user', () => {
    process.env.TZ = zone
    expect(today(new Date(2031, 2, 28, 0, 0, 1).getTime())).toBe('2031-03-28')
    expect(today(new Date(2031, 2, 28, 23, 59, 59).getTime())).toBe('2031-03-28')
  })

  it('counts days across changes of the clock', () => {
    process.env.TZ = zone
    expect(daysBetween('2031-03-08', '2031-04-08')).toBe(31)
    expect(daysBetween('2031-11-03', '2031-09-20')).toBe(-44)
  })
})

it('is null without a valid time', () => {
  expect([null, undefined, '', 'soon', '2031-02-31T00:00:00x', 5].map(parseDay)).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ])
})
