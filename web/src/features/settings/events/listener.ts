/** Connections to the event hub, in all processes of the server. */
import { isFields, type Fields } from '@/lib/api'
import { parseTime } from '@/lib/durations'

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
  const told = isFields(value) ? value : {}
  const rows = (part: unknown): Fields[] => (Array.isArray(part) ? part.filter(isFields) : [])
  return {
    listeners: rows(told.listeners).map(readListener).sort(byAttention),
    lost: rows(told.lost)
      .map(readLost)
      .sort((a, b) => (b.at ?? 0) - (a.at ?? 0)),
  }
}

function readListener(told: Fields): Listener {
  return {
    ...cardOf(told),
    since: parseTime(told.since),
    subscriptions: typeof told.subscriptions === 'number' ? told.subscriptions : 0,
    expressions: Array.isArray(told.expressions) ? told.expressions.map(String) : [],
    waiting: typeof told.waiting === 'number' ? told.waiting : 0,
    isBehind: told.is_behind === true,
    process: text(told.process),
  }
}

function readLost(told: Fields): Lost {
  return { ...cardOf(told), at: parseTime(told.at), reason: text(told.reason) }
}

function cardOf(told: Fields): Pick<Listener, 'id' | 'username' | 'host' | 'application'> {
  return {
    id: text(told.id),
    username: text(told.username),
    host: text(told.host),
    application: text(told.application),
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

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
