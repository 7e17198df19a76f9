/** Automations: which changes are published, and to which URLs. */
import { parsed, type Json } from '@/lib/api'
import { parseTime } from '@/lib/durations'
import { fieldsOf, isFields, rowsOf, textOf, type Fields } from '@/lib/fields'

export interface Trigger {
  /** Empty until the trigger is saved; the same applies to webhooks. */
  readonly id: string
  readonly filter: string
}

export interface Header {
  readonly name: string
  readonly value: string
}

export interface Webhook {
  readonly id: string
  readonly url: string
  readonly headers: readonly Header[]
}

/** The contents of the form. */
export interface Draft {
  readonly name: string
  readonly isEnabled: boolean
  readonly includesPrivate: boolean
  readonly triggers: readonly Trigger[]
  readonly webhooks: readonly Webhook[]
}

export interface Automation extends Draft {
  readonly id: string
  readonly createdAt: number | null
  readonly createdBy: string
}

export const automationProjection =
  'id, name, enabled, include_private_projects, created_at, creator.username, ' +
  'triggers.filter, actions.webhook_url, actions.headers'

export const emptyDraft: Draft = {
  name: '',
  isEnabled: true,
  includesPrivate: false,
  triggers: [{ id: '', filter: '' }],
  webhooks: [{ id: '', url: '', headers: [] }],
}

export function readAutomation(fields: Fields): Automation {
  return {
    id: String(fields.id),
    name: textOf(fields.name),
    isEnabled: fields.enabled === true,
    includesPrivate: fields.include_private_projects === true,
    createdAt: parseTime(isFields(fields.created_at) ? fields.created_at.value : fields.created_at),
    createdBy: textOf(fieldsOf(fields.creator).username),
    triggers: rowsOf(fields.triggers).map((trigger) => ({
      id: String(trigger.id),
      filter: textOf(trigger.filter),
    })),
    webhooks: rowsOf(fields.actions).map((webhook) => ({
      id: String(webhook.id),
      url: textOf(webhook.webhook_url),
      headers: readHeaders(webhook.headers),
    })),
  }
}

function readHeaders(value: unknown): Header[] {
  const fields = typeof value === 'string' ? parsed(value) : value
  return isFields(fields) ? Object.entries(fields).map(([name, one]) => ({ name, value: textOf(one) })) : []
}

/** Headers as the server stores them; rows without a name are left out. */
function headersText(headers: readonly Header[]): string | null {
  const named = headers
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, value }) => [name.trim(), value])
  return named.length === 0 ? null : JSON.stringify(Object.fromEntries(named))
}

/** Return a name used by two rows, ignoring case, or null. A JSON object keeps only one of them. */
export function doubleHeader(headers: readonly Header[]): string | null {
  const seen = new Set<string>()
  for (const { name } of headers) {
    const plain = name.trim().toLowerCase()
    if (plain !== '' && seen.has(plain)) return name.trim()
    seen.add(plain)
  }
  return null
}

type Values = Readonly<Record<string, Json>>

/** Return the operations that turn *before* into *draft*, as one batch, so that all apply or none. */
export function operationsOf(before: Automation | null, draft: Draft, id: string): Json[] {
  const own = {
    name: draft.name.trim(),
    enabled: draft.isEnabled,
    include_private_projects: draft.includesPrivate,
  }
  const former = before && {
    name: before.name,
    enabled: before.isEnabled,
    include_private_projects: before.includesPrivate,
  }
  return [
    ...written('Automation', id, own, former, {}),
    ...partsOf('Trigger', id, draft.triggers, before?.triggers ?? [], triggerValues),
    ...partsOf('WebhookAction', id, draft.webhooks, before?.webhooks ?? [], webhookValues),
  ]
}

const triggerValues = (trigger: Trigger): Values => ({ filter: trigger.filter.trim() })
const webhookValues = (webhook: Webhook): Values => ({
  webhook_url: webhook.url.trim(),
  headers: headersText(webhook.headers),
})

function partsOf<Part extends { readonly id: string }>(
  type: string,
  owner: string,
  parts: readonly Part[],
  before: readonly Part[],
  values: (part: Part) => Values,
): Json[] {
  const kept = new Set(parts.map((part) => part.id))
  return [
    ...before
      .filter((part) => !kept.has(part.id))
      .map((part): Json => ({ action: 'delete', entity_type: type, entity_key: [part.id] })),
    ...parts.flatMap((part) => {
      const former = before.find((other) => other.id === part.id)
      return written(type, part.id, values(part), former === undefined ? null : values(former), {
        automation_id: owner,
      })
    }),
  ]
}

function written(type: string, id: string, values: Values, former: Values | null, owner: Values): Json[] {
  if (former === null)
    return [
      {
        action: 'create',
        entity_type: type,
        entity_data: { __entity_type__: type, ...(id === '' ? {} : { id }), ...owner, ...values },
      },
    ]
  const changed = Object.fromEntries(Object.entries(values).filter(([name, value]) => former[name] !== value))
  return Object.keys(changed).length === 0
    ? []
    : [
        {
          action: 'update',
          entity_type: type,
          entity_key: [id],
          entity_data: { __entity_type__: type, ...changed },
        },
      ]
}

/** Return the index of the only part that differs from *before*, or null: an error must be about that one. */
export function onlyChanged<Part extends { readonly id: string }>(
  parts: readonly Part[],
  before: readonly Part[],
  sameAs: (one: Part, other: Part) => boolean,
): number | null {
  const changed = parts.flatMap((part, index) =>
    before.some((other) => other.id === part.id && sameAs(part, other)) ? [] : [index],
  )
  return changed.length === 1 ? (changed[0] ?? null) : null
}

/** Shorten *url* for a table cell: drop the `https://`. */
export function placeOf(url: string): string {
  return url.replace(/^https:\/\//, '')
}

/** Shorten a filter for a table cell: drop the prefix that every path has. Quoted text is kept. */
export function shortFilter(filter: string): string {
  return filter.replace(/"(?:[^"\\]|\\.)*"|\bentity\.(?:entity_(?=type\b))?/g, (found) =>
    found.startsWith('"') ? found : '',
  )
}
