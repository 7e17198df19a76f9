/** The answer to a query, as the server gives it. */
import { queryOptions } from '@tanstack/vue-query'
import { fieldsOf, isFields, numberOrNull, rowsOf, type Fields } from '@/lib/fields'
import { perform, type Performed } from '@/lib/operations'
import type { PageRequest } from './paging'

export interface Asked {
  readonly text: string
  /** Where the page begins; null for where the query itself does. */
  readonly offset: number | null
  /** Counts runs, so the same text can be asked again. */
  readonly run: number
}

export interface Answer extends Performed {
  readonly asked: Asked
  readonly page: PageRequest
  readonly rows: readonly Fields[]
  readonly next: number | null
  /** From here to the server and back. */
  readonly roundTrip: number
}

/** Never asked again by itself: a person runs it. */
export const answerOptions = (asked: Asked, page: PageRequest) =>
  queryOptions({
    queryKey: ['api-answer', asked],
    queryFn: async ({ signal }): Promise<Answer> => {
      const start = performance.now()
      const performed = await perform([{ action: 'query', expression: page.expression }], signal)
      return {
        ...performed,
        ...read(performed.results[0]),
        asked,
        page,
        roundTrip: performance.now() - start,
      }
    },
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  })

function read(result: unknown): Pick<Answer, 'rows' | 'next'> {
  const told = fieldsOf(result)
  const next = isFields(told.metadata) && isFields(told.metadata.next) ? told.metadata.next.offset : null
  return {
    rows: rowsOf(told.data),
    next: numberOrNull(next),
  }
}
