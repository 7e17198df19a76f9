/** Recent runs of actions in this browser, kept so that users can see their results and run them again. */
import { shallowRef, type Ref } from 'vue'
import type { Json } from '@/lib/api'
import { isFields, type Fields } from '@/lib/fields'
import { store, stored } from '@/lib/preferences'
import type { Selected } from './subject'

export interface Run {
  readonly key: string
  readonly label: string
  /** A description of the selection. */
  readonly about: string
  readonly at: number
  readonly outcome: 'done' | 'failed'
  readonly text: string
  /** The item as the program offered it. */
  readonly item: Fields
  readonly selection: readonly Selected[]
  /** The values entered into forms; null without a form, or when a form had a password field. */
  readonly values: Readonly<Record<string, Json>> | null
  readonly jobIds: readonly string[]
}

const most = 12
let owner = ''
const runs = shallowRef<readonly Run[]>([])

/** Users may share a browser, so each user has a separate list. */
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

/** Jobs shown on a card, which need no separate message when they end. */
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
