/**
 * How an event that programs are to answer is doing: whom it reached, who was lost, who answered.
 *
 * Pure steps. Each server process tells whom it handed the event to; a process without anybody tells nothing.
 * Replies do not say which program they are from, so they are only counted.
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

export const silent: Conversation = { reached: [], lost: [], replies: [] }

/** The conversation after *event*, which is in reply to its own. */
export function heard(conversation: Conversation, event: HubEvent): Conversation {
  if (event.topic === 'callboard.hub.delivered')
    return { ...conversation, reached: joined(conversation.reached, programsIn(event.data)) }
  if (event.topic === 'callboard.hub.lost')
    return { ...conversation, lost: joined(conversation.lost, programsIn(event.data)) }
  if (event.topic === 'ftrack.meta.reply')
    return { ...conversation, replies: [...conversation.replies, event] }
  return conversation
}

/** Whether there is anybody who got the event, or has answered it. */
export function hasListener({ reached, replies }: Conversation): boolean {
  return reached.length > 0 || replies.length > 0
}

/** Programs that may still answer; one that answered for several of its handlers counts for as many. */
export function outstanding({ reached, lost, replies }: Conversation): number {
  return Math.max(0, reached.length - lost.length - replies.length)
}

/** Programs that are still there. */
export function present({ reached, lost }: Conversation): Program[] {
  const gone = new Set(lost.map((program) => program.id))
  return reached.filter((program) => !gone.has(program.id))
}

/** "jane on ws-12", "jane on ws-12 and farm", "3 programs". */
export function programWords(programs: readonly Program[]): string {
  const names = [
    ...new Set(programs.map(({ username, host }) => (host === null ? username : `${username} on ${host}`))),
  ]
  if (names.length === 0) return 'the program'
  return names.length > 2 ? count(programs.length, 'program') : names.join(' and ')
}

function joined(known: readonly Program[], more: readonly Program[]): Program[] {
  const ids = new Set(known.map((program) => program.id))
  return [...known, ...more.filter((program) => !ids.has(program.id) && ids.add(program.id))]
}

function programsIn(data: unknown): Program[] {
  const list = rowsOf(fieldsOf(data).listeners)
  return list.map((told) => ({
    id: String(told.id),
    username: text(told, 'username') ?? 'somebody',
    host: text(told, 'host'),
    application: text(told, 'application'),
  }))
}

function text(fields: Fields, name: string): string | null {
  return textOf(fields[name]) || null
}
