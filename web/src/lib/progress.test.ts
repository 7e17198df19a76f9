import { describe, expect, it } from 'vitest'
import corpus from './progress-corpus.json'
import { progressInText, progressOf } from './progress'

interface Case {
  readonly text: string
  readonly done?: number
  readonly total?: number
  readonly percent?: number
  readonly unknown?: boolean
}

const cases = corpus as readonly Case[]
const counted = cases.filter((entry) => entry.unknown !== true)
const traps = cases.filter((entry) => entry.unknown === true)

function fractionOf(entry: Case): number {
  return entry.percent === undefined
    ? (entry.done ?? Number.NaN) / (entry.total ?? Number.NaN)
    : entry.percent / 100
}

describe('the corpus', () => {
  it('is large enough', () => {
    expect(counted.length).toBeGreaterThanOrEqual(150)
    expect(traps.length).toBeGreaterThanOrEqual(60)
  })

  it.each(counted.map((entry) => [entry.text, fractionOf(entry)] as const))('%s', (text, fraction) => {
    expect(progressInText(text)?.fraction).toBeCloseTo(fraction, 6)
  })

  it.each(traps.map((entry) => [entry.text]))('unknown: %s', (text) => {
    expect(progressInText(text)).toBeNull()
  })
})

describe('progressOf', () => {
  const data = (value: unknown): string => JSON.stringify(value)

  it('prefers an explicit number to the description', () => {
    expect(progressOf(data({ progress: 0.25, description: '3 of 4' }))).toEqual({
      fraction: 0.25,
      text: '25 %',
    })
  })

  it.each([
    [1.7, 1],
    [-0.2, 0],
    [0, 0],
    [1, 1],
  ])('clamps %f to %f', (progress, fraction) => {
    expect(progressOf(data({ progress }))?.fraction).toBe(fraction)
  })

  it.each(['0.5', null, true, [0.5], {}])('does not accept %j as a number', (progress) => {
    expect(progressOf(data({ progress, description: '3 of 4' }))).toMatchObject({
      fraction: 0.75,
      text: '3 of 4',
    })
    expect(progressOf(data({ progress }))).toBeNull()
  })

  it('does not accept NaN as a number', () => {
    expect(progressOf('{"progress": NaN, "description": "waiting"}')).toBeNull()
  })

  it.each([null, '', '{', '[1, 2]', '7', 'null', '{"description": 5}', '{"description": null}'])(
    'finds nothing in %j',
    (text) => {
      expect(progressOf(text)).toBeNull()
    },
  )

  it('reads data that is plain text', () => {
    expect(progressOf('Copying 3 of 4 files')?.fraction).toBe(0.75)
    expect(progressOf('"Copying 3 of 4 files"')?.fraction).toBe(0.75)
  })

  it('preserves the notation of the count', () => {
    expect(progressInText('Downloaded 1.2 of 4.8 GB')?.text).toBe('1.2 of 4.8 GB')
    expect(progressInText('200件中3件')?.text).toBe('3 of 200')
  })

  it('returns what is counted', () => {
    expect(progressInText('Downloaded 1.2 of 4.8 GB')).toMatchObject({ total: 4.8e9, isBytes: true })
    expect(progressInText('Copying 3 of 4 files')).toMatchObject({ total: 4, isBytes: false })
    expect(progressInText('Sync: 42 %')?.total).toBeUndefined()
  })

  it('reads a long text in bounded time', () => {
    const long = `${'12/'.repeat(50_000)} ${'1 '.repeat(50_000)} ${'a/'.repeat(50_000)}`
    const before = performance.now()
    progressInText(long)
    expect(performance.now() - before).toBeLessThan(50)
  })
})
