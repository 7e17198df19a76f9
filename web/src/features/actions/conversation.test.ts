import { expect, it } from 'vitest'
import type { HubEvent } from '@/lib/hub-packets'
import {
  hasListener,
  withEvent,
  outstanding,
  present,
  programWords,
  runningWords,
  emptyConversation,
} from './conversation'

const event = (topic: string, data: unknown): HubEvent => ({
  id: 'x',
  topic,
  data,
  source: {},
  inReplyToEvent: 'q',
})
const delivered = (...listeners: object[]): HubEvent => event('callboard.hub.delivered', { listeners })
const jane = { id: '1', username: 'jane', host: 'ws-12', application: null }
const farm = { id: '2', username: 'farm', host: null, application: 'farm' }

it('collects recipients from several processes', () => {
  const now = [
    delivered(jane),
    delivered(farm),
    delivered(jane),
    event('callboard.hub.lost', { listeners: [jane] }),
  ].reduce(withEvent, emptyConversation)
  expect(now.reached).toEqual([jane, farm])
  expect(present(now)).toEqual([farm])
  expect(outstanding(now)).toBe(1)
  expect(hasListener(now)).toBe(true)
})

it('counts replies from unreported programs', () => {
  const now = [event('ftrack.meta.reply', true)].reduce(withEvent, emptyConversation)
  expect(hasListener(now)).toBe(true)
  expect(outstanding(now)).toBe(0)
  expect(hasListener(withEvent(emptyConversation, event('ftrack.update', {})))).toBe(false)
  expect(hasListener(withEvent(emptyConversation, event('callboard.hub.delivered', 'nonsense')))).toBe(false)
})

it('names programs', () => {
  expect(programWords([])).toBe('the program')
  expect(programWords([jane])).toBe('ws-12 (jane)')
  expect(programWords([jane, farm])).toBe('ws-12 (jane) and farm')
  expect(programWords([jane, { ...jane, id: '9' }])).toBe('ws-12 (jane)')
  expect(programWords([jane, farm, { ...farm, username: 'bob' }])).toBe('3 programs')
  expect(runningWords([jane])).toBe('Running on ws-12 (jane)…')
  expect(runningWords([jane, farm, { ...farm, username: 'bob' }])).toBe('Running in 3 programs…')
})
