/** Keep the job table and the lists true by the event stream. */
import type { QueryClient } from '@tanstack/vue-query'
import { Pacer } from '@/lib/pacer'
import { jobChanges, type JobChange } from './apply-event'
import { enterListings, leaveListings, reloadJobs } from './job-queries'
import { applyLive } from './job-table'

/** At most four drawings a second for one row. */
const drawingInterval = 250
const reloadDelay = 60

/** Returns what to call with each event of the stream. */
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
  const wanted = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | null = null
  const run = (): void => {
    timer = null
    const ids = [...wanted]
    wanted.clear()
    // A reload that fails leaves the row as the events told it; the next event or visit asks again.
    reloadJobs(client, ids).catch(() => undefined)
  }
  return (ids) => {
    for (const id of ids) wanted.add(id)
    if (wanted.size > 0) timer ??= setTimeout(run, reloadDelay)
  }
}
