/** The filter of the job list in the URL. Defaults are omitted. */
import { jobStatuses } from '@/entities/job/job'
import { everyJob, spans, type JobFilter, type Span } from '@/entities/job/job-filter'

/** A query as parsed by the router. */
export type Query = Readonly<Record<string, string | null | readonly (string | null)[] | undefined>>

export function filterFromQuery(query: Query): JobFilter {
  const states = one(query.state).split(',')
  return {
    ...everyJob,
    statuses: jobStatuses.filter((status) => states.includes(status)),
    owner: one(query.owner),
    created: span(query.created),
    finished: span(query.finished),
    withFiles: one(query.files) === '1',
    text: one(query.text),
  }
}

export function queryFromFilter(filter: JobFilter): Record<string, string> {
  const written: Record<string, string> = {
    state: filter.statuses.join(','),
    owner: filter.owner,
    created: filter.created === 'any' ? '' : filter.created,
    finished: filter.finished === 'any' ? '' : filter.finished,
    files: filter.withFiles ? '1' : '',
    text: filter.text,
  }
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== ''))
}

/** Describe the filter, for the message without matching jobs. */
export function filterWords(filter: JobFilter): string[] {
  const times: Record<Span, string> = {
    any: '',
    today: 'today',
    '1d': 'in the last 24 h',
    '7d': 'in the last 7 days',
    '30d': 'in the last 30 days',
  }
  return [
    filter.statuses.join(' or '),
    filter.owner === '' ? '' : `owner ${filter.owner}`,
    filter.created === 'any' ? '' : `created ${times[filter.created]}`,
    filter.finished === 'any' ? '' : `finished ${times[filter.finished]}`,
    filter.withFiles ? 'with files' : '',
    filter.text === '' ? '' : `“${filter.text}”`,
  ].filter(Boolean)
}

function one(value: Query[string]): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : (value[0] ?? '')
}

function span(value: Query[string]): Span {
  return spans.find((known) => known === one(value)) ?? 'any'
}
