import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HubConnection, type HubState, type Line } from './hub'

class FakeSocket extends EventTarget {
  readonly sent: string[] = []
  isClosed = false
  send(frame: string): void {
    this.sent.push(frame)
  }
  close(): void {
    this.isClosed = true
  }
  receive(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  subscribed(): void {
    this.dispatchEvent(new Event('open'))
    this.receive('6:::1+[{"success":true}]')
  }
}

function world() {
  const sockets: FakeSocket[] = []
  const received: {
    states: HubState[]
    acknowledged: [string, string | null][]
    events: string[]
    signedOut: boolean
  } = { states: [], acknowledged: [], events: [], signedOut: false }
  const answer = {
    status: 200,
    text: 'ticket:60:60:websocket',
    date: new Date(Date.now() + 60_000).toUTCString(),
  }
  const tokens: string[] = []
  const requested: Date[] = []
  const missed = { events: [] as unknown[] }
  const line: Line = {
    shake: (csrf) => {
      tokens.push(csrf)
      return Promise.resolve({ ...answer })
    },
    socket: () => {
      sockets.push(new FakeSocket())
      return sockets.at(-1) as unknown as WebSocket
    },
    missed: (since) => {
      requested.push(since)
      return Promise.resolve(
        JSON.stringify({ cursor: 1, events: missed.events.map((event) => ({ sequence: 1, event })) }),
      )
    },
  }
  const connection = new HubConnection(
    { id: 'u1', username: 'jane' },
    'csrf',
    {
      onEvent: (event) => received.events.push(event.topic),
      onAcknowledged: (id, problem) => received.acknowledged.push([id, problem]),
      onState: (state) => received.states.push(state),
      onSignedOut: () => (received.signedOut = true),
    },
    line,
  )
  return {
    connection,
    sockets,
    received,
    answer,
    tokens,
    requested,
    missed,
    last: () => sockets.at(-1) as FakeSocket,
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('opens after the subscription is confirmed, and answers heartbeats', async () => {
  const { connection, last, received } = world()
  await connection.start()
  last().dispatchEvent(new Event('open'))
  expect(received.states).toEqual([])
  const subscribe = JSON.parse(last().sent[0]?.slice('5:1+::'.length) ?? '') as {
    args: [{ topic: string; data: { subscriber: unknown } }]
  }
  expect(subscribe.args[0].topic).toBe('ftrack.meta.subscribe')
  expect(subscribe.args[0].data.subscriber).toMatchObject({
    applicationId: 'ftrack.client.web',
    user: { id: 'u1', username: 'jane' },
  })
  last().receive('6:::1+[{"success":true}]')
  expect(received.states).toEqual(['open'])
  last().receive('2::')
  expect(last().sent.at(-1)).toBe('2::')
  last().receive('5:::{"name":"ftrack.event","args":[{"topic":"ftrack.meta.reply"}]}')
  last().receive('nonsense')
  expect(received.events).toEqual(['ftrack.meta.reply'])
})

it('publishes as the user, and reports the acknowledgement', async () => {
  const { connection, last, received } = world()
  connection.publish({ id: 'early', topic: 't', data: {} })
  expect(received.acknowledged).toEqual([['early', 'The connection to the server is down.']])
  await connection.start()
  last().subscribed()
  connection.publish({ id: 'e1', topic: 'ftrack.action.discover', data: { selection: [] } })
  expect(last().sent.at(-1)).toContain('"receipts":true')
  last().receive('6:::2+[{"success":false,"message":"No."}]')
  expect(received.acknowledged.at(-1)).toEqual(['e1', 'No.'])
})

it('reconnects after a server restart, and reports unconfirmed events', async () => {
  const { connection, last, received, sockets, tokens } = world()
  await connection.start()
  last().subscribed()
  connection.publish({ id: 'e1', topic: 't', data: {} })
  connection.useToken('newer')
  last().receive('0::')
  expect(received.acknowledged.at(-1)?.[1]).toContain('was lost')
  expect(received.states).toEqual(['open', 'lost'])
  expect(sockets[0]?.isClosed).toBe(true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(sockets).toHaveLength(2)
  expect(tokens).toEqual(['csrf', 'newer'])
  last().dispatchEvent(new Event('open'))
  last().receive('6:::3+[{"success":true}]')
  expect(received.states.at(-1)).toBe('open')
})

it('fetches missed replies, each once', async () => {
  const { connection, last, received, requested, missed } = world()
  const reply = (id: string): unknown => ({ id, topic: `reply.${id}`, data: null })
  await connection.start()
  last().subscribed()
  expect(requested).toEqual([])
  last().receive(`5:::{"name":"ftrack.event","args":[${JSON.stringify(reply('one'))}]}`)
  last().dispatchEvent(new Event('close'))
  missed.events = [reply('one'), reply('two'), 'nonsense']
  const cutAt = Date.now()
  await vi.advanceTimersByTimeAsync(1000)
  last().dispatchEvent(new Event('open'))
  last().receive('6:::2+[{"success":true}]')
  last().receive(`5:::{"name":"ftrack.event","args":[${JSON.stringify(reply('three'))}]}`)
  await vi.advanceTimersByTimeAsync(0)
  expect(received.events).toEqual(['reply.one', 'reply.three', 'reply.two'])
  const early = cutAt + 60_000 - (requested[0] as Date).getTime()
  expect(early).toBeGreaterThan(2000)
  expect(early).toBeLessThan(5000)
})

it('drops a silent connection', async () => {
  const { connection, last, received } = world()
  await connection.start()
  last().subscribed()
  await vi.advanceTimersByTimeAsync(20_000)
  last().receive('2::')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(received.states).toEqual(['open'])
  await vi.advanceTimersByTimeAsync(6_000)
  expect(received.states).toEqual(['open', 'lost'])
})

it('waits longer after each failure, and stops when the session ends', async () => {
  const { connection, answer, tokens, received, sockets } = world()
  answer.status = 502
  await connection.start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(tokens.length).toBeGreaterThan(4)
  expect(tokens.length).toBeLessThan(12)
  answer.status = 401
  await vi.advanceTimersByTimeAsync(30_000)
  const attempts = tokens.length
  await vi.advanceTimersByTimeAsync(60_000)
  expect(tokens).toHaveLength(attempts)
  expect(received.signedOut).toBe(true)
  expect(sockets).toHaveLength(0)
})
