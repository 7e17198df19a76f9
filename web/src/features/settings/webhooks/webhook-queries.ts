/** Queries and mutations for automations and their deliveries. */
import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/vue-query'
import { followed } from '@/entities/news'
import { send } from '@/lib/api'
import { fieldsOf, isFields, rowsOf, textOf, textOrNull } from '@/lib/fields'
import { perform, query, remove, update } from '@/lib/operations'
import { automationProjection, operationsOf, readAutomation, type Automation, type Draft } from './automation'
import { readDelivery, readHealth, readWhole, type Delivery, type DeliveryState } from './delivery'

const pageSize = 50
const pagesKeptCurrent = 3
export const shownInStrip = 20
const root = ['webhooks'] as const
const sent = [...root, 'sent'] as const

export const automationsOptions = queryOptions({
  queryKey: [...root, 'automations'],
  queryFn: async () =>
    (await query(`select ${automationProjection} from Automation order by name, id`)).entities.map(
      readAutomation,
    ),
  ...followed,
})

export const healthOptions = queryOptions({
  queryKey: [...sent, 'status'],
  queryFn: async () => rowsOf(fieldsOf(await send('GET', '/webhooks/status')).webhooks).map(readHealth),
  ...followed,
})

/** The newest deliveries of an automation. */
export function latestOptions(automationId: string) {
  return queryOptions({
    queryKey: [...sent, 'latest', automationId],
    queryFn: async () => {
      const automation = encodeURIComponent(automationId)
      const answer = await send('GET', `/webhooks/deliveries?automation=${automation}&limit=${shownInStrip}`)
      return rowsOf(fieldsOf(answer).deliveries).map(readDelivery)
    },
    ...followed,
  })
}

interface Page {
  readonly deliveries: readonly Delivery[]
  readonly before: string | null
}

/** The log, newest first; of all automations when *automationId* is empty. */
export function logOptions(automationId: string, state: DeliveryState | '') {
  return infiniteQueryOptions({
    queryKey: [...sent, 'log', automationId, state],
    queryFn: async ({ pageParam }): Promise<Page> => {
      const parameters = Object.entries({
        automation: automationId,
        state,
        before: pageParam,
        limit: String(pageSize),
      }).filter(([, value]) => value !== '')
      const address = `/webhooks/deliveries?${new URLSearchParams(parameters).toString()}`
      const answer = fieldsOf(await send('GET', address))
      return {
        deliveries: rowsOf(answer.deliveries).map(readDelivery),
        before: textOrNull(answer.before),
      }
    },
    initialPageParam: '',
    getNextPageParam: (last: Page) => last.before ?? undefined,
    ...followed,
  })
}

export function deliveryOptions(id: string) {
  return queryOptions({
    queryKey: [...sent, 'delivery', id],
    queryFn: async () => {
      const answer = await send('GET', `/webhooks/deliveries/${encodeURIComponent(id)}`)
      return readWhole(fieldsOf(answer))
    },
    ...followed,
  })
}

/** Refetch the visible deliveries, except a log of which many pages are loaded. */
export function refreshDeliveries(client: QueryClient): Promise<void> {
  return client.invalidateQueries({
    queryKey: sent,
    predicate: ({ state: { data } }) => {
      const { pages } = fieldsOf(data)
      return !Array.isArray(pages) || pages.length <= pagesKeptCurrent
    },
  })
}

/** Refetch all visible webhook data. */
export function refetchWebhooks(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: root })
}

/** Save *draft*; return the id of the automation. */
export async function save(before: Automation | null, draft: Draft): Promise<string> {
  const id = before?.id ?? newId()
  const operations = operationsOf(before, draft, id)
  if (operations.length > 0) await perform(operations)
  return id
}

/** `crypto.randomUUID` is missing where studios serve over plain HTTP. */
function newId(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  return `${bytes.slice(0, 8)}-${bytes.slice(8, 12)}-4${bytes.slice(13, 16)}-a${bytes.slice(17, 20)}-${bytes.slice(20)}`
}

export async function setEnabled(automation: Automation, enabled: boolean): Promise<void> {
  await update('Automation', [automation.id], { enabled })
}

export async function removeAutomation(automation: Automation): Promise<void> {
  await remove('Automation', [automation.id])
}

/** Send a test delivery; return its id. */
export async function ping(webhookId: string): Promise<string> {
  const answer = await send('POST', `/webhooks/${encodeURIComponent(webhookId)}/ping`)
  return isFields(answer) ? String(answer.delivery_id) : ''
}

export async function redeliver(deliveryId: string): Promise<void> {
  await send('POST', `/webhooks/deliveries/${encodeURIComponent(deliveryId)}/redeliver`)
}

export interface Secrets {
  readonly secret: string
  readonly formerUntil: string | null
}

export async function getSecrets(webhookId: string): Promise<Secrets> {
  return readSecrets(await send('GET', `/webhooks/${encodeURIComponent(webhookId)}/secret`))
}

export async function rotateSecret(webhookId: string): Promise<Secrets> {
  return readSecrets(await send('POST', `/webhooks/${encodeURIComponent(webhookId)}/secret`))
}

function readSecrets(answer: unknown): Secrets {
  const fields = fieldsOf(answer)
  return {
    secret: textOf(fields.secret),
    formerUntil: textOrNull(fields.former_until),
  }
}
