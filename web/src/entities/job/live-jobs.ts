/** Update the job table and the job lists from the event stream. */
import type { QueryClient } from '@tanstack/vue-query'
import { Pacer } from '@/lib/pacer'
import { jobChanges, type JobChange } from './apply-event'
import { isCounted, notifyCounts } from './job-counts'
import { enterListings, leaveListings, reloadJobs } from './job-queries'
import { applyLive } from './job-table'

/** Render rows at most four times a second, and less often while hundreds of jobs report. */
const drawingInterval = (changes: number): number => (changes > 100 ? 750 : 250)
const reloadDelay = 60

/** Return a function to call with the events of the stream, as they arrive. */
export function liveJobs(client: QueryClient): (events: readonly unknown[]) => void {
  const reload = batchedReload(client)
  const pacer = new Pacer<JobChange>(drawingInterval, (changes) => {
    const applied = applyLive(changes)
    // A report of progress moves a job into a list only by its text; most lists need not be searched for it.
    const moved = new Set(changes.filter(isCounted).map((change) => change.jobId))
    enterListings(
      client,
      [...applied.changed.keys()].filter((id) => moved.has(id)),
    )
    leaveListings(client, applied.removed)
    notifyCounts(changes)
    reload(applied.reload)
  })
  return (events) => pacer.offer(events.flatMap(jobChanges))
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
