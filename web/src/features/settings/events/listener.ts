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
  const fields = fieldsOf(value)
  return {
    listeners: rowsOf(fields.listeners).map(readListener).sort(byAttention),
    lost: rowsOf(fields.lost)
      .map(readLost)
      .sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
  }
}

function readListener(fields: Fields): Listener {
  return {
    ...cardOf(fields),
    since: parseTime(fields.since),
    subscriptions: numberOf(fields.subscriptions),
    expressions: Array.isArray(fields.expressions) ? fields.expressions.map(String) : [],
    waiting: numberOf(fields.waiting),
    isBehind: fields.is_behind === true,
    process: textOf(fields.process),
  }
}

function readLost(fields: Fields): Lost {
  return { ...cardOf(fields), at: parseTime(fields.at), reason: textOf(fields.reason) }
}

function cardOf(fields: Fields): Pick<Listener, 'id' | 'username' | 'host' | 'application'> {
  return {
    id: textOf(fields.id),
    username: textOf(fields.username),
    host: textOf(fields.host),
    application: textOf(fields.application),
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

/** Return whether each word of *terms* occurs in *texts*. */
export function matches(texts: readonly string[], terms: string): boolean {
  const all = texts.join('\n').toLowerCase()
  return terms
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

export function textsOf(listener: Listener): readonly string[] {
  return [listener.username, listener.host, listener.application, ...listener.expressions]
}
