/** The loaded jobs, by id. Lists hold ids and rows read jobs from here, so a change re-renders only one row. */
import { computed, shallowReactive, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { applyChanges, type Applied, type JobChange } from './apply-event'
import { isActive, type Job } from './job'
import { noteProgress } from './progress-history'
import { noteSign } from './sign-of-life'

type TransitionListener = (before: Job, after: Job) => void
type CreationListener = (job: Job) => void

const table = shallowReactive(new Map<string, Job>())
const listeners = new Set<TransitionListener>()
const creationListeners = new Set<CreationListener>()
const keptChanges = 2000
let log: { readonly position: number; readonly change: JobChange }[] = []
let position = 0

export function jobById(id: string): Job | undefined {
  return table.get(id)
}

export function useJob(id: MaybeRefOrGetter<string>): ComputedRef<Job | undefined> {
  return computed(() => table.get(toValue(id)))
}

/**
 * Call *listener* when the status of a loaded job changes, through an event or a response; return an unsubscribe
 * function.
 */
export function onTransition(listener: TransitionListener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Call *listener* for new jobs; return an unsubscribe function. */
export function onCreated(listener: CreationListener): () => void {
  creationListeners.add(listener)
  return () => creationListeners.delete(listener)
}

/**
 * Return the position in the log of live changes: read it before a request, and pass it to `ingest` with the
 * response.
 */
export function logPosition(): number {
  return position
}

/**
 * Store *jobs* from a response that was requested at log position *requestedAt*.
 *
 * Live changes since then are applied again, because the response may be older.
 */
export function ingest(jobs: readonly Job[], requestedAt: number): void {
  const ids = new Set(jobs.map((job) => job.id))
  const since = log.filter(
    (entry) => entry.position > requestedAt && ids.has(entry.change.jobId) && entry.change.kind === 'update',
  )
  const fresh = new Map(jobs.map((job) => [job.id, job]))
  const { changed } = applyChanges(
    fresh,
    since.map((entry) => entry.change),
  )
  for (const job of jobs) put(changed.get(job.id) ?? job)
}

/** Apply live *changes*; return which jobs changed, were removed or must be reloaded. */
export function applyLive(changes: readonly JobChange[]): Applied {
  for (const change of changes) log.push({ position: (position += 1), change })
  if (log.length > 2 * keptChanges) log = log.slice(-keptChanges)
  const applied = applyChanges(table, changes)
  for (const job of applied.changed.values()) put(job)
  for (const id of applied.removed) table.delete(id)
  notifyCreated(changes)
  return applied
}

function notifyCreated(changes: readonly JobChange[]): void {
  const created = changes.filter((change) => change.kind === 'add').map((change) => table.get(change.jobId))
  for (const job of created) if (job !== undefined) for (const listener of creationListeners) listener(job)
}

function put(job: Job): void {
  const before = table.get(job.id)
  table.set(job.id, job)
  noteProgress(job)
  if (isActive(job)) noteSign(job)
  if (before !== undefined && before.status !== job.status)
    for (const listener of listeners) listener(before, job)
}
