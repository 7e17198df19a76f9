import { expect, it } from 'vitest'
import {
  doubleHeader,
  onlyChanged,
  operationsOf,
  placeOf,
  readAutomation,
  shortFilter,
  type Automation,
  type Draft,
} from './automation'

const fields = {
  id: 'a',
  name: 'Farm',
  enabled: true,
  include_private_projects: false,
  created_at: '2026-08-20T12:00:00',
  creator: { username: 'jane' },
  triggers: [{ id: 't', filter: 'entity.operation = "create"' }],
  actions: [{ id: 'w', webhook_url: 'https://hooks.example.com/', headers: '{"X-Token": "secret"}' }],
}
const farm: Automation = readAutomation(fields)

it('reads a complete and a partial automation', () => {
  expect(farm).toEqual({
    id: 'a',
    name: 'Farm',
    isEnabled: true,
    includesPrivate: false,
    createdAt: Date.UTC(2026, 7, 20, 12),
    createdBy: 'jane',
    triggers: [{ id: 't', filter: 'entity.operation = "create"' }],
    webhooks: [
      { id: 'w', url: 'https://hooks.example.com/', headers: [{ name: 'X-Token', value: 'secret' }] },
    ],
  })
  expect(readAutomation({ id: 'b' })).toMatchObject({
    id: 'b',
    name: '',
    isEnabled: false,
    triggers: [],
    webhooks: [],
  })
  expect(readAutomation({ ...fields, actions: [{ id: 'w', headers: 'nonsense' }] }).webhooks).toEqual([
    { id: 'w', url: '', headers: [] },
  ])
})

it('creates an automation with all its parts', () => {
  const draft: Draft = {
    ...farm,
    name: ' New ',
    triggers: [{ id: '', filter: ' x = 1 ' }],
    webhooks: [{ id: '', url: ' https://b/ ', headers: [{ name: '', value: 'left out' }] }],
  }
  expect(operationsOf(null, draft, 'n')).toEqual([
    {
      action: 'create',
      entity_type: 'Automation',
      entity_data: {
        __entity_type__: 'Automation',
        id: 'n',
        name: 'New',
        enabled: true,
        include_private_projects: false,
      },
    },
    {
      action: 'create',
      entity_type: 'Trigger',
      entity_data: { __entity_type__: 'Trigger', automation_id: 'n', filter: 'x = 1' },
    },
    {
      action: 'create',
      entity_type: 'WebhookAction',
      entity_data: {
        __entity_type__: 'WebhookAction',
        automation_id: 'n',
        webhook_url: 'https://b/',
        headers: null,
      },
    },
  ])
})

it('writes only changed values', () => {
  expect(operationsOf(farm, farm, 'a')).toEqual([])
  expect(operationsOf(farm, { ...farm, isEnabled: false }, 'a')).toEqual([
    {
      action: 'update',
      entity_type: 'Automation',
      entity_key: ['a'],
      entity_data: { __entity_type__: 'Automation', enabled: false },
    },
  ])
  const headers = [
    { name: 'X-Token', value: 'other' },
    { name: 'X-Two', value: '2' },
  ]
  expect(
    operationsOf(
      farm,
      {
        ...farm,
        triggers: [{ id: '', filter: 'x' }],
        webhooks: farm.webhooks.map((webhook) => ({ ...webhook, headers })),
      },
      'a',
    ),
  ).toEqual([
    { action: 'delete', entity_type: 'Trigger', entity_key: ['t'] },
    {
      action: 'create',
      entity_type: 'Trigger',
      entity_data: { __entity_type__: 'Trigger', automation_id: 'a', filter: 'x' },
    },
    {
      action: 'update',
      entity_type: 'WebhookAction',
      entity_key: ['w'],
      entity_data: { __entity_type__: 'WebhookAction', headers: '{"X-Token":"other","X-Two":"2"}' },
    },
  ])
})

it('finds a duplicate header', () => {
  const named = (...names: string[]) => names.map((name) => ({ name, value: '' }))
  expect([doubleHeader(named('A', 'b', '', '')), doubleHeader(named('A', 'b', ' a '))]).toEqual([null, 'a'])
})

it('finds the only changed part', () => {
  const same = (one: { filter: string }, other: { filter: string }): boolean => one.filter === other.filter
  const [old] = farm.triggers
  const fresh = { id: '', filter: 'new' }
  expect(old && onlyChanged([old, fresh], farm.triggers, same)).toBe(1)
  expect(onlyChanged([fresh, fresh], farm.triggers, same)).toBeNull()
})

it('drops the scheme of a URL', () => {
  expect([placeOf('https://a.example/x'), placeOf('http://a.example/')]).toEqual([
    'a.example/x',
    'http://a.example/',
  ])
})

it('drops the common prefix of paths, but not in quoted text', () => {
  expect(
    shortFilter(
      'entity.entity_type = "my entity.x" and entity.new.bid != entity.old.bid ' +
        'or metadata.resource_id = "a\\"entity.b"',
    ),
  ).toBe('type = "my entity.x" and new.bid != old.bid or metadata.resource_id = "a\\"entity.b"')
})
