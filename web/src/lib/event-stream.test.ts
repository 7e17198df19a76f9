import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { EventStream } from './event-stream'

class FakeSource extends EventTarget {
  static opened: FakeSource[] = []
  constructor(readonly url: string) {
    super()
    FakeSource.opened.push(this)
  }
  close(): void {
    this.dispatchEvent(new Event('closed'))
  }
  receive(name: string, data: unknown, lastEventId = ''): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }))
  }
}

beforeEach(() => {
  FakeSource.opened = []
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', FakeSource)
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('{}')))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function streaming(cursor: number) {
  const listener = {
    onEvents: vi.fn(),
    onNotice: vi.fn(),
    onGap: vi.fn(),
    onState: vi.fn(),
    onSignedOut: vi.fn(),
  }
  new EventStream(cursor, listener).start()
  const [source] = FakeSource.opened
  if (source === undefined) throw new Error('nothing was opened')
  return { source, listener }
}

it('asks for notices, and hands on their subjects', () => {
  const { source, listener } = streaming(7)
  expect(source.url).toBe('/events?after=7&notices=true')
  source.receive('changed', { subjects: ['consumers', 'deliveries'] }, '9')
  expect(listener.onNotice).toHaveBeenCalledExactlyOnceWith(['consumers', 'deliveries'])
  expect(listener.onEvents).not.toHaveBeenCalled()
})

it.each([null, [], {}, { subjects: 'all' }])('takes %j for a notice of nothing', (data) => {
  const { source, listener } = streaming(7)
  source.receive('changed', data)
  expect(listener.onNotice).toHaveBeenCalledExactlyOnceWith([])
})

it('goes on after the last event, whatever notices came behind it', async () => {
  const { source } = streaming(7)
  source.receive('ftrack.update', {}, '9')
  source.receive('changed', { subjects: ['consumers'] }, '9')
  source.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(FakeSource.opened.at(-1)?.url).toBe('/events?after=9&notices=true')
})

it('passes on busy streams in batches, complete and in order', async () => {
  const { source, listener } = streaming(0)
  for (let id = 1; id <= 50; id += 1) source.receive('ftrack.update', { id }, String(id))
  await vi.advanceTimersByTimeAsync(200)
  expect(listener.onEvents.mock.calls.length).toBeLessThanOrEqual(2)
  const received = listener.onEvents.mock.calls.flatMap(([events]) => events as { id: number }[])
  expect(received.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_each, index) => index + 1))
})
