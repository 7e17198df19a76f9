import { describe, expect, it } from 'vitest'
import { estimate, rateText, remainingText, withSample, type Sample } from './estimate'

const second = 1000
const minute = 60 * second

/** Samples each *interval* of work that gains *step* each time. */
function steady(
  amount: number,
  interval: number,
  step: number,
  from: Sample = { at: 0, fraction: 0 },
): Sample[] {
  return Array.from({ length: amount }, (_, index) => ({
    at: from.at + index * interval,
    fraction: from.fraction + index * step,
  }))
}

describe('estimate', () => {
  it('is unknown at the start', () => {
    expect(estimate([], 0, 5 * minute)).toBeNull()
    expect(estimate([{ at: 0, fraction: 0 }], 0, 0)).toBeNull()
    expect(estimate([{ at: second, fraction: 0.4 }], 0, second)).toBeNull()
    expect(estimate(steady(3, second, 0.001), 0, 2 * second)).toBeNull()
    expect(estimate([{ at: 0, fraction: 1 }], -minute, 0)).toBeNull()
  })

  it('begins with the average since the start', () => {
    const found = estimate([{ at: 3 * minute, fraction: 0.25 }], 0, 3 * minute)
    expect(found?.remaining).toBeCloseTo(9 * minute, -2)
  })

  it('follows steady work within a tenth', () => {
    const samples = steady(31, 2 * second, 0.01)
    const now = samples.at(-1)?.at ?? 0
    const found = estimate(samples, 0, now)
    expect((found?.remaining ?? 0) / (140 * second)).toBeGreaterThan(0.9)
    expect((found?.remaining ?? 0) / (140 * second)).toBeLessThan(1.1)
  })

  it('ignores a wait before the work began, after a minute', () => {
    const samples = steady(61, second, 0.005, { at: 60 * minute, fraction: 0 })
    const found = estimate(samples, 0, samples.at(-1)?.at ?? 0)
    expect((found?.remaining ?? 0) / (140 * second)).toBeGreaterThan(0.9)
    expect((found?.remaining ?? 0) / (140 * second)).toBeLessThan(1.1)
  })

  it('does not jump while it waits for the next report', () => {
    const samples = steady(21, 3 * second, 0.02)
    const end = samples.at(-1)?.at ?? 0
    const each = Array.from(
      { length: 6 },
      (_, index) => estimate(samples, 0, end + index * second)?.remaining ?? 0,
    )
    for (const [index, remaining] of each.entries()) {
      const before = each[index - 1]
      if (before !== undefined) expect(Math.abs(before - remaining)).toBeLessThan(5 * second)
    }
  })

  it('ends when nothing is reported any more', () => {
    const samples = steady(21, second, 0.02)
    expect(estimate(samples, 0, 20 * second + 50 * second)).not.toBeNull()
    expect(estimate(samples, 0, 20 * second + 62 * second)).toBeNull()
  })

  it('grows when work slows down', () => {
    const quick = steady(31, second, 0.01)
    const slow = steady(20, 10 * second, 0.01, { at: 40 * second, fraction: 0.31 })
    const all = [...quick, ...slow].reduce<readonly Sample[]>(withSample, [])
    const now = slow.at(-1)?.at ?? 0
    expect(estimate(all, 0, now)?.remaining ?? 0).toBeGreaterThan(4 * minute)
  })

  it('begins anew when progress goes back', () => {
    const samples = withSample(steady(5, second, 0.1), { at: minute, fraction: 0.05 })
    expect(samples).toEqual([{ at: minute, fraction: 0.05 }])
    expect(estimate(samples, null, minute)).toBeNull()
  })

  it('keeps a bounded number of samples', () => {
    const all = steady(500, second, 0.001).reduce<readonly Sample[]>(withSample, [])
    expect(all.length).toBeLessThanOrEqual(40)
    expect(withSample(all, { at: 1e9, fraction: all.at(-1)?.fraction ?? 0 })).toBe(all)
  })
})

it.each([
  [3 * second, 'A few seconds left'],
  [34 * second, 'About 30 s left'],
  [58 * second, 'About 1 min left'],
  [7.4 * minute, 'About 7 min left'],
  [23 * minute, 'About 25 min left'],
  [60 * minute, 'About 1 h left'],
  [81 * minute, 'About 1 h 20 min left'],
  [118 * minute, 'About 2 h left'],
  [80 * 60 * minute, 'About 3 days left'],
])('describes %d ms', (remaining, text) => {
  expect(remainingText(remaining)).toBe(text)
})

it.each([
  [0.0123, '12 per second'],
  [0.0015, '1.5 per second'],
  [0.0005, '30 per minute'],
  [0.000001, '3.6 per hour'],
])('describes a rate of %d', (rate, text) => {
  expect(rateText(rate, (amount) => amount)).toBe(text)
})
