/** Jobs that ended together: one sentence about them, and the list that contains them. */
import type { Job, JobStatus } from '@/entities/job/job'
import { count, figure } from '@/lib/sizes'

interface Ended {
  readonly status: JobStatus
  readonly finishedAt: Job['finishedAt']
}

/** Describe the end of *jobs*: "20 jobs finished", "18 jobs finished, 2 failed". */
export function describeEnd(jobs: readonly Ended[]): string {
  const failed = jobs.filter((job) => job.status === 'failed').length
  const done = jobs.length - failed
  if (done === 0) return `${count(failed, 'job')} failed`
  return `${count(done, 'job')} finished${failed === 0 ? '' : `, ${figure(failed)} failed`}`
}

/** Return the address of the job list with the user's jobs that have ended since the first of *jobs*. */
export function listOfEnded(
  jobs: readonly Ended[],
  username: string,
): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  const times = jobs.map((job) => job.finishedAt).filter((time) => time !== null)
  const since = times.length === 0 ? '1d' : `${new Date(Math.min(...times)).toISOString().slice(0, 19)}Z`
  const states = (['done', 'failed'] as const).filter((status) => jobs.some((job) => job.status === status))
  return { path: '/jobs', query: { state: states.join(','), owner: username, finished: since } }
}
