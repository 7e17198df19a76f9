/** The response to a query. */
import { queryOptions } from '@tanstack/vue-query'
import { fieldsOf, isFields, numberOrNull, rowsOf, type Fields } from '@/lib/fields'
import { perform, type Performed } from '@/lib/operations'
import type { PageRequest } from './paging'

export interface QueryRequest {
  readonly text: string
  /** The offset of the page; null for the query's own offset. */
  readonly offset: number | null
  /** The number of the run, so that the same query can be run again. */
  readonly run: number
}

export interface Answer extends Performed {
  readonly request: QueryRequest
  readonly page: PageRequest
  readonly rows: readonly Fields[]
  readonly next: number | null
  /** Time in milliseconds, including the network. */
  readonly roundTrip: number
}

/** Never refetched automatically: only the user runs a query. */
export const answerOptions = (request: QueryRequest, page: PageRequest) =>
  queryOptions({
    queryKey: ['api-answer', request],
    queryFn: async ({ signal }): Promise<Answer> => {
      const start = performance.now()
      const performed = await perform([{ action: 'query', expression: page.expression }], signal)
      return {
        ...performed,
        ...read(performed.results[0]),
        request,
        page,
        roundTrip: performance.now() - start,
      }
    },
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  })

function read(result: unknown): Pick<Answer, 'rows' | 'next'> {
  const fields = fieldsOf(result)
  const next =
    isFields(fields.metadata) && isFields(fields.metadata.next) ? fields.metadata.next.offset : null
  return {
    rows: rowsOf(fields.data),
    next: numberOrNull(next),
  }
}
