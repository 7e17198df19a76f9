/**
 * Report the end of the user's jobs: to screen readers, and as a toast when the job was long or another page is
 * open.
 */
import { isMenuOpen } from '@/features/jobs-menu/menu-state'
import { followedJobs } from '@/entities/actions/runs'
import { elapsedOf, fileUrl, isActive, titleOf, type Job } from '@/entities/job/job'
import { jobById, onTransition } from '@/entities/job/job-table'
import { count } from '@/lib/sizes'
import { announce } from '@/ui/announcer'
import { toast, type ToastButton } from '@/ui/toasts'
import { router } from './current-router'
import { notifyAway } from './notifications'

const longJob = 10_000
/** Scripts often attach files just after they finish a job: wait, so that the message can name them. */
const settling = 400

export function reportFinishedJobs(userId: string): () => void {
  return onTransition((before, after) => {
    if (
      after.userId !== userId ||
      !isActive(before) ||
      (after.status !== 'done' && after.status !== 'failed')
    )
      return
    setTimeout(() => report(jobById(after.id) ?? after), settling)
  })
}

function report(job: Job): void {
  const files = job.files.length === 0 ? '' : `, ${count(job.files.length, 'file')}`
  const text = job.status === 'done' ? `${titleOf(job)} finished${files}` : `${titleOf(job)} failed`
  const wasLong = (elapsedOf(job, Date.now()) ?? 0) > longJob
  const elsewhere =
    document.visibilityState === 'hidden' ||
    !(isMenuOpen.value || window.location.pathname.startsWith('/jobs'))
  notifyAway(text, () => void router()?.push(`/jobs/${job.id}`))
  if ((wasLong || elsewhere) && !followedJobs.has(job.id))
    toast(job.status === 'done' ? 'done' : 'failed', text, buttonFor(job))
  else announce(text)
}

function buttonFor(job: Job): ToastButton {
  const [file] = job.files
  if (job.status === 'done' && file !== undefined && job.files.length === 1)
    return { label: 'Download', href: fileUrl(file, 'download') }
  return { label: 'Show job', perform: () => void router()?.push(`/jobs/${job.id}`) }
}
