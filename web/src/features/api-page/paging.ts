/** One page of a query: the text that is sent for it. */
import type { Reading } from './query-reading'

export const pageSize = 100

export interface PageRequest {
  readonly expression: string
  readonly offset: number
  readonly size: number
}

/**
 * Ask for the page of *text* that begins at *offset*, or where the text itself begins.
 *
 * A query without a limit gets ours at its end; one that stops in the middle is sent as it is, so that its
 * error is its own.
 */
export function pageRequest(
  text: string,
  reading: Pick<Reading, 'limit' | 'offset' | 'expected'>,
  offset: number | null,
): PageRequest {
  const isWhole = reading.expected.at === 'words' || reading.limit !== null || reading.offset !== null
  const own = reading.offset
  const parts = [offset === null || own === null ? text : text.slice(0, own.from) + text.slice(own.to)]
  if (offset !== null) parts.push(`offset ${offset}`)
  if (reading.limit === null && isWhole) parts.push(`limit ${pageSize}`)
  return {
    expression: parts.join(' '),
    offset: offset ?? own?.number ?? 0,
    size: reading.limit?.number ?? pageSize,
  }
}

/** Where the page before begins; null on the first. *first* is where the query itself begins. */
export function previousOffset(page: PageRequest, first: number): number | null {
  return page.offset <= first ? null : Math.max(first, page.offset - page.size)
}

/** "Rows 101–180" and "Row 5", or how many rows there are when one page holds them. */
export function rowWords(rows: number, page: PageRequest, next: number | null): string {
  if (page.offset === 0 && next === null) return rows === 1 ? '1 row' : `${rows} rows`
  if (rows === 1) return `Row ${page.offset + 1}`
  return rows === 0 ? 'No more rows' : `Rows ${page.offset + 1}–${page.offset + rows}`
}
