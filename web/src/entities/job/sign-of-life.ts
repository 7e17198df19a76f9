/**
 * The time of the last update of each running job.
 *
 * The browser stores when it saw each job change, across page reloads. For a job that is new to this browser,
 * the server returns the time.
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

/** Return whether *job* is running and new to this browser. */
export function isUntracked(job: Job): boolean {
  return job.status === 'running' && !signs.has(job.id)
}

/** Store the server's times of the last update of the jobs *ids*. */
export function recordSigns(ids: readonly string[], times: unknown): void {
  if (!isFields(times)) return
  for (const id of ids) {
    const [sign, text] = [signs.get(id), times[id]]
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

/** Return the time since the last update of a running *job*, or null when it is below `silentAfter`. */
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
