/** Find the form field that a server error is about. */
import { ApiError, type Span } from '@/lib/api'
import { onlyChanged, type Automation, type Draft, type Trigger, type Webhook } from './automation'

/** `part` is the index of the filter or webhook; null when the error could be about several. */
export interface Problem {
  readonly field: 'filter' | 'url' | 'headers' | 'form'
  readonly part: number | null
  readonly message: string
  readonly hint: string | null
  readonly span: Span | null
}

const fields: Readonly<Record<string, Problem['field']>> = {
  'automation.filter': 'filter',
  'webhook.target': 'url',
  'webhook.headers': 'headers',
}

export function problemOf(error: unknown, draft: Draft, before: Automation | null): Problem {
  const known = error instanceof ApiError ? error : null
  const field = fields[known?.code ?? ''] ?? 'form'
  const message = error instanceof Error ? error.message : 'The automation could not be saved.'
  return {
    field,
    part: partOf(field, draft, before),
    message,
    hint: known?.hint ?? null,
    span: known?.span ?? null,
  }
}

function partOf(field: Problem['field'], draft: Draft, before: Automation | null): number | null {
  if (field === 'form') return null
  return field === 'filter'
    ? onlyChanged(draft.triggers, before?.triggers ?? [], sameTrigger)
    : onlyChanged(draft.webhooks, before?.webhooks ?? [], field === 'url' ? sameUrl : sameHeaders)
}

const sameTrigger = (one: Trigger, other: Trigger): boolean => one.filter.trim() === other.filter
const sameUrl = (one: Webhook, other: Webhook): boolean => one.url.trim() === other.url
const sameHeaders = (one: Webhook, other: Webhook): boolean =>
  JSON.stringify(one.headers) === JSON.stringify(other.headers)

/** Split *text* into the parts before, within and after *span*. The server counts code points. */
export function cutAt(text: string, span: Span): readonly [string, string, string] {
  const letters = [...text]
  const to = span.position + Math.max(1, span.length)
  return [
    letters.slice(0, span.position).join(''),
    letters.slice(span.position, to).join(''),
    letters.slice(to).join(''),
  ]
}
