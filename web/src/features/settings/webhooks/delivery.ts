/** Deliveries to webhooks, and the health of webhooks. */
import { duration, parseTime, roughly } from '@/lib/durations'
import { isFields, numberOf, numberOrNull, textOf, textOrNull, type Fields } from '@/lib/fields'
import { count, figure } from '@/lib/sizes'
import type { IconName } from '@/ui/icons'
import type { Tone } from '@/ui/state-word.vue'
import type { Automation } from './automation'

export const deliveryStates = ['waiting', 'failed', 'delivered', 'given_up'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export interface Delivery {
  readonly id: string
  readonly automationId: string
  readonly webhookId: string
  readonly operation: string
  readonly entityType: string | null
  readonly entityId: readonly string[]
  readonly state: DeliveryState
  readonly attempts: number
  readonly createdAt: number | null
  readonly nextAt: number | null
  readonly triedAt: number | null
  readonly status: number | null
  readonly error: string | null
  readonly milliseconds: number | null
}

export interface Attempt {
  readonly number: number
  readonly triedAt: number | null
  readonly isDelivered: boolean
  readonly status: number | null
  readonly error: string | null
  readonly milliseconds: number
  readonly answer: string
}

export interface WholeDelivery extends Delivery {
  readonly url: string | null
  readonly headerNames: readonly string[]
  readonly payload: unknown
  readonly tries: readonly Attempt[]
}

/** The health of one webhook. */
export interface Health {
  readonly id: string
  readonly automationId: string
  readonly waiting: number
  readonly failingSince: number | null
  readonly deliveredAt: number | null
}

export interface Look {
  readonly icon: IconName
  readonly tone: Tone
  readonly words: string
}

export const stateWords: Readonly<Record<DeliveryState, string>> = {
  waiting: 'Pending',
  failed: 'Failed',
  delivered: 'Delivered',
  given_up: 'Given up',
}
const looks: Readonly<Record<DeliveryState, { icon: IconName; tone: Tone }>> = {
  waiting: { icon: 'queued', tone: 'queued' },
  failed: { icon: 'warning', tone: 'warning' },
  delivered: { icon: 'done', tone: 'done' },
  given_up: { icon: 'failed', tone: 'failed' },
}

export function lookOf(delivery: Delivery, now: number): Look {
  const words = stateWords[delivery.state]
  if (delivery.state !== 'failed' || delivery.nextAt === null) return { ...looks[delivery.state], words }
  const wait = delivery.nextAt - now
  return {
    ...looks.failed,
    words: wait < 1000 ? `${words}, retrying now` : `${words}, retrying in ${duration(wait)}`,
  }
}

/** Return the health of an automation: that of its worst webhook. */
export function healthOf(automation: Automation, all: readonly Health[], now: number): Look {
  const own = all.filter((health) => health.automationId === automation.id)
  const failing = own.map((health) => health.failingSince).filter((since) => since !== null)
  const waiting = own.reduce((sum, health) => sum + health.waiting, 0)
  if (!automation.isEnabled)
    return {
      icon: 'close',
      tone: 'queued',
      words: waiting > 0 ? `Disabled, ${figure(waiting)} pending` : 'Disabled',
    }
  if (automation.webhooks.length === 0) return { icon: 'warning', tone: 'warning', words: 'No webhooks' }
  if (automation.triggers.length === 0) return { icon: 'warning', tone: 'warning', words: 'No filters' }
  if (failing.length > 0)
    return { icon: 'failed', tone: 'failed', words: `Failing for ${since(Math.min(...failing), now)}` }
  if (waiting > 0) return { icon: 'running', tone: 'running', words: `Sending, ${figure(waiting)} pending` }
  return own.some((health) => health.deliveredAt !== null)
    ? { icon: 'done', tone: 'done', words: 'Healthy' }
    : { icon: 'queued', tone: 'queued', words: 'No deliveries yet' }
}

function since(time: number, now: number): string {
  return now - time < 60_000 ? 'less than a minute' : roughly(now - time)
}

export function summaryOf(automations: readonly Automation[], all: readonly Health[], now: number): Look {
  const enabled = automations.filter((automation) => automation.isEnabled)
  const failing = enabled.filter((automation) => healthOf(automation, all, now).tone === 'failed').length
  if (enabled.length === 0)
    return {
      icon: 'link',
      tone: 'queued',
      words: automations.length === 0 ? 'No webhooks yet' : 'All webhooks are disabled',
    }
  if (failing > 0)
    return {
      icon: 'failed',
      tone: 'failed',
      words: `${count(failing, 'webhook')} ${failing === 1 ? 'is failing' : 'are failing'}`,
    }
  return {
    icon: 'done',
    tone: 'done',
    words: allHealthy(enabled.length),
  }
}

function allHealthy(amount: number): string {
  if (amount === 1) return 'The enabled webhook is healthy'
  return amount === 2
    ? 'Both enabled webhooks are healthy'
    : `All ${figure(amount)} enabled webhooks are healthy`
}

/** Describe the change that a delivery reports: "create Task". */
export function changeOf(delivery: Delivery): string {
  return delivery.entityType === null ? 'test' : `${delivery.operation} ${delivery.entityType}`
}

export function answerWords({ status, milliseconds }: Pick<Delivery, 'status' | 'milliseconds'>): string {
  const took =
    milliseconds === null
      ? ''
      : milliseconds < 10_000
        ? `${figure(milliseconds)} ms`
        : `${figure(Math.round(milliseconds / 1000))} s`
  return [status === null ? '' : String(status), took].filter(Boolean).join(' · ')
}

export function readDelivery(fields: Fields): Delivery {
  return {
    id: String(fields.id),
    automationId: String(fields.automation_id),
    webhookId: String(fields.webhook_id),
    operation: String(fields.operation),
    entityType: textOrNull(fields.entity_type),
    entityId: Array.isArray(fields.entity_id) ? fields.entity_id.map(String) : [],
    state: deliveryStates.find((state) => state === fields.state) ?? 'waiting',
    attempts: numberOf(fields.attempts),
    createdAt: parseTime(fields.created_at),
    nextAt: parseTime(fields.next_at),
    triedAt: parseTime(fields.tried_at),
    status: numberOrNull(fields.status),
    error: textOrNull(fields.error),
    milliseconds: numberOrNull(fields.milliseconds),
  }
}

export function readWhole(fields: Fields): WholeDelivery {
  return {
    ...readDelivery(fields),
    url: textOrNull(fields.webhook_url),
    headerNames: Array.isArray(fields.headers) ? fields.headers.map(String) : [],
    payload: fields.payload,
    tries: Array.isArray(fields.tries) ? fields.tries.filter(isFields).map(readAttempt) : [],
  }
}

function readAttempt(fields: Fields): Attempt {
  return {
    number: numberOf(fields.number),
    triedAt: parseTime(fields.tried_at),
    isDelivered: fields.is_delivered === true,
    status: numberOrNull(fields.status),
    error: textOrNull(fields.error),
    milliseconds: numberOf(fields.milliseconds),
    answer: textOf(fields.answer),
  }
}

export function readHealth(fields: Fields): Health {
  return {
    id: String(fields.id),
    automationId: String(fields.automation_id),
    waiting: numberOf(fields.waiting),
    failingSince: parseTime(fields.failing_since),
    deliveredAt: parseTime(fields.delivered_at),
  }
}
