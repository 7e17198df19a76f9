/** The filter and the order of the job list in the URL. Defaults are omitted. */
import { jobStatuses } from '@/entities/job/job'
import {
  defaultOrder,
  everyJob,
  sortColumns,
  spans,
  type JobFilter,
  type JobOrder,
  type Since,
  type Span,
} from '@/entities/job/job-filter'
import { clockTime } from './since'

/** A query as parsed by the router. */
export type Query = Readonly<Record<string, string | null | readonly (string | null)[] | undefined>>

export function filterFromQuery(query: Query): JobFilter {
  const states = one(query.state).split(',')
  return {
    ...everyJob,
    statuses: jobStatuses.filter((status) => states.includes(status)),
    owner: one(query.owner),
    project: one(query.project),
    created: since(query.created),
    finished: since(query.finished),
    withFiles: one(query.files) === '1',
    text: one(query.text),
  }
}

export function orderFromQuery(query: Query, filter: JobFilter): JobOrder {
  const given = one(query.sort)
  const orders: readonly JobOrder[] = sortColumns.flatMap((column) => [column, `-${column}`] as const)
  return orders.find((order) => order === given) ?? defaultOrder(filter)
}

export function queryFromFilter(filter: JobFilter, order?: JobOrder): Record<string, string> {
  const written: Record<string, string> = {
    state: filter.statuses.join(','),
    owner: filter.owner,
    project: filter.project,
    created: spanText(filter.created),
    finished: spanText(filter.finished),
    files: filter.withFiles ? '1' : '',
    text: filter.text,
    sort: order === undefined || order === defaultOrder(filter) ? '' : order,
  }
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== ''))
}

/** Describe the filter, for the message without matching jobs. *project* is the name of its project. */
export function filterWords(filter: JobFilter, project = ''): string[] {
  const times: Record<Span, string> = {
    any: '',
    today: 'today',
    '1d': 'in the last 24 h',
    '7d': 'in the last 7 days',
    '30d': 'in the last 30 days',
  }
  const words = (span: Since): string => (typeof span === 'number' ? `since ${clockTime(span)}` : times[span])
  return [
    filter.statuses.join(' or '),
    filter.owner === '' ? '' : `owner ${filter.owner}`,
    filter.project === '' ? '' : `project ${project || filter.project}`,
    filter.created === 'any' ? '' : `created ${words(filter.created)}`,
    filter.finished === 'any' ? '' : `finished ${words(filter.finished)}`,
    filter.withFiles ? 'with files' : '',
    filter.text === '' ? '' : `“${filter.text}”`,
  ].filter(Boolean)
}

function one(value: Query[string]): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : (value[0] ?? '')
}

/** Return a span, or the moment of a time such as `2026-11-24T10:00:00Z`. */
function since(value: Query[string]): Since {
  const text = one(value)
  const known = spans.find((span) => span === text)
  if (known !== undefined) return known
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? 'any' : time
}

function spanText(span: Since): string {
  if (typeof span === 'number') return `${new Date(span).toISOString().slice(0, 19)}Z`
  return span === 'any' ? '' : span
}
