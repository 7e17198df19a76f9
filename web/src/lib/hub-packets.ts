/**
 * The frames of the event hub (socket.io 0.9): `code:id:endpoint:data`.
 *
 * Pure functions from text to values. An invalid frame is read as null rather than raised, so that it cannot end
 * the connection.
 */
import { parsed } from '@/lib/api'
import { fieldsOf, isFields, textOf, textOrNull, type Fields } from '@/lib/fields'

export const heartbeat = '2::'

export interface HubEvent {
  readonly id: string
  readonly topic: string
  readonly data: unknown
  readonly source: Fields
  readonly inReplyToEvent: string | null
}

export type Packet =
  | { readonly kind: 'disconnect' | 'heartbeat' | 'error' | 'other' }
  | { readonly kind: 'event'; readonly event: HubEvent }
  /** The acknowledgement of packet *number*: *problem* is null when the server accepted it. */
  | { readonly kind: 'acknowledgement'; readonly number: number; readonly problem: string | null }

export function readPacket(frame: string): Packet | null {
  const [, code, data = ''] = /^(\d):[^:]*(?::[^:]*(?::([\s\S]*))?)?$/.exec(frame) ?? []
  if (code === undefined) return frame === '0' ? { kind: 'disconnect' } : null
  if (code === '0') return { kind: 'disconnect' }
  if (code === '2') return { kind: 'heartbeat' }
  if (code === '5') return eventIn(data)
  if (code === '6') return acknowledgementIn(data)
  return { kind: code === '7' ? 'error' : 'other' }
}

/** Encode *event* as a frame that the server acknowledges with *number*. */
export function eventFrame(number: number, event: Fields): string {
  return `5:${number}+::${JSON.stringify({ name: 'ftrack.event', args: [event] })}`
}

function eventIn(data: string): Packet | null {
  const decoded = parsed(data)
  const event = isFields(decoded) && Array.isArray(decoded.args) ? readEvent(decoded.args[0]) : null
  return event === null ? null : { kind: 'event', event }
}

/** Read *value* as an event; null when it is not one. */
export function readEvent(value: unknown): HubEvent | null {
  if (!isFields(value) || typeof value.topic !== 'string') return null
  return {
    id: textOf(value.id),
    topic: value.topic,
    data: value.data,
    source: fieldsOf(value.source),
    inReplyToEvent: textOrNull(value.inReplyToEvent),
  }
}

function acknowledgementIn(data: string): Packet | null {
  const [, number, list = '[]'] = /^(\d+)(?:\+([\s\S]*))?$/.exec(data) ?? []
  if (number === undefined) return null
  const decoded = parsed(list)
  const answer = Array.isArray(decoded) && isFields(decoded[0]) ? decoded[0] : {}
  const problem =
    answer.success === false
      ? typeof answer.message === 'string'
        ? answer.message
        : 'The server rejected the event.'
      : null
  return { kind: 'acknowledgement', number: Number(number), problem }
}
