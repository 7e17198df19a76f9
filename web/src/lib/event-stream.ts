/**
 * The server's event stream without gaps: after an interruption it continues from the last received event.
 *
 * It reconnects explicitly, because browsers stop after any response other than 200.
 */
import { ApiError, parsed, send } from '@/lib/api'
import { fieldsOf } from '@/lib/fields'
import { Pacer } from '@/lib/pacer'

export type StreamState = 'connecting' | 'open' | 'lost'

export interface StreamEvent {
  /** The sequence number. */
  readonly id: number
  readonly event: unknown
}

export interface StreamListener {
  onEvents(events: readonly StreamEvent[]): void
  /** Something changed that no event covers. Only administrators get notices. */
  onNotice(subjects: readonly string[]): void
  /** The missed events have expired: all visible data must be reloaded. */
  onGap(): void
  onState(state: StreamState): void
  /** The session has ended, and with it the stream. */
  onSignedOut(): void
}

const firstWait = 400
const longestWait = 10_000
const batchInterval = 100

export class EventStream {
  private source: EventSource | null = null
  private wait = firstWait
  private stopped = false
  /** A busy studio publishes a thousand events a second; pages need not wake up for each of them. */
  private readonly batch = new Pacer<StreamEvent>(batchInterval, (events) => {
    if (!this.stopped) this.listener.onEvents(events)
  })

  constructor(
    private cursor: number,
    private readonly listener: StreamListener,
  ) {}

  start(): void {
    if (this.stopped) return
    const source = new EventSource(`/events?after=${this.cursor}&notices=true`)
    this.source = source
    source.addEventListener('open', () => this.opened())
    source.addEventListener('error', () => this.lost(source))
    source.addEventListener('cursor-too-old', (message) => {
      this.startOver(message)
      this.listener.onGap()
    })
    source.addEventListener('ftrack.update', (message) => {
      this.advance(message)
      this.batch.offer([{ id: Number(message.lastEventId), event: parsed(message.data as string) }])
    })
    source.addEventListener('changed', (message) => {
      const { subjects } = fieldsOf(parsed(message.data as string))
      this.listener.onNotice(Array.isArray(subjects) ? subjects.map(String) : [])
    })
  }

  stop(): void {
    this.stopped = true
    this.source?.close()
  }

  private opened(): void {
    this.wait = firstWait
    this.listener.onState('open')
  }

  private advance(message: MessageEvent): void {
    const id = message.lastEventId === '' ? Number.NaN : Number(message.lastEventId)
    if (Number.isFinite(id)) this.cursor = Math.max(this.cursor, id)
  }

  /** Continue from the server's cursor, which may be lower than ours after a restore of its data. */
  private startOver(message: MessageEvent): void {
    const { cursor } = fieldsOf(parsed(message.data as string))
    if (typeof cursor === 'number') this.cursor = cursor
  }

  private lost(source: EventSource): void {
    if (this.stopped || source !== this.source) return
    source.close()
    this.source = null
    this.listener.onState('lost')
    setTimeout(() => void this.again(), this.wait)
    this.wait = Math.min(longestWait, this.wait * 2)
  }

  /** Request the session first, to distinguish an unreachable server from an ended session. */
  private async again(): Promise<void> {
    try {
      await send('GET', '/web/session')
      this.start()
    } catch (error) {
      if (this.stopped) return
      if (error instanceof ApiError && error.status === 401) return this.listener.onSignedOut()
      setTimeout(() => void this.again(), this.wait)
      this.wait = Math.min(longestWait, this.wait * 2)
    }
  }
}
