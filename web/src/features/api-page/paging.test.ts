import { expect, it } from 'vitest'
import { pageRequest, previousOffset, rowWords } from './paging'
import { readQuery } from './query-reading'

const ask = (text: string, offset: number | null = null) =>
  pageRequest(text, readQuery(text, new Map()), offset)

it('adds a limit where there is none', () => {
  expect(ask('select id from Job')).toEqual({
    expression: 'select id from Job limit 100',
    offset: 0,
    size: 100,
  })
  expect(ask('Job where status is done')).toMatchObject({ expression: 'Job where status is done limit 100' })
  expect(ask('Job where a is "limit 5"').expression).toBe('Job where a is "limit 5" limit 100')
})

it('does not change an incomplete query', () => {
  expect(ask('Job where status is').expression).toBe('Job where status is')
  expect(ask('').expression).toBe('')
})

it("keeps the query's own page", () => {
  expect(ask('Job limit 7 offset 3')).toEqual({ expression: 'Job limit 7 offset 3', offset: 3, size: 7 })
})

it('replaces the page of the query', () => {
  expect(ask('Job limit 7 offset 3', 10)).toEqual({
    expression: 'Job limit 7  offset 10',
    offset: 10,
    size: 7,
  })
  expect(ask('Job order by id', 100)).toEqual({
    expression: 'Job order by id offset 100 limit 100',
    offset: 100,
    size: 100,
  })
})

it("does not go back beyond the query's own offset", () => {
  expect(previousOffset({ expression: '', offset: 150, size: 100 }, 0)).toBe(50)
  expect(previousOffset({ expression: '', offset: 50, size: 100 }, 10)).toBe(10)
  expect(previousOffset({ expression: '', offset: 10, size: 100 }, 10)).toBeNull()
})

it('describes the visible rows', () => {
  const page = { expression: '', offset: 100, size: 100 }
  expect(rowWords(80, page, null)).toBe('Rows 101–180')
  expect(rowWords(1, page, null)).toBe('Row 101')
  expect(rowWords(0, page, null)).toBe('No more rows')
  expect(rowWords(1, { ...page, offset: 0 }, null)).toBe('1 row')
  expect(rowWords(100, { ...page, offset: 0 }, 100)).toBe('Rows 1–100')
})
