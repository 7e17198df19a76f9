/**
 * The state of a published event: the programs it reached, those that disconnected, and the replies.
 *
 * Pure functions. Each server process that delivers the event reports the recipients. Replies do not identify
 * their program, so they are only counted.
 */
import { fieldsOf, rowsOf, textOf, type Fields } from '@/lib/fields'
import type { HubEvent } from '@/lib/hub-packets'
import { count } from '@/lib/sizes'

export interface Program {
  readonly id: string
  readonly username: string
  readonly host: string | null
  readonly application: string | null
}

export interface Conversation {
  readonly reached: readonly Program[]
  readonly lost: readonly Program[]
  readonly replies: readonly HubEvent[]
}

export const emptyConversation: Conversation = { reached: [], lost: [], replies: [] }

/** Return the conversation after *event*, which is a reply to its own. */
export function withEvent(conversation: Conversation, event: HubEvent): Conversation {
  if (event.topic === 'callboard.hub.delivered')
    return { ...conversation, reached: joined(conversation.reached, programsIn(event.data)) }
  if (event.topic === 'callboard.hub.lost')
    return { ...conversation, lost: joined(conversation.lost, programsIn(event.data)) }
  if (event.topic === 'ftrack.meta.reply')
    return { ...conversation, replies: [...conversation.replies, event] }
  return conversation
}

/** Return whether any program has received or answered the event. */
export function hasListener({ reached, replies }: Conversation): boolean {
  return reached.length > 0 || replies.length > 0
}

/** Return the number of programs that may still reply; each reply counts, even several from one program. */
export function outstanding({ reached, lost, replies }: Conversation): number {
  return Math.max(0, reached.length - lost.length - replies.length)
}

/** Return the programs that are still connected. */
export function present({ reached, lost }: Conversation): Program[] {
  const disconnected = new Set(lost.map((program) => program.id))
  return reached.filter((program) => !disconnected.has(program.id))
}

/** Name *programs*: "ws-12 (jane)", "ws-12 (jane) and farm", "3 programs". */
export function programWords(programs: readonly Program[]): string {
  const names = namesOf(programs)
  if (names.length === 0) return 'the program'
  return names.length > 2 ? count(programs.length, 'program') : names.join(' and ')
}

/** Describe where an action runs: "Running on ws-12 (jane)…". */
export function runningWords(programs: readonly Program[]): string {
  return `Running ${namesOf(programs).length > 2 ? 'in' : 'on'} ${programWords(programs)}…`
}

function namesOf(programs: readonly Program[]): string[] {
  return [
    ...new Set(programs.map(({ username, host }) => (host === null ? username : `${host} (${username})`))),
  ]
}

function joined(known: readonly Program[], more: readonly Program[]): Program[] {
  const ids = new Set(known.map((program) => program.id))
  return [...known, ...more.filter((program) => !ids.has(program.id) && ids.add(program.id))]
}

function programsIn(data: unknown): Program[] {
  const list = rowsOf(fieldsOf(data).listeners)
  return list.map((program) => ({
    id: String(program.id),
    username: text(program, 'username') ?? 'unknown user',
    host: text(program, 'host'),
    application: text(program, 'application'),
  }))
}

function text(fields: Fields, name: string): string | null {
  return textOf(fields[name]) || null
}
