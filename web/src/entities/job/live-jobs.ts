/** Update the job table and the job lists from the event stream. */
import type { QueryClient } from '@tanstack/vue-query'
import { Pacer } from '@/lib/pacer'
import { jobChanges, type JobChange } from './apply-event'
import { enterListings, leaveListings, reloadJobs } from './job-queries'
import { applyLive } from './job-table'

/** Render a row at most four times a second. */
const drawingInterval = 250
const reloadDelay = 60

/** Return a function to call with each event of the stream. */
export function liveJobs(client: QueryClient): (event: unknown) => void {
  const reload = batchedReload(client)
  const pacer = new Pacer<JobChange>(drawingInterval, (changes) => {
    const applied = applyLive(changes)
    enterListings(client, applied.changed.keys())
    leaveListings(client, applied.removed)
    reload(applied.reload)
  })
  return (event) => pacer.offer(jobChanges(event).map((change) => [change.jobId, change]))
}

function batchedReload(client: QueryClient): (ids: readonly string[]) => void {
  const pending = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const run = (): void => {
    timer = null
    const ids = [...pending]
    pending.clear()
    // If a reload fails, the row keeps the values from the events until the next event or visit.
    reloadJobs(client, ids).catch(() => undefined)
  }
  return (ids) => {
    for (const id of ids) pending.add(id)
    if (pending.size > 0) timer ??= setTimeout(run, reloadDelay)
  }
}
