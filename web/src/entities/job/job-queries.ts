/** Queries for jobs. Jobs are stored in the job table; the query cache holds only ids. */
import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/vue-query'
import { mergeEntities } from '@/lib/entity-merge'
import { fieldsOf, numberOrNull, rowsOf } from '@/lib/fields'
import { remove, update } from '@/lib/operations'
import { send } from '@/lib/api'
import { readJob, type Job } from './job'
import {
  addressOf,
  defaultOrder,
  filterParameters,
  matches,
  type JobFilter,
  type JobOrder,
} from './job-filter'
import { ingest, jobById, logPosition } from './job-table'
import { isUntracked, recordSigns } from './sign-of-life'

export interface Listing {
  readonly ids: readonly string[]
  readonly next: number | null
}

const listingKey = ['jobs', 'listing'] as const
const batchSize = 100

/** Query the jobs of *filter* in pages, sorted by *order*. */
export function jobListingOptions(
  filter: JobFilter,
  pageSize: number,
  order: JobOrder = defaultOrder(filter),
) {
  return infiniteQueryOptions({
    queryKey: [...listingKey, filter, pageSize, order] as const,
    queryFn: ({ pageParam }): Promise<Listing> =>
      fetchJobs(
        addressOf('/web/jobs', {
          ...filterParameters(filter, Date.now()),
          sort: order,
          offset: String(pageParam),
          limit: String(pageSize),
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last: Listing) => last.next ?? undefined,
  })
}

/** Query whether the job *id* exists and is visible to the user; the job itself is in the job table. */
export function jobOptions(id: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', id] as const,
    queryFn: async () => (await fetchJobs(addressOf('/web/jobs', { id, whole: '1' }))).ids.includes(id),
  })
}

async function fetchJobs(address: string): Promise<Listing> {
  const requestedAt = logPosition()
  const answer = fieldsOf(await send('GET', address))
  const jobs = mergeEntities(rowsOf(answer.data)).map(readJob)
  const untracked = jobs.filter(isUntracked).map((job) => job.id)
  ingest(jobs, requestedAt)
  if (untracked.length > 0) void loadSigns(untracked)
  return { ids: jobs.map((job) => job.id), next: numberOrNull(answer.next) }
}

/** Load the time of each job's last update. This is optional: without a response, the time is now. */
async function loadSigns(ids: readonly string[]): Promise<void> {
  recordSigns(ids, await send('GET', '/web/jobs/signs').catch(() => null))
}

/** Load these jobs, and add them to the lists whose filter they match. */
export async function reloadJobs(client: QueryClient, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += batchSize) {
    const some = ids.slice(start, start + batchSize)
    const found = await fetchJobs(`/web/jobs?${some.map((id) => `id=${encodeURIComponent(id)}`).join('&')}`)
    enterListings(client, found.ids)
  }
}

/** Insert jobs into each loaded list whose filter they match and that is sorted by time. */
export function enterListings(client: QueryClient, ids: Iterable<string>): void {
  const jobs = [...ids].map(jobById).filter((job) => job !== undefined)
  if (jobs.length === 0) return
  for (const [key, data] of client.getQueriesData<InfiniteData<Listing>>({ queryKey: listingKey })) {
    const [filter, order] = [key[2] as JobFilter, timeOrders[key[4] as JobOrder]]
    if (data === undefined || order === undefined) continue
    const present = new Set(data.pages.flatMap((page) => page.ids))
    const entered = jobs.reduce(
      (listing, job) =>
        !present.has(job.id) && matches(filter, job, Date.now()) ? entering(listing, job, order) : listing,
      data,
    )
    if (entered !== data) client.setQueryData(key, entered)
  }
}

/** Returns the place of a job in its order: lists are sorted by it, largest first. */
type Rank = (job: Job | undefined) => number

const timeOrders: Readonly<Partial<Record<JobOrder, Rank>>> = {
  '-created': (job) => job?.createdAt ?? Infinity,
  '-finished': (job) => job?.finishedAt ?? Infinity,
  created: (job) => -(job?.createdAt ?? Infinity),
  finished: (job) => -(job?.finishedAt ?? Infinity),
}

/** Return whether lists in *order* can be updated from events. */
export function isSortedByTime(order: JobOrder): boolean {
  return timeOrders[order] !== undefined
}

function entering(data: InfiniteData<Listing>, job: Job, rank: Rank): InfiniteData<Listing> {
  const own = rank(job)
  const isAfter = (id: string): boolean => rank(jobById(id)) <= own
  const last = data.pages.length - 1
  const target = data.pages.findIndex((page) => page.ids.some(isAfter))
  // After all loaded jobs: it is part of a later page, if there is one.
  if (target === -1 && data.pages[last]?.next !== null) return data
  const index = target === -1 ? last : target
  const pages = data.pages.map((page, at) => {
    if (at !== index) return page
    const place = page.ids.findIndex(isAfter)
    return { ...page, ids: place === -1 ? [...page.ids, job.id] : page.ids.toSpliced(place, 0, job.id) }
  })
  return { ...data, pages }
}

/** Remove the jobs that no longer match the filter of the list with *key*. */
export function settleListing(
  client: QueryClient,
  key: ReturnType<typeof jobListingOptions>['queryKey'],
): void {
  const data = client.getQueryData<InfiniteData<Listing>>(key)
  const isGone = (id: string): boolean => {
    const job = jobById(id)
    return job !== undefined && !matches(key[2], job, Date.now())
  }
  const gone = new Set(data?.pages.flatMap((page) => page.ids).filter(isGone))
  if (gone.size > 0) client.setQueryData<InfiniteData<Listing>>(key, (before) => without(before, gone))
}

function without(
  data: InfiniteData<Listing> | undefined,
  gone: ReadonlySet<string>,
): InfiniteData<Listing> | undefined {
  return data === undefined
    ? data
    : {
        ...data,
        pages: data.pages.map((page) => ({ ...page, ids: page.ids.filter((id) => !gone.has(id)) })),
      }
}

export function leaveListings(client: QueryClient, removed: readonly string[]): void {
  if (removed.length === 0) return
  const gone = new Set(removed)
  client.setQueriesData<InfiniteData<Listing>>({ queryKey: listingKey }, (data) => without(data, gone))
  for (const id of removed) client.setQueryData(jobOptions(id).queryKey, false)
}

/** Refetch all visible data about jobs. */
export function reloadEverything(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: ['jobs'] })
}

export async function markFailed(ids: readonly string[]): Promise<void> {
  await update('Job', ids, { status: 'failed' })
}

export async function removeJobs(ids: readonly string[]): Promise<void> {
  await remove('Job', ids)
}
