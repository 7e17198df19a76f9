/**
 * One event stream, shared by all tabs of a user.
 *
 * Over plain HTTP, browsers open at most six connections to a server, so with one stream per tab, the seventh
 * tab would wait forever. A tab joins with its cursor and receives the buffered events after it, or a gap
 * message when the buffer does not reach back that far.
 */
import { EventStream, type StreamEvent, type StreamState } from '@/lib/event-stream'
import type { StreamMessage } from '@/lib/shared-stream'

const kept: StreamEvent[] = []
const keptEvents = 1000
const ports = new Set<MessagePort>()
let stream: EventStream | null = null
let state: StreamState = 'connecting'
/** All events after this one are in the buffer. */
let keptAfter = 0

addEventListener('connect', (connection) => {
  const port = (connection as MessageEvent).ports[0]
  if (port === undefined) return
  port.addEventListener('message', (message: MessageEvent<{ join: number } | 'leave'>) => {
    if (message.data === 'leave') ports.delete(port)
    else join(port, message.data.join)
  })
  port.start()
})

function join(port: MessagePort, cursor: number): void {
  ports.add(port)
  if (stream === null) return begin(cursor)
  post(port, { kind: 'state', state })
  if (cursor < keptAfter) return post(port, { kind: 'gap' })
  const missed = kept.filter(({ id }) => id > cursor)
  if (missed.length > 0) post(port, { kind: 'events', events: missed })
}

function begin(cursor: number): void {
  kept.length = 0
  keptAfter = cursor
  state = 'connecting'
  stream = new EventStream(cursor, {
    onEvents: (events) => {
      keep(events)
      postAll({ kind: 'events', events })
    },
    onNotice: (subjects) => postAll({ kind: 'notice', subjects }),
    onGap: () => {
      kept.length = 0
      postAll({ kind: 'gap' })
    },
    onState: (now) => {
      state = now
      postAll({ kind: 'state', state })
    },
    onSignedOut: () => {
      stream = null
      postAll({ kind: 'signed-out' })
    },
  })
  stream.start()
}

function keep(events: readonly StreamEvent[]): void {
  kept.push(...events)
  const [last] = kept.splice(0, Math.max(0, kept.length - keptEvents)).slice(-1)
  if (last !== undefined) keptAfter = last.id
}

function postAll(message: StreamMessage): void {
  for (const port of ports) post(port, message)
}

function post(port: MessagePort, message: StreamMessage): void {
  port.postMessage(message)
}
