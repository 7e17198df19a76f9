/**
 * When a running job last showed that it lives.
 *
 * This browser remembers when it saw each job change, also across reloads. Of a job that it sees for the first time the
 * server tells when it was last heard of.
 */
import { minute } from '@/lib/durations'
import { isFields } from '@/lib/fields'
import { store, stored } from '@/lib/preferences'
import { isActive, type Job } from './job'

interface Sign {
  readonly state: string
  readonly at: number
}

export const silentAfter = 10 * minute
const remembered = 200
const signs = new Map<string, Sign>(readSigns())
let saving: ReturnType<typeof setTimeout> | null = null

/** Whether *job* is running and this browser has never seen it. */
export function isUnheard(job: Job): boolean {
  return job.status === 'running' && !signs.has(job.id)
}

/** Take in from the server when jobs *ids* were last heard of. */
export function learnSigns(ids: readonly string[], told: unknown): void {
  if (!isFields(told)) return
  for (const id of ids) {
    const [sign, text] = [signs.get(id), told[id]]
    if (sign !== undefined && typeof text === 'string') signs.set(id, { ...sign, at: Date.parse(`${text}Z`) })
  }
}

export function noteSign(job: Job, now: number = Date.now()): void {
  const state = stateOf(job)
  if (signs.get(job.id)?.state === state) return
  signs.delete(job.id)
  signs.set(job.id, { state, at: now })
  saving ??= setTimeout(saveSigns, 2000)
}

/** How long a running *job* has been silent, when that is longer than `silentAfter`; else null. */
export function silenceOf(job: Job, now: number): number | null {
  const sign = signs.get(job.id)
  if (!isActive(job) || job.status === 'queued' || sign === undefined) return null
  const silence = now - sign.at
  return silence >= silentAfter ? silence : null
}

function stateOf(job: Job): string {
  let hash = 5381
  for (const letter of `${job.status} ${job.files.length} ${job.data ?? ''}`)
    hash = ((hash * 33) ^ (letter.codePointAt(0) ?? 0)) >>> 0
  return hash.toString(36)
}

function readSigns(): [string, Sign][] {
  const value = stored('signs')
  if (!isFields(value)) return []
  return Object.entries(value).flatMap(([id, sign]) =>
    isFields(sign) && typeof sign.state === 'string' && typeof sign.at === 'number'
      ? [[id, { state: sign.state, at: sign.at }]]
      : [],
  )
}

function saveSigns(): void {
  saving = null
  store('signs', Object.fromEntries([...signs].slice(-remembered)))
}
