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
  hear(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  subscribed(): void {
    this.dispatchEvent(new Event('open'))
    this.hear('6:::1+[{"success":true}]')
  }
}

function world() {
  const sockets: FakeSocket[] = []
  const told: { states: HubState[]; taken: [string, string | null][]; events: string[]; signedOut: boolean } =
    { states: [], taken: [], events: [], signedOut: false }
  const answer = {
    status: 200,
    text: 'ticket:60:60:websocket',
    date: new Date(Date.now() + 60_000).toUTCString(),
  }
  const tokens: string[] = []
  const asked: Date[] = []
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
      asked.push(since)
      return Promise.resolve(
        JSON.stringify({ cursor: 1, events: missed.events.map((event) => ({ sequence: 1, event })) }),
      )
    },
  }
  const connection = new HubConnection(
    { id: 'u1', username: 'jane' },
    'csrf',
    {
      onEvent: (event) => told.events.push(event.topic),
      onTaken: (id, problem) => told.taken.push([id, problem]),
      onState: (state) => told.states.push(state),
      onSignedOut: () => (told.signedOut = true),
    },
    line,
  )
  return {
    connection,
    sockets,
    told,
    answer,
    tokens,
    asked,
    missed,
    last: () => sockets.at(-1) as FakeSocket,
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('is open once the subscription is confirmed, and answers heartbeats', async () => {
  const { connection, last, told } = world()
  await connection.start()
  last().dispatchEvent(new Event('open'))
  expect(told.states).toEqual([])
  const subscribe = JSON.parse(last().sent[0]?.slice('5:1+::'.length) ?? '') as {
    args: [{ topic: string; data: { subscriber: unknown } }]
  }
  expect(subscribe.args[0].topic).toBe('ftrack.meta.subscribe')
  expect(subscribe.args[0].data.subscriber).toMatchObject({
    applicationId: 'ftrack.client.web',
    user: { id: 'u1', username: 'jane' },
  })
  last().hear('6:::1+[{"success":true}]')
  expect(told.states).toEqual(['open'])
  last().hear('2::')
  expect(last().sent.at(-1)).toBe('2::')
  last().hear('5:::{"name":"ftrack.event","args":[{"topic":"ftrack.meta.reply"}]}')
  last().hear('nonsense')
  expect(told.events).toEqual(['ftrack.meta.reply'])
})

it('publishes in the person’s name, and tells what the server said', async () => {
  const { connection, last, told } = world()
  connection.publish({ id: 'early', topic: 't', data: {} })
  expect(told.taken).toEqual([['early', 'The connection to the server is down.']])
  await connection.start()
  last().subscribed()
  connection.publish({ id: 'e1', topic: 'ftrack.action.discover', data: { selection: [] } })
  expect(last().sent.at(-1)).toContain('"receipts":true')
  last().hear('6:::2+[{"success":false,"message":"No."}]')
  expect(told.taken.at(-1)).toEqual(['e1', 'No.'])
})

it('connects again after a restart of the server, and says what was under way', async () => {
  const { connection, last, told, sockets, tokens } = world()
  await connection.start()
  last().subscribed()
  connection.publish({ id: 'e1', topic: 't', data: {} })
  connection.useToken('newer')
  last().hear('0::')
  expect(told.taken.at(-1)?.[1]).toContain('was lost')
  expect(told.states).toEqual(['open', 'lost'])
  expect(sockets[0]?.isClosed).toBe(true)
  await vi.advanceTimersByTimeAsync(1000)
  expect(sockets).toHaveLength(2)
  expect(tokens).toEqual(['csrf', 'newer'])
  last().dispatchEvent(new Event('open'))
  last().hear('6:::3+[{"success":true}]')
  expect(told.states.at(-1)).toBe('open')
})

it('fetches the answers that it missed, each once', async () => {
  const { connection, last, told, asked, missed } = world()
  const reply = (id: string): unknown => ({ id, topic: `reply.${id}`, data: null })
  await connection.start()
  last().subscribed()
  expect(asked).toEqual([])
  last().hear(`5:::{"name":"ftrack.event","args":[${JSON.stringify(reply('one'))}]}`)
  last().dispatchEvent(new Event('close'))
  missed.events = [reply('one'), reply('two'), 'nonsense']
  const cutAt = Date.now()
  await vi.advanceTimersByTimeAsync(1000)
  last().dispatchEvent(new Event('open'))
  last().hear('6:::2+[{"success":true}]')
  last().hear(`5:::{"name":"ftrack.event","args":[${JSON.stringify(reply('three'))}]}`)
  await vi.advanceTimersByTimeAsync(0)
  expect(told.events).toEqual(['reply.one', 'reply.three', 'reply.two'])
  const early = cutAt + 60_000 - (asked[0] as Date).getTime()
  expect(early).toBeGreaterThan(2000)
  expect(early).toBeLessThan(5000)
})

it('gives up a line that is silent', async () => {
  const { connection, last, told } = world()
  await connection.start()
  last().subscribed()
  await vi.advanceTimersByTimeAsync(20_000)
  last().hear('2::')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(told.states).toEqual(['open'])
  await vi.advanceTimersByTimeAsync(6_000)
  expect(told.states).toEqual(['open', 'lost'])
})

it('waits longer each time the server is away, and ends when we are signed out', async () => {
  const { connection, answer, tokens, told, sockets } = world()
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
  expect(told.signedOut).toBe(true)
  expect(sockets).toHaveLength(0)
})
