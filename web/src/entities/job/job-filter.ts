/**
 * The filter of a job list: as values, as query criteria, and as a predicate on a loaded job.
 *
 * Criteria and predicate must agree: the predicate adds live changes to a list without a refetch.
 */
import { day } from '@/lib/durations'
import { contains, instant, oneOf, quoted, where } from '@/lib/query-text'
import { messageOf, titleOf, jobProjection, jobStatuses, type Job, type JobStatus } from './job'

export const spans = ['any', 'today', '1d', '7d', '30d'] as const
export type Span = (typeof spans)[number]

export interface JobFilter {
  readonly statuses: readonly JobStatus[]
  /** A user id, or null for all users. */
  readonly ownerId: string | null
  /** A username, or '' for all users. */
  readonly owner: string
  readonly created: Span
  readonly finished: Span
  readonly withFiles: boolean
  readonly text: string
}

export const everyJob: JobFilter = {
  statuses: [],
  ownerId: null,
  owner: '',
  created: 'any',
  finished: 'any',
  withFiles: false,
  text: '',
}

/**
 * Return the criteria of *filter*, to be joined with `and`. Times are rounded down to the minute, so that query
 * keys stay stable.
 */
export function criteriaOf(filter: JobFilter, now: number): string[] {
  const since = (attribute: string, span: Span): string | null =>
    span === 'any' ? null : `${attribute} >= ${instant(startOf(span, now))}`
  return [
    filter.statuses.length === 0 || filter.statuses.length === jobStatuses.length
      ? null
      : oneOf('status', filter.statuses),
    filter.ownerId === null ? null : `user_id is ${quoted(filter.ownerId)}`,
    filter.owner === '' ? null : `user.username is ${quoted(filter.owner)}`,
    since('created_at', filter.created),
    since('finished_at', filter.finished),
    filter.withFiles ? 'job_components any ()' : null,
    filter.text.trim() === '' ? null : textCriterion(filter.text.trim()),
  ].filter((criterion) => criterion !== null)
}

/** The data is JSON, in which most scripts escape non-ASCII characters: search for both spellings. */
function textCriterion(text: string): string {
  const escaped = text.replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return escaped === text
    ? contains('data', text)
    : `(${contains('data', text)} or ${contains('data', escaped)})`
}

export function jobExpression(filter: JobFilter, now: number, offset: number, limit: number): string {
  const order = filter.finished === 'any' ? 'created_at' : 'finished_at'
  const criteria = where(criteriaOf(filter, now))
  return `select ${jobProjection} from Job${criteria} order by ${order} desc offset ${offset} limit ${limit}`
}

export function matches(filter: JobFilter, job: Job, now: number): boolean {
  const within = (time: number | null, span: Span): boolean =>
    span === 'any' || (time !== null && time >= startOf(span, now))
  const text = filter.text.trim().toLowerCase()
  return (
    (filter.statuses.length === 0 || filter.statuses.includes(job.status)) &&
    (filter.ownerId === null || job.userId === filter.ownerId) &&
    (filter.owner === '' || job.owner?.username === filter.owner) &&
    within(job.createdAt, filter.created) &&
    within(job.finishedAt, filter.finished) &&
    (!filter.withFiles || job.files.length > 0) &&
    (text === '' || `${titleOf(job)} ${messageOf(job)} ${job.data ?? ''}`.toLowerCase().includes(text))
  )
}

function startOf(span: Exclude<Span, 'any'>, now: number): number {
  const days = { '1d': 1, '7d': 7, '30d': 30 }
  if (span === 'today') return new Date(now).setHours(0, 0, 0, 0)
  return Math.floor((now - days[span] * day) / 60_000) * 60_000
}
