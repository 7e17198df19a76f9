/** The query for one page of results. */
import type { Reading } from './query-reading'

export const pageSize = 100

export interface PageRequest {
  readonly expression: string
  readonly offset: number
  readonly size: number
}

/**
 * Return the request for the page of *text* at *offset*, or at the query's own offset.
 *
 * A query without a limit gets the page size as its limit. An incomplete query is sent unchanged, so that the
 * error matches its text.
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

/** Return the offset of the previous page, or null on the first. *first* is the query's own offset. */
export function previousOffset(page: PageRequest, first: number): number | null {
  return page.offset <= first ? null : Math.max(first, page.offset - page.size)
}

/** Return "Rows 101–180", "Row 5", or the number of rows when they fit on one page. */
export function rowWords(rows: number, page: PageRequest, next: number | null): string {
  if (page.offset === 0 && next === null) return rows === 1 ? '1 row' : `${rows} rows`
  if (rows === 1) return `Row ${page.offset + 1}`
  return rows === 0 ? 'No more rows' : `Rows ${page.offset + 1}–${page.offset + rows}`
}
