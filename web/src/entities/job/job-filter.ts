/**
 * The filter and the order of a job list: as values, as parameters of a request, and as a predicate on a loaded
 * job.
 *
 * The server and the predicate must agree: the predicate adds live changes to a list without a refetch.
 */
import { day } from '@/lib/durations'
import { fileNameOf, jobStatuses, searchable, searchTextOf, type Job, type JobStatus } from './job'

export const spans = ['any', 'today', '1d', '7d', '30d'] as const
export type Span = (typeof spans)[number]

/** A span of time until now, or the moment in milliseconds since which it lasts. */
export type Since = Span | number

export interface JobFilter {
  readonly statuses: readonly JobStatus[]
  /** A user id, or null for all users. */
  readonly ownerId: string | null
  /** A username, or '' for all users. */
  readonly owner: string
  /** A project id, or '' for all jobs. */
  readonly project: string
  readonly created: Since
  readonly finished: Since
  readonly withFiles: boolean
  readonly text: string
}

export const everyJob: JobFilter = {
  statuses: [],
  ownerId: null,
  owner: '',
  project: '',
  created: 'any',
  finished: 'any',
  withFiles: false,
  text: '',
}

/** The columns by which the server can sort. */
export const sortColumns = [
  'status',
  'title',
  'owner',
  'type',
  'created',
  'duration',
  'finished',
  'files',
] as const
export type SortColumn = (typeof sortColumns)[number]
/** A column; a minus before it means descending. */
export type JobOrder = SortColumn | `-${SortColumn}`

/** Jobs filtered by their end are sorted by it, too. */
export function defaultOrder(filter: JobFilter): JobOrder {
  return filter.finished === 'any' ? '-created' : '-finished'
}

/** Return *filter* as parameters of a request. Times are rounded down to the minute. */
export function filterParameters(filter: JobFilter, now: number): Record<string, string> {
  const given: Record<string, string> = {
    state: filter.statuses.length === jobStatuses.length ? '' : filter.statuses.join(','),
    owner_id: filter.ownerId ?? '',
    owner: filter.owner,
    project: filter.project,
    created_after: since(filter.created, now),
    finished_after: since(filter.finished, now),
    files: filter.withFiles ? '1' : '',
    text: filter.text.trim(),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
}

function since(span: Since, now: number): string {
  return span === 'any' ? '' : new Date(startOf(span, now)).toISOString().slice(0, 19)
}

/** Return the parameters as they stand in an address. */
export function addressOf(path: string, parameters: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(parameters).toString()
  return text === '' ? path : `${path}?${text}`
}

export function matches(filter: JobFilter, job: Job, now: number): boolean {
  const within = (time: number | null, span: Since): boolean =>
    span === 'any' || (time !== null && time >= startOf(span, now))
  return (
    (filter.statuses.length === 0 || filter.statuses.includes(job.status)) &&
    (filter.ownerId === null || job.userId === filter.ownerId) &&
    (filter.owner === '' || job.owner?.username === filter.owner) &&
    (filter.project === '' || job.projects.some((project) => project.id === filter.project)) &&
    within(job.createdAt, filter.created) &&
    within(job.finishedAt, filter.finished) &&
    (!filter.withFiles || job.files.length > 0) &&
    containsText(job, searchable(filter.text))
  )
}

/** Return whether *job* is displayed with *text*: in its description, owner or file names. */
function containsText(job: Job, text: string): boolean {
  // The server found a match in the part that is cut.
  if (job.isCut === true) return true
  if (text === '') return true
  const owner = job.owner === null ? [] : [job.owner.username, job.owner.fullName].map(searchable)
  const files = job.files.map((file) => searchable(fileNameOf(file)))
  return [searchTextOf(job.data), ...owner, ...files].some((part) => part.includes(text))
}

function startOf(span: Exclude<Since, 'any'>, now: number): number {
  const days = { '1d': 1, '7d': 7, '30d': 30 }
  if (typeof span === 'number') return span
  if (span === 'today') return new Date(now).setHours(0, 0, 0, 0)
  return Math.floor((now - days[span] * day) / 60_000) * 60_000
}
