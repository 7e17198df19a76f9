import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { runsOf } from '@/entities/actions/runs'
import { nothing } from '@/entities/actions/subject'
import type { Job } from '@/entities/job/job'
import type { HubEvent } from '@/lib/hub-packets'
import { adoptJob, again, cards, dismissCard, keepWaiting, launch, type Card } from './cards'
import { forms } from './windows'

interface Sent {
  readonly topic: string
  readonly data: Record<string, unknown>
  readonly onReply: (event: HubEvent) => void
}

const line = vi.hoisted(() => ({ sent: [] as Sent[], problem: '' }))
vi.mock('./line', () => ({
  publish: (topic: string, data: Record<string, unknown>, onReply: Sent['onReply']) => {
    line.sent.push({ topic, data, onReply })
    return line.problem === '' ? Promise.resolve() : Promise.reject(new Error(line.problem))
  },
}))

let owner = ''
const jane = { id: '1', username: 'jane', host: 'ws-12' }
const event = (topic: string, data: unknown): HubEvent => ({
  id: 'x',
  topic,
  data,
  source: {},
  inReplyToEvent: 'q',
})
const report = (topic: 'delivered' | 'lost', ...listeners: object[]): void =>
  line.sent.at(-1)?.onReply(event(`callboard.hub.${topic}`, { listeners }))
const reply = (data: unknown): void => line.sent.at(-1)?.onReply(event('ftrack.meta.reply', data))
const card = (): Card => cards.at(-1) as Card
const later = (time: number): Promise<unknown> => vi.advanceTimersByTimeAsync(time)

async function launched(): Promise<void> {
  launch({ actionIdentifier: 'go', variant: 'v' }, nothing, { label: 'Go', icon: '' })
  await later(0)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (perform: () => void) => perform())
  cards.splice(0)
  forms.splice(0)
  line.sent.splice(0)
  line.problem = ''
  owner = `user ${Math.random()}`
  runsOf(owner)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('sends the item back and shows the result', async () => {
  await launched()
  expect(line.sent[0]).toMatchObject({
    topic: 'ftrack.action.launch',
    data: { actionIdentifier: 'go', variant: 'v', selection: [] },
  })
  expect(line.sent[0]?.data).not.toHaveProperty('values')
  report('delivered', jane)
  expect(card().state).toBe('waiting')
  reply({ success: true, message: 'One' })
  reply({ success: false, message: 'Two' })
  expect(card()).toMatchObject({ state: 'failed', text: 'One\nTwo' })
})

it('reports that no program runs the action, and accepts a late reply', async () => {
  await launched()
  await later(3000)
  expect(card()).toMatchObject({ state: 'unavailable', text: 'No connected program runs this action.' })
  report('delivered', jane)
  expect(card().state).toBe('waiting')
  await later(60_000)
  reply(true)
  expect(card()).toMatchObject({ state: 'done', text: 'Done.' })
})

it('reports a lost program unless it has replied', async () => {
  await launched()
  report('delivered', jane, { ...jane, id: '2', host: 'ws-13' })
  report('lost', jane)
  expect(card().state).toBe('waiting')
  report('lost', { ...jane, id: '2' })
  expect(card()).toMatchObject({
    state: 'lost',
    text: 'The connection to ws-12 (jane) and ws-13 (jane) was lost.',
  })
  await launched()
  report('delivered', jane)
  reply(true)
  report('lost', jane)
  expect(card().state).toBe('done')
})

it('turns quiet without a reply, repeatedly', async () => {
  await launched()
  report('delivered', jane)
  await later(30_000)
  expect(card().state).toBe('quiet')
  keepWaiting(card())
  expect(card().state).toBe('waiting')
  await later(30_000)
  expect(card().state).toBe('quiet')
  report('lost', jane)
  expect(card().state).toBe('lost')
})

it('drops the oldest finished card when there are too many', async () => {
  await launched()
  const [first] = cards
  await launched()
  reply(true)
  for (let more = 0; more < 5; more += 1) await launched()
  expect(cards).toHaveLength(6)
  expect(cards[0]).toBe(first)
  expect(cards.every((each) => each.state === 'waiting')).toBe(true)
})

it('shows the error of a rejected event', async () => {
  line.problem = 'The connection to the server is down.'
  await launched()
  expect(card()).toMatchObject({ state: 'refused', text: line.problem })
})

it('continues with the entered values and stores no password', async () => {
  await launched()
  reply({ items: [{ type: 'password', name: 'p', value: 'x' }], title: 'Who?' })
  expect(card().state).toBe('form')
  expect(forms[0]).toMatchObject({ title: 'Who?', isUnrequested: false })
  const earlier = line.sent[0]
  forms[0]?.submit({ p: 'x' })
  await later(0)
  expect(line.sent[1]?.data).toMatchObject({ actionIdentifier: 'go', values: { p: 'x' } })
  earlier?.onReply(event('ftrack.meta.reply', { message: 'stale' }))
  expect(card().state).toBe('waiting')
  reply(true)
  expect(runsOf(owner).value).toMatchObject([{ label: 'Go', outcome: 'done', values: null }])
})

it('adopts new jobs of the user', async () => {
  const job = (id: string): Job => ({
    id,
    status: 'running',
    type: null,
    data: null,
    createdAt: null,
    finishedAt: null,
    userId: 'me',
    owner: null,
    files: [],
    projects: [],
  })
  await launched()
  adoptJob(job('a'))
  reply({ success: true, job_id: 'b' })
  await later(4000)
  adoptJob(job('c'))
  adoptJob(job('c'))
  await later(2000)
  adoptJob(job('d'))
  expect(card().jobIds).toEqual(['a', 'b', 'c'])
})

it('runs again with the same values, selection and item', async () => {
  const selection = [{ entityType: 'task', entityId: 't' }]
  again({
    key: 'k',
    label: 'Go',
    about: '1 task',
    at: 0,
    outcome: 'done',
    text: '',
    item: { actionIdentifier: 'go' },
    selection,
    values: { a: 1 },
    jobIds: [],
  })
  await later(0)
  expect(line.sent[0]?.data).toEqual({ actionIdentifier: 'go', selection, values: { a: 1 } })
  dismissCard(card().key)
  expect(cards).toHaveLength(0)
})
