/** Connections to the event hub, in all processes of the server. */
import { parseTime } from '@/lib/durations'
import { fieldsOf, numberOf, rowsOf, textOf, type Fields } from '@/lib/fields'

export interface Listener {
  readonly id: string
  readonly username: string
  readonly host: string
  readonly application: string
  readonly since: number | null
  readonly subscriptions: number
  /** The first subscriptions; the server returns only a few of them. */
  readonly expressions: readonly string[]
  readonly waiting: number
  readonly isBehind: boolean
  readonly process: string
}

export interface Lost {
  readonly id: string
  readonly username: string
  readonly host: string
  readonly application: string
  readonly at: number | null
  readonly reason: string
}

export interface Connections {
  readonly listeners: readonly Listener[]
  readonly lost: readonly Lost[]
}

export function readConnections(value: unknown): Connections {
  const told = fieldsOf(value)
  return {
    listeners: rowsOf(told.listeners).map(readListener).sort(byAttention),
    lost: rowsOf(told.lost)
      .map(readLost)
      .sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
  }
}

function readListener(told: Fields): Listener {
  return {
    ...cardOf(told),
    since: parseTime(told.since),
    subscriptions: numberOf(told.subscriptions),
    expressions: Array.isArray(told.expressions) ? told.expressions.map(String) : [],
    waiting: numberOf(told.waiting),
    isBehind: told.is_behind === true,
    process: textOf(told.process),
  }
}

function readLost(told: Fields): Lost {
  return { ...cardOf(told), at: parseTime(told.at), reason: textOf(told.reason) }
}

function cardOf(told: Fields): Pick<Listener, 'id' | 'username' | 'host' | 'application'> {
  return {
    id: textOf(told.id),
    username: textOf(told.username),
    host: textOf(told.host),
    application: textOf(told.application),
  }
}

/** Connections that are behind come first, the others by name, so that rows keep their order. */
function byAttention(a: Listener, b: Listener): number {
  return (
    Number(b.isBehind) - Number(a.isBehind) ||
    b.waiting - a.waiting ||
    a.username.localeCompare(b.username) ||
    a.host.localeCompare(b.host) ||
    a.id.localeCompare(b.id)
  )
}

/** Return whether each word of *wanted* occurs in *texts*. */
export function matches(texts: readonly string[], wanted: string): boolean {
  const all = texts.join('\n').toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

export function textsOf(listener: Listener): readonly string[] {
  return [listener.username, listener.host, listener.application, ...listener.expressions]
}
