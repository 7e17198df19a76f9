/** The page's access to the event hub: it publishes events and routes the replies. */
import { ref, watch } from 'vue'
import type { Fields } from '@/lib/fields'
import type { HubState, HubUser } from '@/lib/hub'
import type { HubEvent } from '@/lib/hub-packets'
import { joinHub, type Hub } from '@/lib/shared-hub'
import { unique } from '@/lib/unique'

type ReplyListener = (event: HubEvent) => void

const patience = 10_000
const noAnswer = 'The server is not responding. Try again in a moment.'

export const lineState = ref<HubState>('connecting')
let hub: Hub | null = null
const replyListeners = new Map<string, ReplyListener>()
const pendingAcknowledgements = new Map<string, (problem: string | null) => void>()

/**
 * Join the hub; *onTriggered* receives forms and messages that programs open. Return a function that leaves the
 * hub.
 */
export function joinLine(user: HubUser, onTriggered: ReplyListener, onSignedOut: () => void): () => void {
  hub = joinHub(user, {
    onEvent: (event) =>
      event.topic === 'ftrack.action.trigger-user-interface'
        ? onTriggered(event)
        : replyListeners.get(event.inReplyToEvent ?? '')?.(event),
    onAcknowledged: (id, problem) => pendingAcknowledgements.get(id)?.(problem),
    onState: (state) => (lineState.value = state),
    onSignedOut,
  })
  return () => {
    hub?.leave()
    hub = null
    lineState.value = 'connecting'
  }
}

/**
 * Publish an event; *onReply* receives all replies to it, however late.
 *
 * Resolves when the server accepts the event. Throws an Error with a user-readable message when it does not.
 */
export async function publish(topic: string, data: Fields, onReply: ReplyListener): Promise<void> {
  await untilOpen()
  const id = unique()
  replyListeners.set(id, onReply)
  const problem = await new Promise<string | null>((resolve) => {
    pendingAcknowledgements.set(id, resolve)
    setTimeout(() => resolve(noAnswer), patience)
    hub?.publish({ id, topic, data })
  })
  pendingAcknowledgements.delete(id)
  if (problem !== null) throw new Error(problem)
}

function untilOpen(): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => done(() => reject(new Error(noAnswer))), patience)
    const stop = watch(lineState, (state) => state === 'open' && done(resolve), { flush: 'sync' })
    function done(settle: () => void): void {
      clearTimeout(timer)
      stop()
      settle()
    }
    if (lineState.value === 'open') done(resolve)
  })
}
