/**
 * Report the end of the user's jobs: to screen readers, and as a toast when the job was long or another page is
 * open. Jobs that end together make one toast.
 */
import { isMenuOpen } from '@/features/jobs-menu/menu-state'
import { followedJobs } from '@/entities/actions/runs'
import { elapsedOf, fileUrl, isActive, titleOf, type Job } from '@/entities/job/job'
import { jobById, onTransition } from '@/entities/job/job-table'
import { count } from '@/lib/sizes'
import { announce } from '@/ui/announcer'
import { dismiss, isVisible, toast, type ToastButton } from '@/ui/toasts'
import { router } from './current-router'
import { describeEnd, listOfEnded } from './ended-jobs'
import { notifyAway } from './notifications'

const longJob = 10_000
/** Scripts often attach files just after they finish a job: wait, so that the message can name them. */
const settling = 400
/** From this number of visible toasts, they become one. */
const fewestTogether = 3

interface Reported {
  readonly key: number
  readonly jobs: readonly Job[]
}

export function reportFinishedJobs(user: { readonly id: string; readonly username: string }): () => void {
  let ended: string[] = []
  let visible: Reported[] = []

  const report = (): void => {
    const jobs = ended.map(jobById).filter((job) => job !== undefined)
    ended = []
    const shown = jobs.filter(deservesToast)
    const quiet = jobs.filter((job) => !shown.includes(job))
    for (const job of quiet.slice(0, fewestTogether)) {
      announce(textOf(job))
      notifyAway(textOf(job), () => void router()?.push(`/jobs/${job.id}`))
    }
    visible = visible.filter(({ key }) => isVisible(key))
    const together = [...visible.flatMap(({ jobs: before }) => before), ...shown]
    if (shown.length > 0 && together.length >= fewestTogether) {
      for (const { key } of visible) dismiss(key)
      visible = [{ key: toastTogether(together, user.username), jobs: together }]
    } else visible.push(...shown.map((job) => ({ key: toastOne(job), jobs: [job] })))
  }
  return onTransition((before, after) => {
    if (after.userId !== user.id || !isActive(before) || isActive(after)) return
    if (ended.length === 0) setTimeout(report, settling)
    ended.push(after.id)
  })
}

function deservesToast(job: Job): boolean {
  const wasLong = (elapsedOf(job, Date.now()) ?? 0) > longJob
  const elsewhere =
    document.visibilityState === 'hidden' ||
    !(isMenuOpen.value || window.location.pathname.startsWith('/jobs'))
  return (wasLong || elsewhere) && !followedJobs.has(job.id)
}

function toastOne(job: Job): number {
  notifyAway(textOf(job), () => void router()?.push(`/jobs/${job.id}`))
  return toast(job.status === 'done' ? 'done' : 'failed', textOf(job), buttonFor(job))
}

function toastTogether(jobs: readonly Job[], username: string): number {
  const text = describeEnd(jobs)
  const open = (): void => void router()?.push(listOfEnded(jobs, username))
  notifyAway(text, open)
  const isFailure = jobs.every((job) => job.status === 'failed')
  return toast(isFailure ? 'failed' : 'done', text, { label: 'Show jobs', perform: open })
}

function textOf(job: Job): string {
  const files = job.files.length === 0 ? '' : `, ${count(job.files.length, 'file')}`
  return job.status === 'done' ? `${titleOf(job)} finished${files}` : `${titleOf(job)} failed`
}

function buttonFor(job: Job): ToastButton {
  const [file] = job.files
  if (job.status === 'done' && file !== undefined && job.files.length === 1)
    return { label: 'Download', href: fileUrl(file, 'download') }
  return { label: 'Show job', perform: () => void router()?.push(`/jobs/${job.id}`) }
}
