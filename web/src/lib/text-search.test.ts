import { describe, expect, it } from 'vitest'
import { findMatches, searchPattern, splitAt } from './text-search'

function found(lines: string[], text: string, limit = 100): string[] {
  const pattern = searchPattern(text)
  return pattern === null
    ? []
    : findMatches(lines, pattern, limit).map(({ line, start, end }) => `${line}:${start}-${end}`)
}

describe('findMatches', () => {
  it.each([
    ['error', ['0:0-5', '2:4-9']],
    ['a.c', []],
    ['(x)', ['3:1-4']],
    ['C:\\[1]', ['4:0-6']],
    ['grÖSSE', ['5:0-6']],
    ['', []],
  ])('finds %j', (text, places) => {
    expect(found(['ERROR in frame', 'abc', 'two errors', 'f(x)', 'c:\\[1]-', 'grösse'], text)).toEqual(places)
  })

  it('finds every occurrence in a line, up to a limit', () => {
    expect(found(['aaaa', 'aa'], 'aa')).toEqual(['0:0-2', '0:2-4', '1:0-2'])
    expect(found(['aaaa', 'aa'], 'a', 3)).toHaveLength(3)
  })

  it('searches a large text in reasonable time', () => {
    const lines = Array.from({ length: 300_000 }, (_, index) => `frame ${index} done in 12.3 s, peak 9.1 GB`)
    const before = performance.now()
    expect(found(lines, 'frame 299999')).toHaveLength(1)
    expect(performance.now() - before).toBeLessThan(1500)
  })
})

it('splits parts at places', () => {
  const parts = [
    { text: 'ERR', tone: 'red' },
    { text: 'OR: failed', tone: 'plain' },
  ]
  expect(
    splitAt(parts, [
      [1, 5],
      [7, 13],
    ]),
  ).toEqual([
    { text: 'E', tone: 'red', place: null },
    { text: 'RR', tone: 'red', place: 0 },
    { text: 'OR', tone: 'plain', place: 0 },
    { text: ': ', tone: 'plain', place: null },
    { text: 'failed', tone: 'plain', place: 1 },
  ])
})
