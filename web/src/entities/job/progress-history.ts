/** The progress of running jobs while this page was open, for estimates of their end. */
import { estimate, withSample, type Estimate, type Sample } from '@/lib/estimate'
import { progressOfJob, type Job } from './job'

interface History {
  readonly samples: readonly Sample[]
  /** Whether progress went back, so that the average since the start of the job says nothing. */
  readonly isRestarted: boolean
}

const remembered = 500
const histories = new Map<string, History>()

export function noteProgress(job: Job, now: number = Date.now()): void {
  const progress = job.status === 'running' ? progressOfJob(job) : null
  if (progress === null) {
    histories.delete(job.id)
    return
  }
  const before = histories.get(job.id)
  const samples = withSample(before?.samples ?? [], { at: now, fraction: progress.fraction })
  if (samples === before?.samples) return
  const wentBack = before !== undefined && samples.length === 1
  histories.delete(job.id)
  histories.set(job.id, { samples, isRestarted: wentBack || before?.isRestarted === true })
  const oldest = histories.keys().next().value
  if (histories.size > remembered && oldest !== undefined) histories.delete(oldest)
}

/** Return the estimate for *job*, or null while there is none. */
export function estimateOf(job: Job, now: number): Estimate | null {
  const history = histories.get(job.id)
  if (history === undefined || job.status !== 'running') return null
  return estimate(history.samples, history.isRestarted ? null : job.createdAt, now)
}
