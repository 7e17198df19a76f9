/** The state of the jobs menu and its button. */
import { useInfiniteQuery } from '@tanstack/vue-query'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { progressOfJob, type Job } from '@/entities/job/job'
import { totalOf, useJobCounts, type JobCounts } from '@/entities/job/job-counts'
import { everyJob, type JobFilter } from '@/entities/job/job-filter'
import { jobListingOptions } from '@/entities/job/job-queries'
import { jobById } from '@/entities/job/job-table'
import { useSession } from '@/entities/session/session'
import { day } from '@/lib/durations'
import { rememberedChoice, store, stored } from '@/lib/preferences'

export const segments = ['all', 'active', 'finished', 'failed'] as const
export type Segment = (typeof segments)[number]
export type Whose = 'mine' | 'everyone'

const statusesOf: Record<Segment, JobFilter['statuses']> = {
  all: [],
  active: ['queued', 'running'],
  finished: ['done'],
  failed: ['failed'],
}

export const isMenuOpen = ref(false)
export const segment = rememberedChoice<Segment>('jobs.segment', segments)
export const whose = rememberedChoice<Whose>('jobs.whose', ['mine', 'everyone'])

export function menuFilter(chosen: Segment, ownerId: string | null): JobFilter {
  return { ...everyJob, statuses: statusesOf[chosen], ownerId }
}

export interface Pulse {
  readonly running: ComputedRef<number>
  readonly queued: ComputedRef<number>
  /** The mean progress of the user's newest running jobs; null when none reports progress. */
  readonly progress: ComputedRef<number | null>
  /** The number of the user's failed jobs since the menu was last open. */
  readonly unseen: ComputedRef<number>
}

/** The state of the button: the user's active and failed jobs, independent of the menu's filter. */
export function usePulse(): Pulse {
  const session = useSession()
  const ownerId = computed(() => session.value.user.id)
  const counts = useJobCounts(() => ({ ...everyJob, ownerId: ownerId.value }))
  const seenAt = useSeenAt()
  const failures = useJobCounts(() => ({
    ...menuFilter('failed', ownerId.value),
    finished: seenAt.value,
  }))
  const newest = useInfiniteQuery(
    computed(() => jobListingOptions({ ...everyJob, statuses: ['running'], ownerId: ownerId.value }, 100)),
  )
  const progress = computed(() => {
    const known = jobsOf(newest.data.value?.pages)
      .filter((job) => job.status === 'running')
      .map((job) => progressOfJob(job)?.fraction)
      .filter((fraction) => fraction !== undefined)
    return known.length === 0 ? null : known.reduce((sum, fraction) => sum + fraction, 0) / known.length
  })
  return {
    running: computed(() => counts.value?.running ?? 0),
    queued: computed(() => counts.value?.queued ?? 0),
    progress,
    unseen: computed(() => failures.value?.failed ?? 0),
  }
}

/** Return the number of jobs in each segment of the menu. */
export function segmentCounts(counts: JobCounts | undefined): Partial<Record<Segment, number>> {
  if (counts === undefined) return {}
  return Object.fromEntries(segments.map((each) => [each, totalOf(counts, statusesOf[each])]))
}

export function jobsOf(pages: readonly { readonly ids: readonly string[] }[] | undefined): Job[] {
  const ids = new Set((pages ?? []).flatMap((page) => page.ids))
  return [...ids].map(jobById).filter((job) => job !== undefined)
}

/** The time up to which failures count as seen: when the menu was last open, or a day ago in a new browser. */
function useSeenAt(): Ref<number> {
  const before = stored('jobs.seen-at')
  const seenAt = ref(typeof before === 'number' ? before : Date.now() - day)
  watch(isMenuOpen, () => {
    // The server's clock may be slightly ahead.
    seenAt.value = Date.now() + 2000
    store('jobs.seen-at', seenAt.value)
  })
  return seenAt
}
