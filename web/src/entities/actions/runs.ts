/**
 * What was run from this browser lately: kept, so that it can be run again, and what came of it does not go
 * with its card.
 */
import { shallowRef, type Ref } from 'vue'
import type { Json } from '@/lib/api'
import { isFields, type Fields } from '@/lib/fields'
import { store, stored } from '@/lib/preferences'
import type { Selected } from './subject'

export interface Run {
  readonly key: string
  readonly label: string
  /** What it was about, in words. */
  readonly about: string
  readonly at: number
  readonly outcome: 'done' | 'failed'
  readonly text: string
  /** As the program offered it. */
  readonly item: Fields
  readonly selection: readonly Selected[]
  /** What the forms were filled with; null when there was none, or when they asked for a password. */
  readonly values: Readonly<Record<string, Json>> | null
  readonly jobIds: readonly string[]
}

const most = 12
let owner = ''
const runs = shallowRef<readonly Run[]>([])

/** Browsers are shared: each person has a list of their own. */
export function runsOf(userId: string): Readonly<Ref<readonly Run[]>> {
  if (userId !== owner) {
    owner = userId
    const before = stored(`actions.runs.${userId}`)
    runs.value = Array.isArray(before) ? before.filter(isRun) : []
  }
  return runs
}

export function keepRun(run: Run): void {
  runs.value = [run, ...runs.value.filter((other) => other.key !== run.key)].slice(0, most)
  store(`actions.runs.${owner}`, runs.value)
}

/** Jobs whose progress a card shows: their end needs no message of its own. */
export const followedJobs = new Set<string>()

function isRun(value: unknown): value is Run {
  return (
    isFields(value) &&
    isFields(value.item) &&
    typeof value.key === 'string' &&
    typeof value.label === 'string' &&
    typeof value.at === 'number' &&
    Array.isArray(value.selection) &&
    Array.isArray(value.jobIds)
  )
}
