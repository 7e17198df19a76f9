/** The actions on a job, for menus, shortcuts and the palette. */
import { useQueryClient } from '@tanstack/vue-query'
import { useRouter } from 'vue-router'
import { openActions, subjectOf, type Subject } from '@/entities/actions/subject'
import { useSession } from '@/entities/session/session'
import type { Command } from '@/lib/commands'
import { ApiError } from '@/lib/api'
import { copyText } from '@/lib/clipboard'
import { count, figure } from '@/lib/sizes'
import { confirmed } from '@/ui/confirm'
import { toast } from '@/ui/toasts'
import { archiveUrl, fileUrl, isActive, titleOf, type Job } from './job'
import { leaveListings, markFailed, reloadJobs, removeJobs } from './job-queries'
import { applyLive } from './job-table'
import { createShareLink, sharedJob, usualValidity, validityText } from './share-links'

/** The most jobs in one archive, as the server allows. */
export const mostInArchive = 200

export interface JobCommands {
  of(job: Job): Command[]
  /** The commands for several selected jobs. */
  ofSelection(jobs: readonly Job[]): Command[]
  markFailed(jobs: readonly Job[]): Promise<void>
  remove(jobs: readonly Job[]): Promise<void>
  mayChange(job: Job): boolean
}

export function useJobCommands(): JobCommands {
  const client = useQueryClient()
  const router = useRouter()
  const session = useSession()

  const mayChange = (job: Job): boolean =>
    session.value.user.isAdministrator || job.userId === session.value.user.id

  async function fail(jobs: readonly Job[]): Promise<void> {
    const running = jobs.filter((job) => isActive(job) && mayChange(job))
    const [first] = running
    if (first === undefined) return
    const isOne = running.length === 1
    const question = {
      title: `Mark ${isOne ? `“${titleOf(first)}”` : count(running.length, 'job')} as failed?`,
      text: isOne
        ? 'This does not stop the program that runs the job. All users see the job as failed.'
        : 'This does not stop the programs that run the jobs. All users see the jobs as failed.',
      confirm: 'Mark as failed',
    }
    if (!(await confirmed(question))) return
    const ids = running.map((job) => job.id)
    await trying('mark the job as failed', () => markFailed(ids))
    await reloadJobs(client, ids)
  }

  async function removeAfterAsking(jobs: readonly Job[]): Promise<void> {
    const own = jobs.filter(mayChange)
    const first = own[0]
    if (first === undefined) return
    const what = own.length === 1 ? `“${titleOf(first)}”` : count(own.length, 'job')
    const files = own.length === 1 ? 'the job and its files' : 'the jobs and their files'
    const question = {
      title: `Remove ${what}?`,
      text: `This removes ${files} for all users and cannot be undone.`,
      confirm: own.length === 1 ? 'Remove job' : 'Remove jobs',
    }
    if (!(await confirmed(question))) return
    const ids = own.map((job) => job.id)
    if (!(await trying('remove the job', () => removeJobs(ids)))) return
    applyLive(ids.map((jobId) => ({ jobId, kind: 'remove', columns: {} })))
    leaveListings(client, ids)
  }

  async function copyLink(job: Job): Promise<void> {
    await trying('create a link', async () => {
      const link = await createShareLink(job.id, usualValidity)
      const manage = { label: 'Manage links', perform: () => void (sharedJob.value = job) }
      const valid = validityText(usualValidity)
      if (await copyText(link))
        toast('plain', `Link copied. Anyone who is signed in can use it to view this job, ${valid}.`, manage)
      else toast('plain', link, manage)
    })
  }

  const of = (job: Job): Command[] => [
    {
      name: 'job.open',
      label: 'Open',
      icon: 'open',
      group: 'look',
      perform: () => void router.push(`/jobs/${job.id}`),
    },
    {
      name: 'job.download',
      label: job.files.length > 1 ? 'Download all' : 'Download',
      icon: 'download',
      group: 'look',
      shortcut: 'd',
      when: () => job.files.length > 0,
      perform: () => downloadFiles(job),
    },
    {
      name: 'job.actions',
      label: 'Actions…',
      icon: 'action',
      group: 'act',
      shortcut: 'a',
      perform: () => openActions(jobSubject([job])),
    },
    {
      name: 'job.link',
      label: 'Copy link',
      icon: 'link',
      group: 'copy',
      when: () => mayChange(job),
      perform: () => copyLink(job),
    },
    {
      name: 'job.links',
      label: 'Manage links…',
      icon: 'link',
      group: 'copy',
      when: () => mayChange(job),
      perform: () => void (sharedJob.value = job),
    },
    {
      name: 'job.id',
      label: 'Copy ID',
      icon: 'copy',
      group: 'copy',
      perform: () => copyText(job.id).then(() => undefined),
    },
    {
      name: 'job.fail',
      label: 'Mark as failed…',
      icon: 'failed',
      group: 'change',
      when: () => isActive(job) && mayChange(job),
      perform: () => fail([job]),
    },
    {
      name: 'job.remove',
      label: 'Remove…',
      icon: 'trash',
      group: 'change',
      danger: true,
      when: () => mayChange(job),
      perform: () => removeAfterAsking([job]),
    },
  ]

  const ofSelection = (jobs: readonly Job[]): Command[] => {
    const failing = jobs.filter((job) => isActive(job) && mayChange(job))
    const removable = jobs.filter(mayChange)
    const withFiles = jobs.filter((job) => job.files.length > 0)
    const some = (part: readonly Job[]): string =>
      part.length > 0 && part.length < jobs.length ? ` (${figure(part.length)})` : ''
    return [
      {
        name: 'jobs.actions',
        label: 'Actions…',
        icon: 'action',
        group: 'act',
        perform: () => openActions(jobSubject(jobs)),
      },
      {
        name: 'jobs.download',
        label: `Download files (.zip)${some(withFiles)}`,
        icon: 'archive',
        group: 'act',
        when: () => withFiles.length > 0 && withFiles.length <= mostInArchive,
        perform: () => download(archiveOf(withFiles)),
      },
      {
        name: 'jobs.fail',
        label: `Mark as failed…${some(failing)}`,
        icon: 'failed',
        group: 'change',
        when: () => failing.length > 0,
        perform: () => fail(failing),
      },
      {
        name: 'jobs.remove',
        label: `Remove…${some(removable)}`,
        icon: 'trash',
        group: 'change',
        danger: true,
        when: () => removable.length > 0,
        perform: () => removeAfterAsking(removable),
      },
    ]
  }

  return { of, ofSelection, markFailed: fail, remove: removeAfterAsking, mayChange }
}

/** Return *jobs* as the subject of actions. */
export function jobSubject(jobs: readonly Job[]): Subject {
  return subjectOf(
    'job',
    jobs.map((job) => ({ id: job.id, title: titleOf(job) })),
    'job',
  )
}

/** Download the only file, or all files as one archive. */
export function downloadFiles(job: Job): void {
  const [file] = job.files
  if (file !== undefined) download(job.files.length === 1 ? fileUrl(file, 'download') : archiveUrl(job))
}

/** Return the address of one archive with the files of *jobs*. */
function archiveOf(jobs: readonly Job[]): string {
  const [first] = jobs
  if (jobs.length === 1 && first !== undefined) return archiveUrl(first)
  return `/archive/jobs?${jobs.map((job) => `id=${encodeURIComponent(job.id)}`).join('&')}`
}

function download(address: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = ''
  link.click()
}

/** Return false and show a toast when *perform* fails. */
async function trying(what: string, perform: () => Promise<void>): Promise<boolean> {
  try {
    await perform()
    return true
  } catch (error) {
    toast('failed', `Could not ${what}. ${error instanceof ApiError ? error.message : ''}`)
    return false
  }
}
