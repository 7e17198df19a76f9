/** Consumers: programs with a stored position in the event stream, and their state. */
import { minute, parseTime, roughly } from '@/lib/durations'
import { fieldsOf, isFields, numberOf, rowsOf, type Fields } from '@/lib/fields'
import { count, figure } from '@/lib/sizes'
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

/** The events that the server retains, from `first` to `last`, and their consumers. */
export interface Readers {
  readonly first: number
  readonly last: number
  readonly consumers: readonly Consumer[]
}

/** Most urgent first. */
const states = ['failing', 'tooOld', 'inactive', 'behind', 'catchingUp', 'upToDate'] as const
export type ConsumerState = (typeof states)[number]

/**
 * A consumer seen this recently and with this little lag is keeping up: clients report their position only
 * periodically.
 */
const fresh = minute
const little = 100
const silentAfter = 10 * minute

export function stateOf(consumer: Consumer, now: number): ConsumerState {
  const age = consumer.seenAt === null ? Infinity : now - consumer.seenAt
  if (consumer.failure !== null) return 'failing'
  if (consumer.isTooOld) return 'tooOld'
  if (consumer.lag <= 0) return 'upToDate'
  if (age >= silentAfter) return 'inactive'
  return age < fresh && consumer.lag <= little ? 'catchingUp' : 'behind'
}

const looks: Readonly<Record<ConsumerState, { readonly icon: IconName; readonly tone: Tone }>> = {
  failing: { icon: 'failed', tone: 'failed' },
  tooOld: { icon: 'warning', tone: 'failed' },
  inactive: { icon: 'queued', tone: 'warning' },
  behind: { icon: 'running', tone: 'warning' },
  catchingUp: { icon: 'running', tone: 'running' },
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
      return failureWords(consumer.failure)
    case 'tooOld':
      return 'Too far behind'
    case 'inactive':
      return consumer.seenAt === null ? 'Inactive' : `Inactive for ${roughly(now - consumer.seenAt)}`
    case 'behind':
      return `${count(consumer.lag, 'event')} behind`
    case 'catchingUp':
      return 'Catching up'
    case 'upToDate':
      return 'Up to date'
  }
}

function failureWords(failure: Failure | null): string {
  return `Failing at event ${figure(failure?.sequence ?? 0)} (${count(failure?.count ?? 1, 'attempt')})`
}

export function byAttention(consumers: readonly Consumer[], now: number): Consumer[] {
  const rank = (consumer: Consumer): number => states.indexOf(stateOf(consumer, now))
  return [...consumers].sort(
    (a, b) =>
      rank(a) - rank(b) || b.lag - a.lag || a.name.localeCompare(b.name) || a.user.localeCompare(b.user),
  )
}

const verbs: readonly (readonly [ConsumerState, string, string])[] = [
  ['failing', 'is failing', 'are failing'],
  ['tooOld', 'is too far behind', 'are too far behind'],
  ['inactive', 'is inactive', 'are inactive'],
  ['behind', 'is behind', 'are behind'],
]

/** Summarize all consumers in one sentence, with the icon and tone of the worst state. */
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
  if (amount === 1) return '1 consumer, up to date'
  return amount === 2 ? 'Both consumers are up to date' : `All ${figure(amount)} consumers are up to date`
}

export function streamWords({ first, last }: Pick<Readers, 'first' | 'last'>): string {
  return last < 1 || last < first ? 'No events yet' : `Retained events: ${figure(first)} to ${figure(last)}`
}

export function readReaders(value: unknown): Readers {
  const fields = fieldsOf(value)
  const rows = rowsOf(fields.consumers)
  return { first: numberOf(fields.first), last: numberOf(fields.last), consumers: rows.map(readConsumer) }
}

function readConsumer(fields: Fields): Consumer {
  const failure = isFields(fields.failure) ? fields.failure : null
  return {
    name: String(fields.consumer),
    user: String(fields.user),
    sequence: numberOf(fields.sequence),
    lag: numberOf(fields.lag),
    isTooOld: fields.is_too_old === true,
    seenAt: parseTime(fields.seen_at),
    failure: failure && {
      sequence: numberOf(failure.sequence),
      count: numberOf(failure.count),
      message: String(failure.message ?? ''),
      at: parseTime(failure.at),
    },
  }
}
