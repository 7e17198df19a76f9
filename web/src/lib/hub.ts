/**
 * One connection to the event hub: what running programs offer, and what they answer, comes this way.
 *
 * The browser is known by its cookie and the token that changes carry; the handshake gives a ticket for one
 * socket. After a break we connect again, later and later. Nothing is sent while the line is down: an action
 * that starts minutes after it was asked for would surprise everybody. Answers that came meanwhile are
 * fetched: the server keeps all events.
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
  /** The server's word on the event *id* that was published; *problem* is null when it took it. */
  onTaken(id: string, problem: string | null): void
  onState(state: HubState): void
  /** The server no longer knows who we are; the line has ended. */
  onSignedOut(): void
}

export interface Published {
  readonly id: string
  readonly topic: string
  readonly data: Fields
}

/** What a connection needs from the world, so that tests can give it another. */
export interface Line {
  /** Ask for a ticket; an answer of 401 or 403 means that we are signed out. */
  shake(csrf: string): Promise<Handshake>
  socket(ticket: string): WebSocket
  /** Ask for what the hub sent to us since a time of the server; the text of the answer. */
  missed(since: Date, hubId: string): Promise<string>
}

/** `date` is the server's clock, as a header tells it. */
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
/** The server's heart beats every 8 s. */
const longestSilence = 25_000
/**
 * So much earlier than the last sign of life we ask again: clocks tell whole seconds, and what was on its way
 * is lost too.
 */
const margin = 3000
const mostRemembered = 500
const lineIsDown = 'The connection to the server is down.'
const brokeOff = 'The connection broke before the server confirmed it. It may have been started all the same.'

export class HubConnection {
  private readonly hubId = unique()
  private socket: WebSocket | null = null
  private state: HubState = 'connecting'
  private wait = firstWait
  private stopped = false
  private packets = 0
  private wasOpen = false
  /** How much later the server's clock is, and when, by it, the line last gave a sign of life. */
  private ahead = 0
  private aliveAt = 0
  private readonly heard = new Set<string>()
  private readonly unconfirmed = new Map<number, string>()
  private silence: ReturnType<typeof setTimeout> | undefined
  private again: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly user: HubUser,
    private csrf: string,
    private readonly listener: HubListener,
    private readonly line: Line = browserLine,
  ) {}

  /** Each signing in brings a token of its own. */
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
      (message: MessageEvent<unknown>) => socket === this.socket && this.hear(String(message.data)),
    )
    socket.addEventListener('close', () => socket === this.socket && this.lost())
    this.listenFor(longestSilence)
  }

  stop(): void {
    this.stopped = true
    clearTimeout(this.again)
    this.drop()
  }

  /** Tell the hub *event*; whether it took it is told to the listener. */
  publish({ id, topic, data }: Published): void {
    if (this.state !== 'open') return this.listener.onTaken(id, lineIsDown)
    this.tell({
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

  /** Until the subscription is confirmed, replies would pass us by: only then the line is open. */
  private greet(socket: WebSocket): void {
    if (socket !== this.socket) return
    const subscriber = { id: this.hubId, ...this.who() }
    this.tell({
      id: this.hubId,
      topic: 'ftrack.meta.subscribe',
      data: { subscriber, subscription },
      source: subscriber,
      target: '',
      sent: null,
      inReplyToEvent: null,
    })
  }

  private tell(event: Fields & { readonly id: string }): void {
    this.packets += 1
    this.unconfirmed.set(this.packets, event.id)
    this.socket?.send(eventFrame(this.packets, event))
  }

  private hear(frame: string): void {
    this.listenFor(longestSilence)
    if (this.state === 'open') this.aliveAt = Date.now() + this.ahead
    const packet = readPacket(frame)
    if (packet?.kind === 'heartbeat') this.socket?.send(heartbeat)
    else if (packet?.kind === 'event') this.hand(packet.event)
    else if (packet?.kind === 'acknowledgement') this.confirm(packet.number, packet.problem)
    else if (packet?.kind === 'disconnect' || packet?.kind === 'error') this.lost()
  }

  /** Each event once, whichever way it came. */
  private hand(event: HubEvent): void {
    if (event.id !== '' && this.heard.has(event.id)) return
    this.heard.add(event.id)
    for (const oldest of this.heard) {
      if (this.heard.size <= mostRemembered) break
      this.heard.delete(oldest)
    }
    this.listener.onEvent(event)
  }

  private async catchUp(): Promise<void> {
    const text = await this.line.missed(new Date(this.aliveAt - margin), this.hubId).catch(() => '')
    const told = parsed(text)
    if (this.stopped || !isFields(told) || !Array.isArray(told.events)) return
    for (const each of told.events as unknown[]) {
      const event = isFields(each) ? readEvent(each.event) : null
      if (event !== null) this.hand(event)
    }
  }

  private confirm(number: number, problem: string | null): void {
    const id = this.unconfirmed.get(number)
    if (id === undefined) return
    this.unconfirmed.delete(number)
    if (id !== this.hubId) return this.listener.onTaken(id, problem)
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
    for (const id of waiting) this.listener.onTaken(id, brokeOff)
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
