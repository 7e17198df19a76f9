/** Jobs for the command palette: those that contain the typed text. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import { titleOf } from '@/entities/job/job'
import { everyJob } from '@/entities/job/job-filter'
import { jobListingOptions } from '@/entities/job/job-queries'
import { jobById } from '@/entities/job/job-table'
import type { Command } from '@/lib/commands'

const pause = 180
const found = 8

export function useFoundJobs(text: Readonly<Ref<string>>): ComputedRef<Command[]> {
  const router = useRouter()
  const searched = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, (typed) => {
    clearTimeout(timer)
    timer = setTimeout(() => (searched.value = typed.trim()), pause)
  })
  const { data } = useInfiniteQuery(
    computed(() => ({
      ...jobListingOptions({ ...everyJob, text: searched.value }, found),
      placeholderData: keepPreviousData,
    })),
  )
  return computed(() =>
    (data.value?.pages[0]?.ids ?? [])
      .map(jobById)
      .filter((job) => job !== undefined)
      .map((job) => ({
        name: `job.${job.id}`,
        label: titleOf(job),
        icon: job.status,
        group: 'Job',
        perform: () => void router.push(`/jobs/${job.id}`),
      })),
  )
}
