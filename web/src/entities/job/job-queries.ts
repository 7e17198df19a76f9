/** Queries for jobs. Jobs are stored in the job table; the query cache holds only ids. */
import { infiniteQueryOptions, queryOptions, type InfiniteData, type QueryClient } from '@tanstack/vue-query'
import { fieldsOf, textOf } from '@/lib/fields'
import { query, remove, update } from '@/lib/operations'
import { oneOf, quoted } from '@/lib/query-text'
import { send } from '@/lib/api'
import { jobProjection, readJob, type Job } from './job'
import { jobExpression, matches, type JobFilter } from './job-filter'
import { ingest, jobById, logPosition } from './job-table'
import { isUntracked, recordSigns } from './sign-of-life'

export interface Listing {
  readonly ids: readonly string[]
  readonly next: number | null
}

const listingKey = ['jobs', 'listing'] as const
const batchSize = 100

/** Query the jobs of *filter*, newest first, in pages. */
export function jobListingOptions(filter: JobFilter, pageSize: number) {
  return infiniteQueryOptions({
    queryKey: [...listingKey, filter, pageSize] as const,
    queryFn: ({ pageParam }): Promise<Listing> =>
      fetchJobs((now) => jobExpression(filter, now, pageParam, pageSize)),
    initialPageParam: 0,
    getNextPageParam: (last: Listing) => last.next ?? undefined,
  })
}

/** Query whether the job *id* exists and is visible to the user; the job itself is in the job table. */
export function jobOptions(id: string) {
  return queryOptions({
    queryKey: ['jobs', 'one', id] as const,
    queryFn: async () =>
      (await fetchJobs(() => `select ${jobProjection} from Job where id is ${quoted(id)}`)).ids.includes(id),
  })
}

async function fetchJobs(expression: (now: number) => string): Promise<Listing> {
  const requestedAt = logPosition()
  const page = await query(expression(Date.now()))
  const jobs = page.entities.map(readJob)
  const untracked = jobs.filter(isUntracked).map((job) => job.id)
  ingest(jobs, requestedAt)
  if (untracked.length > 0) void loadSigns(untracked)
  return { ids: jobs.map((job) => job.id), next: page.next }
}

/** Load the time of each job's last update. This is optional: without a response, the time is now. */
async function loadSigns(ids: readonly string[]): Promise<void> {
  recordSigns(ids, await send('GET', '/web/jobs/signs').catch(() => null))
}

/** Load these jobs, and add them to the lists whose filter they match. */
export async function reloadJobs(client: QueryClient, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += batchSize) {
    const some = ids.slice(start, start + batchSize)
    const found = await fetchJobs(() => `select ${jobProjection} from Job where ${oneOf('id', some)}`)
    enterListings(client, found.ids)
  }
}

/** Insert jobs into each loaded list whose filter they match, by age. */
export function enterListings(client: QueryClient, ids: Iterable<string>): void {
  const jobs = [...ids].map(jobById).filter((job) => job !== undefined)
  for (const [key, data] of client.getQueriesData<InfiniteData<Listing>>({ queryKey: listingKey })) {
    const filter = key[2] as JobFilter
    if (data === undefined) continue
    const time =
      filter.finished === 'any'
        ? (job: Job | undefined) => job?.createdAt
        : (job: Job | undefined) => job?.finishedAt
    const entered = jobs.reduce(
      (listing, job) => (matches(filter, job, Date.now()) ? entering(listing, job, time) : listing),
      data,
    )
    if (entered !== data) client.setQueryData(key, entered)
  }
}

function entering(
  data: InfiniteData<Listing>,
  job: Job,
  time: (job: Job | undefined) => number | null | undefined,
): InfiniteData<Listing> {
  if (data.pages.some((page) => page.ids.includes(job.id))) return data
  const age = (id: string): number => time(jobById(id)) ?? Infinity
  const own = time(job) ?? Infinity
  const last = data.pages.length - 1
  const target = data.pages.findIndex((page) => page.ids.some((id) => age(id) <= own))
  // Older than all loaded jobs: it is part of a later page, if there is one.
  if (target === -1 && data.pages[last]?.next !== null) return data
  const index = target === -1 ? last : target
  const pages = data.pages.map((page, at) => {
    if (at !== index) return page
    const place = page.ids.findIndex((id) => age(id) <= own)
    return { ...page, ids: place === -1 ? [...page.ids, job.id] : page.ids.toSpliced(place, 0, job.id) }
  })
  return { ...data, pages }
}

export function leaveListings(client: QueryClient, removed: readonly string[]): void {
  if (removed.length === 0) return
  const gone = new Set(removed)
  client.setQueriesData<InfiniteData<Listing>>({ queryKey: listingKey }, (data) =>
    data === undefined
      ? data
      : {
          ...data,
          pages: data.pages.map((page) => ({ ...page, ids: page.ids.filter((id) => !gone.has(id)) })),
        },
  )
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

/** Create a link that gives any signed-in user access to the job. */
export async function shareJob(id: string): Promise<string> {
  const answer = await send('POST', `/web/jobs/${encodeURIComponent(id)}/share`)
  const path = textOf(fieldsOf(answer).path)
  return new URL(path, window.location.origin).href
}

export async function redeemShare(token: string): Promise<string> {
  const answer = await send('POST', `/web/share/${encodeURIComponent(token)}`)
  return textOf(fieldsOf(answer).job_id)
}
