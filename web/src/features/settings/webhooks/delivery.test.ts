import { expect, it } from 'vitest'
import { readAutomation } from './automation'
import {
  answerWords,
  healthOf,
  lookOf,
  readDelivery,
  readHealth,
  readWhole,
  summaryOf,
  changeOf,
} from './delivery'
import { cutAt, problemOf } from './form-problem'
import { ApiError } from '@/lib/api'

const now = Date.UTC(2026, 7, 20, 12)
const fields = {
  id: 'd',
  automation_id: 'a',
  webhook_id: 'w',
  operation: 'create',
  entity_type: 'Task',
  entity_id: ['t'],
  state: 'failed',
  attempts: 2,
  created_at: '2026-08-20T11:00:00',
  next_at: '2026-08-20T12:00:30',
  tried_at: null,
  delivered_at: null,
  status: 503,
  error: 'The answer was 503.',
  milliseconds: 84,
}
const failed = readDelivery(fields)
const automation = readAutomation({
  id: 'a',
  name: 'Farm',
  enabled: true,
  triggers: [{ id: 't', filter: 'x' }],
  actions: [{ id: 'w', webhook_url: 'https://h/' }],
})
const health = (part: object = {}) =>
  readHealth({ id: 'w', automation_id: 'a', waiting: 0, failing_since: null, delivered_at: null, ...part })

it('describes a delivery and its state', () => {
  expect([changeOf(failed), changeOf({ ...failed, operation: 'ping', entityType: null })]).toEqual([
    'create Task',
    'test',
  ])
  expect(lookOf(failed, now).words).toBe('Failed, retrying in 30 s')
  expect(lookOf(failed, now + 60_000).words).toBe('Failed, retrying now')
  expect(lookOf({ ...failed, state: 'given_up', nextAt: null }, now)).toMatchObject({
    words: 'Given up',
    tone: 'failed',
  })
  expect([
    answerWords(failed),
    answerWords({ status: null, milliseconds: 10_020 }),
    answerWords({ status: null, milliseconds: null }),
  ]).toEqual(['503 · 84 ms', '10 s', ''])
})

it('describes the health of an automation', () => {
  const words = (...all: ReturnType<typeof health>[]): string => healthOf(automation, all, now).words
  expect(words()).toBe('No deliveries yet')
  expect(words(health({ delivered_at: '2026-08-20T11:00:00' }))).toBe('Healthy')
  expect(words(health({ waiting: 1200 }))).toBe('Sending, 1,200 pending')
  expect(words(health({ waiting: 3, failing_since: '2026-08-20T10:00:00' }))).toBe('Failing for 2 h')
  expect(words(health({ failing_since: '2026-08-20T11:59:30' }))).toBe('Failing for less than a minute')
  expect(words(health({ automation_id: 'other', failing_since: '2026-08-20T10:00:00' }))).toBe(
    'No deliveries yet',
  )
  expect(healthOf({ ...automation, isEnabled: false }, [], now).words).toBe('Disabled')
  expect(healthOf({ ...automation, isEnabled: false }, [health({ waiting: 2 })], now).words).toBe(
    'Disabled, 2 pending',
  )
  expect(healthOf({ ...automation, webhooks: [] }, [], now).words).toBe('No webhooks')
  expect(healthOf({ ...automation, triggers: [] }, [], now).words).toBe('No filters')
})

it('summarizes all automations', () => {
  const off = { ...automation, isEnabled: false }
  const failing = health({ failing_since: '2026-08-20T10:00:00' })
  expect(
    [
      summaryOf([], [], now),
      summaryOf([off], [], now),
      summaryOf([automation, off], [], now),
      summaryOf([automation, automation], [], now),
      summaryOf([automation, off], [failing], now),
    ].map(({ words }) => words),
  ).toEqual([
    'No webhooks yet',
    'All webhooks are disabled',
    'The enabled webhook is healthy',
    'Both enabled webhooks are healthy',
    '1 webhook is failing',
  ])
})

it('reads a complete delivery', () => {
  const whole = readWhole({
    ...fields,
    webhook_url: null,
    headers: ['X-Token'],
    payload: { id: 'd' },
    tries: [
      {
        number: 1,
        tried_at: '2026-08-20T11:00:01',
        is_delivered: false,
        status: 503,
        error: 'no',
        milliseconds: 3,
        answer: null,
      },
    ],
  })
  expect(whole).toMatchObject({
    url: null,
    headerNames: ['X-Token'],
    payload: { id: 'd' },
    tries: [{ number: 1, answer: '', milliseconds: 3 }],
  })
})

it('finds the field of an error', () => {
  const refused = (code: string): ApiError =>
    new ApiError(code, 'No.', 400, 'Do this.', null, { position: 2, length: 1 })
  const draft = { ...automation, triggers: [...automation.triggers, { id: '', filter: 'a b' }] }
  expect(problemOf(refused('automation.filter'), draft, automation)).toEqual({
    field: 'filter',
    part: 1,
    message: 'No.',
    hint: 'Do this.',
    span: { position: 2, length: 1 },
  })
  expect(problemOf(refused('webhook.target'), draft, automation)).toMatchObject({ field: 'url', part: null })
  expect(problemOf(refused('webhook.target'), draft, null)).toMatchObject({ field: 'url', part: 0 })
  expect(problemOf(refused('automation.too_many'), draft, null)).toMatchObject({ field: 'form', part: null })
})

it('splits text at a span counted in code points', () => {
  expect(cutAt('😀 x > 3', { position: 4, length: 1 })).toEqual(['😀 x ', '>', ' 3'])
  expect(cutAt('x =', { position: 3, length: 0 })).toEqual(['x =', '', ''])
})
