/**
 * The number of jobs that match a filter, by status. The server counts, so the numbers don't depend on how many
 * jobs are loaded.
 *
 * Changes of statuses cause a new count, at most once a second for a page. Reports of progress don't, unless the
 * filter contains a text.
 */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { followed, notifySubjects, useNews } from '@/entities/news'
import { send } from '@/lib/api'
import { fieldsOf, numberOf } from '@/lib/fields'
import type { JobChange } from './apply-event'
import { jobStatuses, type JobStatus } from './job'
import { addressOf, filterParameters, type JobFilter } from './job-filter'

export type JobCounts = Readonly<Record<JobStatus, number>>

const countsKey = ['jobs', 'counts'] as const
const pause = 1000
const pauseForTexts = 5000

export function jobCountsOptions(filter: JobFilter) {
  return queryOptions({
    ...followed,
    queryKey: [...countsKey, filter] as const,
    queryFn: async (): Promise<JobCounts> => {
      const answer = await send('GET', addressOf('/web/jobs/counts', filterParameters(filter, Date.now())))
      const counts = fieldsOf(answer)
      return {
        queued: numberOf(counts.queued),
        running: numberOf(counts.running),
        done: numberOf(counts.done),
        failed: numberOf(counts.failed),
      }
    },
  })
}

/** Return the number of jobs that match *filter*, by status; undefined until they are known. */
export function useJobCounts(filter: MaybeRefOrGetter<JobFilter>): ComputedRef<JobCounts | undefined> {
  const { data } = useQuery(computed(() => jobCountsOptions(toValue(filter))))
  return computed(() => data.value)
}

/** Return how many jobs have one of *statuses*, or any status without them. */
export function totalOf(counts: JobCounts, statuses: readonly JobStatus[] = []): number {
  return (statuses.length === 0 ? jobStatuses : statuses).reduce((sum, status) => sum + counts[status], 0)
}

/** Count again when events change the numbers, while the calling component is mounted. */
export function useLiveCounts(): void {
  const client = useQueryClient()
  const recount = (onlyTexts: boolean): Promise<void> =>
    client.invalidateQueries({
      queryKey: countsKey,
      predicate: ({ queryKey }) => !onlyTexts || (queryKey[2] as JobFilter).text !== '',
    })
  useNews(['job-counts'], pause, () => recount(false))
  useNews(['job-texts'], pauseForTexts, () => recount(true))
}

/** Report *changes* that may change numbers. */
export function notifyCounts(changes: readonly JobChange[]): void {
  if (changes.some(isCounted)) notifySubjects(['job-counts'])
  else if (changes.some((change) => 'data' in change.columns)) notifySubjects(['job-texts'])
}

/** Return whether *change* is more than a report of progress. */
export function isCounted(change: JobChange): boolean {
  return change.kind !== 'update' || Object.keys(change.columns).some((column) => column !== 'data')
}
