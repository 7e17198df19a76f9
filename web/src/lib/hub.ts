/**
 * A connection to the event hub, which carries the actions and replies of programs.
 *
 * The cookie and the CSRF token authenticate the handshake, which returns a ticket for one socket. After an
 * interruption it reconnects with growing delays. Nothing is sent while disconnected, so that no action starts
 * minutes after the user requested it. Missed replies are fetched after reconnecting, because the server stores
 * all events.
 */
import { parsed } from '@/lib/api'
import { isFields, type Fields } from '@/lib/fields'
import { eventFrame, heartbeat, readEvent, readPacket, type HubEvent } from '@/lib/hub-packets'
import { unique } from '@/lib/unique'

export type HubState = 'connecting' | 'open' | 'lost'

export interface HubUser {
  readonly id: string
  readonly username: string
}

export interface HubListener {
  onEvent(event: HubEvent): void
  /** The server acknowledged the published event *id*; *problem* is null when it accepted it. */
  onAcknowledged(id: string, problem: string | null): void
  onState(state: HubState): void
  /** The session has ended, and with it the connection. */
  onSignedOut(): void
}

export interface Published {
  readonly id: string
  readonly topic: string
  readonly data: Fields
}

/** The network access of a connection, replaceable in tests. */
export interface Line {
  /** Request a ticket; status 401 or 403 means that the session has ended. */
  shake(csrf: string): Promise<Handshake>
  socket(ticket: string): WebSocket
  /** Request the events sent to *hubId* since a server time; return the response text. */
  missed(since: Date, hubId: string): Promise<string>
}

/** `date` is the server's time, from the response header. */
export interface Handshake {
  readonly status: number
  readonly text: string
  readonly date: string | null
}

const application = 'ftrack.client.web'
const answers = 'topic=ftrack.meta.reply or topic=callboard.hub.*'
const subscription = `${answers} or topic=ftrack.action.trigger-user-interface`
const firstWait = 500
const longestWait = 15_000
/** The server sends a heartbeat every 8 s. */
const longestSilence = 25_000
/**
 * Fetch missed events from this much earlier: server times are whole seconds, and events in transit are lost
 * too.
 */
const margin = 3000
const mostRemembered = 500
const lineIsDown = 'The connection to the server is down.'
const unconfirmedMessage =
  'The connection was lost before the server confirmed the action. It may still have started.'

export class HubConnection {
  private readonly hubId = unique()
  private socket: WebSocket | null = null
  private state: HubState = 'connecting'
  private wait = firstWait
  private stopped = false
  private packets = 0
  private wasOpen = false
  /** The offset of the server's clock, and the server time of the last received frame. */
  private ahead = 0
  private aliveAt = 0
  private readonly seen = new Set<string>()
  private readonly unconfirmed = new Map<number, string>()
  private silence: ReturnType<typeof setTimeout> | undefined
  private again: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly user: HubUser,
    private csrf: string,
    private readonly listener: HubListener,
    private readonly line: Line = browserLine,
  ) {}

  /** Each sign-in issues a new token. */
  useToken(csrf: string): void {
    this.csrf = csrf
  }

  async start(): Promise<void> {
    const answer = await this.line
      .shake(this.csrf)
      .catch((): Handshake => ({ status: 0, text: '', date: null }))
    if (this.stopped) return
    if (answer.status === 401 || answer.status === 403) return this.signedOut()
    const ticket = /^([^:\s<]+):\d*:\d*:.*\bwebsocket\b/.exec(answer.text)?.[1]
    if (answer.status !== 200 || ticket === undefined) return this.lost()
    this.ahead = Date.parse(answer.date ?? '') - Date.now() || 0
    const socket = this.line.socket(ticket)
    this.socket = socket
    socket.addEventListener('open', () => this.greet(socket))
    socket.addEventListener(
      'message',
      (message: MessageEvent<unknown>) => socket === this.socket && this.receive(String(message.data)),
    )
    socket.addEventListener('close', () => socket === this.socket && this.lost())
    this.listenFor(longestSilence)
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.again)
    this.drop()
  }

  /** Publish an event; the listener's `onAcknowledged` reports whether the server accepted it. */
  publish({ id, topic, data }: Published): void {
    if (this.state !== 'open') return this.listener.onAcknowledged(id, lineIsDown)
    this.send({
      id,
      topic,
      data,
      source: { id: this.hubId, ...this.who(), receipts: true },
      target: '',
      sent: null,
      inReplyToEvent: null,
    })
  }

  private who(): Fields {
    return { applicationId: application, user: { id: this.user.id, username: this.user.username } }
  }

  /** Replies would be missed before the subscription is confirmed, so the connection is open only after that. */
  private greet(socket: WebSocket): void {
    if (socket !== this.socket) return
    const subscriber = { id: this.hubId, ...this.who() }
    this.send({
      id: this.hubId,
      topic: 'ftrack.meta.subscribe',
      data: { subscriber, subscription },
      source: subscriber,
      target: '',
      sent: null,
      inReplyToEvent: null,
    })
  }

  private send(event: Fields & { readonly id: string }): void {
    this.packets += 1
    this.unconfirmed.set(this.packets, event.id)
    this.socket?.send(eventFrame(this.packets, event))
  }

  private receive(frame: string): void {
    this.listenFor(longestSilence)
    if (this.state === 'open') this.aliveAt = Date.now() + this.ahead
    const packet = readPacket(frame)
    if (packet?.kind === 'heartbeat') this.socket?.send(heartbeat)
    else if (packet?.kind === 'event') this.hand(packet.event)
    else if (packet?.kind === 'acknowledgement') this.confirm(packet.number, packet.problem)
    else if (packet?.kind === 'disconnect' || packet?.kind === 'error') this.lost()
  }

  /** Deliver each event once, whether received from the socket or fetched. */
  private hand(event: HubEvent): void {
    if (event.id !== '' && this.seen.has(event.id)) return
    this.seen.add(event.id)
    for (const oldest of this.seen) {
      if (this.seen.size <= mostRemembered) break
      this.seen.delete(oldest)
    }
    this.listener.onEvent(event)
  }

  private async catchUp(): Promise<void> {
    const text = await this.line.missed(new Date(this.aliveAt - margin), this.hubId).catch(() => '')
    const response = parsed(text)
    if (this.stopped || !isFields(response) || !Array.isArray(response.events)) return
    for (const each of response.events as unknown[]) {
      const event = isFields(each) ? readEvent(each.event) : null
      if (event !== null) this.hand(event)
    }
  }

  private confirm(number: number, problem: string | null): void {
    const id = this.unconfirmed.get(number)
    if (id === undefined) return
    this.unconfirmed.delete(number)
    if (id !== this.hubId) return this.listener.onAcknowledged(id, problem)
    if (problem !== null) return this.lost()
    this.wait = firstWait
    if (this.wasOpen) void this.catchUp()
    else this.aliveAt = Date.now() + this.ahead
    this.wasOpen = true
    this.become('open')
  }

  private listenFor(time: number): void {
    clearTimeout(this.silence)
    this.silence = setTimeout(() => this.lost(), time)
  }

  private lost(): void {
    if (this.stopped) return
    this.drop()
    this.become('lost')
    this.again = setTimeout(() => void this.start(), this.wait * (1 + Math.random() / 2))
    this.wait = Math.min(longestWait, this.wait * 2)
  }

  private signedOut(): void {
    this.stop()
    this.listener.onSignedOut()
  }

  private drop(): void {
    clearTimeout(this.silence)
    const { socket } = this
    this.socket = null
    socket?.close()
    const waiting = [...this.unconfirmed.values()].filter((id) => id !== this.hubId)
    this.unconfirmed.clear()
    for (const id of waiting) this.listener.onAcknowledged(id, unconfirmedMessage)
  }

  private become(state: HubState): void {
    if (state === this.state) return
    this.state = state
    this.listener.onState(state)
  }
}

const browserLine: Line = {
  async shake(csrf) {
    const response = await fetch('/socket.io/1/', {
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { 'X-Callboard-CSRF': csrf },
    })
    return { status: response.status, text: await response.text(), date: response.headers.get('date') }
  },
  async missed(since, hubId) {
    const query = new URLSearchParams({
      since: since.toISOString(),
      filter: answers,
      subscriber: hubId,
      seconds: '0',
    })
    const response = await fetch(`/events/next?${query.toString()}`, {
      credentials: 'same-origin',
      cache: 'no-store',
    })
    return response.ok ? await response.text() : ''
  },
  socket(ticket) {
    const address = new URL(`/socket.io/1/websocket/${encodeURIComponent(ticket)}`, location.origin)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    return new WebSocket(address)
  },
}
