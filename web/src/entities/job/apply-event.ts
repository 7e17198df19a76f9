/**
 * Apply `ftrack.update` events to the jobs on the page, as a pure function.
 *
 * Events use legacy column names (`jobid`, `userid`) and ISO times in UTC. An update patches a loaded job. A new
 * job is added with the values in the event and then reloaded, as is a job whose files changed.
 */
import { parseTime } from '@/lib/durations'
import { fieldsOf, isFields, rowsOf, textOrNull, type Fields } from '@/lib/fields'
import { readStatus, type Job } from './job'

export type JobCache = ReadonlyMap<string, Job>

export interface Applied {
  /** Added and changed jobs, by id. */
  readonly changed: JobCache
  readonly removed: readonly string[]
  /** Jobs to reload, because the event does not contain everything. */
  readonly reload: readonly string[]
}

export interface JobChange {
  readonly jobId: string
  readonly kind: 'add' | 'update' | 'remove' | 'files'
  /** New values, by legacy column name. */
  readonly columns: Fields
}

/** Return the changes to jobs in *event*, in order. */
export function jobChanges(event: unknown): JobChange[] {
  const data = fieldsOf(fieldsOf(event).data)
  return rowsOf(data.entities).flatMap(changeOf)
}

function changeOf(entity: Fields): JobChange[] {
  const id = textOrNull(entity.entityId)
  if (entity.entityType === 'job' && id !== null) {
    const action = entity.action
    return action === 'add' || action === 'update' || action === 'remove'
      ? [{ jobId: id, kind: action, columns: newValues(entity) }]
      : []
  }
  if (entity.entityType !== 'jobcomponent') return []
  const jobId = jobOfFile(entity)
  return jobId === null ? [] : [{ jobId, kind: 'files', columns: {} }]
}

function newValues(entity: Fields): Fields {
  const changes = isFields(entity.changes) ? Object.entries(entity.changes) : []
  return Object.fromEntries(
    changes.flatMap(([column, change]) => (isFields(change) ? [[column, change.new]] : [])),
  )
}

function jobOfFile(entity: Fields): string | null {
  const chain = rowsOf(entity.parents)
  const job = chain.find((parent) => parent.entityType === 'job')
  return textOrNull(job?.entityId) ?? textOrNull(entity.parentId)
}

/** Apply *event* to *cache*; return only what changed. */
export function applyEvent(cache: JobCache, event: unknown): Applied {
  return applyChanges(cache, jobChanges(event))
}

export function applyChanges(cache: JobCache, changes: readonly JobChange[]): Applied {
  const changed = new Map<string, Job>()
  const removed: string[] = []
  const reload = new Set<string>()
  for (const change of changes) {
    const before = changed.get(change.jobId) ?? cache.get(change.jobId)
    if (change.kind === 'remove') {
      changed.delete(change.jobId)
      reload.delete(change.jobId)
      removed.push(change.jobId)
    } else if (change.kind === 'files') {
      if (before !== undefined) reload.add(change.jobId)
    } else if (change.kind === 'add') {
      reload.add(change.jobId)
      if (before === undefined) changed.set(change.jobId, patched(emptyJob(change.jobId), change.columns))
    } else if (before !== undefined) {
      changed.set(change.jobId, patched(before, change.columns))
    } else if ('status' in change.columns) {
      // The job is not loaded, but its new status may add it to a list.
      reload.add(change.jobId)
    }
  }
  return { changed, removed, reload: [...reload] }
}

function emptyJob(id: string): Job {
  return {
    id,
    status: 'queued',
    type: null,
    data: null,
    createdAt: null,
    finishedAt: null,
    userId: null,
    owner: null,
    files: [],
    projects: [],
  }
}

function patched(job: Job, columns: Fields): Job {
  const has = (column: string): boolean => column in columns
  return {
    ...job,
    status: has('status') ? readStatus(columns.status) : job.status,
    type: has('type') ? textOrNull(columns.type) : job.type,
    data: has('data') ? textOrNull(columns.data) : job.data,
    ...(has('data') && job.isCut === true ? { isCut: false } : {}),
    createdAt: has('created_at') ? parseTime(columns.created_at) : job.createdAt,
    finishedAt: has('finished_at') ? parseTime(columns.finished_at) : job.finishedAt,
    userId: has('userid') ? textOrNull(columns.userid) : job.userId,
    owner: has('userid') && textOrNull(columns.userid) !== job.userId ? null : job.owner,
  }
}
