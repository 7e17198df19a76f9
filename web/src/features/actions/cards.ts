/**
 * Launched actions from start to result, and messages of programs.
 *
 * Each is a card at the lower right. A launch whose reply is a form continues with the entered values. New jobs
 * of the user during a launch are attributed to it.
 */
import type { QueryClient } from '@tanstack/vue-query'
import { shallowReactive } from 'vue'
import { followedJobs, keepRun, type Run } from '@/entities/actions/runs'
import type { Selected, Subject } from '@/entities/actions/subject'
import type { Job } from '@/entities/job/job'
import { reloadJobs } from '@/entities/job/job-queries'
import type { Json } from '@/lib/api'
import { textOf, type Fields } from '@/lib/fields'
import type { HubEvent } from '@/lib/hub-packets'
import { unique } from '@/lib/unique'
import { announce } from '@/ui/announcer'
import {
  hasListener,
  withEvent,
  present,
  programWords,
  emptyConversation,
  type Conversation,
} from './conversation'
import { isSecret, type Form } from './form'
import { publish } from './line'
import { outcomeOf, type Outcome } from './outcome'
import { showForm, showWidget } from './windows'

/**
 * "waiting": a program is running it. "quiet": the program has not responded for a while. "form": waiting for
 * the user's input. "unavailable": no program is connected. "lost": the program disconnected. "refused": the server
 * rejected the event.
 */
export type CardState =
  | 'sending'
  | 'waiting'
  | 'quiet'
  | 'form'
  | 'done'
  | 'failed'
  | 'unavailable'
  | 'lost'
  | 'refused'
  | 'message'

export interface Card {
  readonly key: string
  readonly label: string
  readonly icon: string
  readonly about: string
  /** The item that is sent at launch; null for a message. */
  readonly item: Fields | null
  readonly selection: readonly Selected[]
  values: Readonly<Record<string, Json>> | null
  isSecret: boolean
  state: CardState
  text: string
  conversation: Conversation
  jobIds: readonly string[]
  endedAt: number | null
}

/** The maximum number of cards; finished ones are removed first. */
const most = 6
const unavailableAfter = 3_000
const quietAfter = 30_000
/** The event of a new job may arrive shortly after the reply of its action. */
const jobsFollow = 5_000
const ended: readonly CardState[] = ['done', 'failed', 'unavailable', 'lost', 'refused', 'message']

export const cards = shallowReactive<Card[]>([])
let client: QueryClient | null = null

/** Set the query client with which cards load their jobs. */
export function useQueries(queries: QueryClient): void {
  client = queries
}

export function hasEnded(card: Card): boolean {
  return ended.includes(card.state)
}

interface Filled {
  readonly values: Card['values']
  /** Whether a form has a password field: then the values are not stored. */
  readonly isSecret: boolean
}

export function launch(
  item: Fields,
  subject: Subject,
  words: { readonly label: string; readonly icon: string },
  filled: Filled = { values: null, isSecret: false },
): void {
  void start(
    addCard({
      ...words,
      ...filled,
      about: subject.words,
      item,
      selection: subject.selection,
      state: 'sending',
      text: '',
    }),
  )
}

export function again(run: Run): void {
  const icon = textOf(run.item.icon)
  launch(
    run.item,
    { words: run.about, selection: run.selection },
    { label: run.label, icon },
    { values: run.values, isSecret: false },
  )
}

/** Show a message that a program sent on its own initiative. */
export function showNotice(key: string, from: string, text: string, success: boolean | null): void {
  addCard(
    {
      label: from,
      icon: '',
      about: '',
      item: null,
      selection: [],
      values: null,
      isSecret: false,
      state: success === null ? 'message' : success ? 'done' : 'failed',
      text,
    },
    key,
  )
  announce(`${from}: ${text}`)
}

export function dismissCard(key: string): void {
  const place = cards.findIndex((card) => card.key === key)
  if (place === -1) return
  for (const id of cards[place]?.jobIds ?? []) followedJobs.delete(id)
  cards.splice(place, 1)
}

/** Attribute *job* to the newest launch that is running or has just ended. */
export function adoptJob(job: Job): void {
  const card = cards.findLast(
    (each) =>
      each.item !== null &&
      each.state !== 'sending' &&
      (each.endedAt === null || Date.now() - each.endedAt < jobsFollow),
  )
  if (card !== undefined) follow(card, job.id)
}

type Beginning = Pick<
  Card,
  'label' | 'icon' | 'about' | 'item' | 'selection' | 'values' | 'isSecret' | 'state' | 'text'
>

function addCard(beginning: Beginning, key: string = unique()): Card {
  const card = shallowReactive<Card>({
    ...beginning,
    key,
    conversation: emptyConversation,
    jobIds: [],
    endedAt: null,
  })
  cards.push(card)
  const old = cards.find(hasEnded)
  if (cards.length > most && old !== undefined) dismissCard(old.key)
  return card
}

async function start(card: Card): Promise<void> {
  const data = {
    ...card.item,
    selection: card.selection.map((each) => ({ ...each })),
    ...(card.values === null ? {} : { values: card.values }),
  }
  const round = {}
  rounds.set(card, round)
  const isCurrent = (): boolean => rounds.get(card) === round
  Object.assign(card, { state: 'sending', text: '', conversation: emptyConversation, endedAt: null })
  try {
    await publish('ftrack.action.launch', data, (event) => isCurrent() && receive(card, event))
  } catch (error) {
    if (isCurrent())
      end(card, 'refused', error instanceof Error ? error.message : 'The server did not accept the action.')
    return
  }
  if (card.state === 'sending') card.state = 'waiting'
  setTimeout(
    () =>
      isCurrent() &&
      card.state === 'waiting' &&
      !hasListener(card.conversation) &&
      end(card, 'unavailable', 'No connected program runs this action.'),
    unavailableAfter,
  )
  grow(card)
}

/** Mark the card as quiet when there is no reply after a while. */
function grow(card: Card): void {
  const round = rounds.get(card)
  setTimeout(
    () => rounds.get(card) === round && card.state === 'waiting' && (card.state = 'quiet'),
    quietAfter,
  )
}

export function keepWaiting(card: Card): void {
  card.state = 'waiting'
  grow(card)
}

/** Replies to an earlier round of a card, before its form was submitted, are ignored. */
const rounds = new WeakMap<Card, object>()

function receive(card: Card, event: HubEvent): void {
  card.conversation = withEvent(card.conversation, event)
  if (event.topic === 'ftrack.meta.reply') return answered(card, outcomeOf(event.data))
  const { reached, replies } = card.conversation
  if (card.state === 'unavailable' && hasListener(card.conversation))
    Object.assign(card, { state: 'waiting', endedAt: null })
  if (
    !hasEnded(card) &&
    card.state !== 'form' &&
    replies.length === 0 &&
    reached.length > 0 &&
    present(card.conversation).length === 0
  ) {
    end(card, 'lost', `The connection to ${programWords(reached)} was lost.`)
  }
}

function answered(card: Card, outcome: Outcome): void {
  if (outcome.jobId !== null) follow(card, outcome.jobId)
  if (outcome.widget !== null) showWidget({ ...outcome.widget, selection: card.selection })
  if (outcome.form !== null) return turnToPerson(card, outcome.form, outcome)
  const earlier = (card.state === 'done' || card.state === 'failed') && card.text !== '' ? [card.text] : []
  const success = outcome.success !== false && card.state !== 'failed'
  end(card, success ? 'done' : 'failed', [...new Set([...earlier, outcome.text || 'Done.'])].join('\n'))
}

function turnToPerson(card: Card, form: Form, outcome: Outcome): void {
  Object.assign(card, { state: 'form', text: outcome.text })
  showForm({
    key: unique(),
    title: form.title || card.label,
    about: card.about,
    message: outcome.text === '' ? null : { text: outcome.text, isProblem: outcome.success === false },
    form,
    isUnrequested: false,
    submit: (values) => {
      Object.assign(card, { values, isSecret: card.isSecret || isSecret(form) })
      void start(card)
    },
    cancel: () => dismissCard(card.key),
  })
}

function end(card: Card, state: CardState, text: string): void {
  Object.assign(card, { state, text, endedAt: Date.now() })
  announce(`${card.label}: ${text}`)
  keep(card)
}

function follow(card: Card, jobId: string): void {
  if (card.jobIds.includes(jobId)) return
  card.jobIds = [...card.jobIds, jobId]
  followedJobs.add(jobId)
  if (client !== null) reloadJobs(client, [jobId]).catch(() => undefined)
  if (hasEnded(card)) keep(card)
}

function keep(card: Card): void {
  const { key, label, about, item, selection, text, jobIds } = card
  if (item === null) return
  keepRun({
    key,
    label,
    about,
    at: Date.now(),
    outcome: card.state === 'done' ? 'done' : 'failed',
    text,
    item,
    selection,
    values: card.isSecret ? null : card.values,
    jobIds,
  })
}
