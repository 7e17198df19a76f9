/** Programs that the server knows by name: how far each has come, and how it does. */
import { isFields, type Fields } from '@/lib/api'
import { minute, parseTime, roughly } from '@/lib/durations'
import { figure } from '@/lib/sizes'
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/state-word.vue'

export interface Failure {
  readonly sequence: number
  readonly count: number
  readonly message: string
  readonly at: number | null
}

export interface Consumer {
  readonly name: string
  readonly user: string
  readonly sequence: number
  readonly lag: number
  readonly isTooOld: boolean
  readonly seenAt: number | null
  readonly failure: Failure | null
}

/** What the server keeps, from `first` to `last`, and who reads it. */
export interface Readers {
  readonly first: number
  readonly last: number
  readonly consumers: readonly Consumer[]
}

/** What needs attention first stands first. */
const states = ['failing', 'tooOld', 'silent', 'behind', 'underWay', 'upToDate'] as const
export type ConsumerState = (typeof states)[number]

/** Whoever was heard of so lately and has so little left to do keeps up: listeners tell their place once in a while. */
const fresh = minute
const little = 100
const silentAfter = 10 * minute

export function stateOf(consumer: Consumer, now: number): ConsumerState {
  const age = consumer.seenAt === null ? Infinity : now - consumer.seenAt
  if (consumer.failure !== null) return 'failing'
  if (consumer.isTooOld) return 'tooOld'
  if (consumer.lag <= 0) return 'upToDate'
  if (age >= silentAfter) return 'silent'
  return age < fresh && consumer.lag <= little ? 'underWay' : 'behind'
}

const looks: Readonly<Record<ConsumerState, { readonly icon: IconName; readonly tone: Tone }>> = {
  failing: { icon: 'failed', tone: 'failed' },
  tooOld: { icon: 'warning', tone: 'failed' },
  silent: { icon: 'queued', tone: 'warning' },
  behind: { icon: 'running', tone: 'warning' },
  underWay: { icon: 'running', tone: 'running' },
  upToDate: { icon: 'done', tone: 'done' },
}

export interface StateLook {
  readonly icon: IconName
  readonly tone: Tone
  readonly words: string
}

export function lookOf(consumer: Consumer, now: number): StateLook {
  const state = stateOf(consumer, now)
  return { ...looks[state], words: wordsOf(consumer, state, now) }
}

function wordsOf(consumer: Consumer, state: ConsumerState, now: number): string {
  switch (state) {
    case 'failing':
      return `Fails at ${figure(consumer.failure?.sequence ?? 0)} (${times(consumer.failure?.count ?? 1)})`
    case 'tooOld':
      return 'Too far behind'
    case 'silent':
      return consumer.seenAt === null ? 'Silent' : `Silent for ${roughly(now - consumer.seenAt)}`
    case 'behind':
      return `Behind by ${figure(consumer.lag)}`
    case 'underWay':
      return 'Under way'
    case 'upToDate':
      return 'Up to date'
  }
}

function times(amount: number): string {
  return amount === 1 ? 'once' : amount === 2 ? 'twice' : `${figure(amount)} times`
}

export function byAttention(consumers: readonly Consumer[], now: number): Consumer[] {
  const rank = (consumer: Consumer): number => states.indexOf(stateOf(consumer, now))
  return [...consumers].sort(
    (a, b) =>
      rank(a) - rank(b) || b.lag - a.lag || a.name.localeCompare(b.name) || a.user.localeCompare(b.user),
  )
}

const verbs: readonly (readonly [ConsumerState, string, string])[] = [
  ['failing', 'fails', 'fail'],
  ['tooOld', 'is too far behind', 'are too far behind'],
  ['silent', 'is silent', 'are silent'],
  ['behind', 'is behind', 'are behind'],
]

/** How all of them do, in a sentence and with the look of the worst. */
export function summaryOf(consumers: readonly Consumer[], now: number): StateLook {
  const counted = verbs
    .map(([state, one, many]) => ({
      state,
      one,
      many,
      amount: consumers.filter((consumer) => stateOf(consumer, now) === state).length,
    }))
    .filter(({ amount }) => amount > 0)
  const [worst] = counted
  if (consumers.length === 0) return { icon: 'pulse', tone: 'queued', words: 'No consumers yet' }
  if (worst === undefined) return { ...looks.upToDate, words: allWell(consumers.length) }
  const parts = counted.map(
    ({ one, many, amount }, index) =>
      `${figure(amount)}${index === 0 ? (amount === 1 ? ' consumer' : ' consumers') : ''} ${amount === 1 ? one : many}`,
  )
  return { ...looks[worst.state], words: parts.join(', ') }
}

function allWell(amount: number): string {
  if (amount === 1) return 'The only consumer is up to date'
  return amount === 2 ? 'Both consumers are up to date' : `All ${figure(amount)} consumers are up to date`
}

export function streamWords({ first, last }: Pick<Readers, 'first' | 'last'>): string {
  return last < 1 || last < first
    ? 'No event has happened yet'
    : `Events ${figure(first)} to ${figure(last)} are kept`
}

export function readReaders(value: unknown): Readers {
  const told = isFields(value) ? value : {}
  const rows = Array.isArray(told.consumers) ? told.consumers.filter(isFields) : []
  return { first: number(told.first), last: number(told.last), consumers: rows.map(readConsumer) }
}

function readConsumer(told: Fields): Consumer {
  const failure = isFields(told.failure) ? told.failure : null
  return {
    name: String(told.consumer),
    user: String(told.user),
    sequence: number(told.sequence),
    lag: number(told.lag),
    isTooOld: told.is_too_old === true,
    seenAt: parseTime(told.seen_at),
    failure: failure && {
      sequence: number(failure.sequence),
      count: number(failure.count),
      message: String(failure.message ?? ''),
      at: parseTime(failure.at),
    },
  }
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
