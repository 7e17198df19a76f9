/** Query the connected programs for actions on a subject. Items are shown as they arrive. */
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Subject } from '@/entities/actions/subject'
import { itemsIn, merged, type ActionItem } from './action-items'
import { hasListener, withEvent, outstanding, emptyConversation, type Conversation } from './conversation'
import { publish } from './line'

/** "looking" until all programs have replied or timed out; "unavailable" when no program is connected. */
export type Phase = 'publishing' | 'looking' | 'over' | 'unavailable' | 'failed'

export interface Discovery {
  readonly items: Readonly<ShallowRef<readonly ActionItem[]>>
  readonly phase: Readonly<Ref<Phase>>
  readonly problem: Readonly<Ref<string>>
  readonly conversation: Readonly<ShallowRef<Conversation>>
  again(): void
}

const unavailableAfter = 2_000
const overAfter = 10_000
/** Replies within this time are sorted together. */
const gathering = 120
/** A program may reply once per handler: wait this long for further replies. */
const settling = 600

export function useDiscovery(subject: Subject): Discovery {
  const items = shallowRef<readonly ActionItem[]>([])
  const phase = ref<Phase>('publishing')
  const problem = ref('')
  const conversation = shallowRef(emptyConversation)
  let round = 0
  let arrived: ActionItem[] = []
  const timers = new Set<ReturnType<typeof setTimeout>>()
  let settled: ReturnType<typeof setTimeout> | undefined

  function later(time: number, perform: () => void): ReturnType<typeof setTimeout> {
    const timer = setTimeout(perform, time)
    timers.add(timer)
    return timer
  }

  function stop(): void {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
  }

  function draw(): void {
    items.value = merged(items.value, arrived)
    arrived = []
  }

  async function search(): Promise<void> {
    stop()
    const own = (round += 1)
    items.value = []
    conversation.value = emptyConversation
    phase.value = 'publishing'
    try {
      await publish(
        'ftrack.action.discover',
        { selection: subject.selection.map((each) => ({ ...each })), groupers: [], filters: [], sorters: [] },
        (event) => {
          if (own !== round) return
          conversation.value = withEvent(conversation.value, event)
          if (event.topic === 'ftrack.meta.reply') {
            if (arrived.length === 0) later(gathering, draw)
            arrived.push(...itemsIn(event.data))
          }
          if (phase.value === 'unavailable' && hasListener(conversation.value)) phase.value = 'looking'
          clearTimeout(settled)
          if (hasListener(conversation.value) && outstanding(conversation.value) === 0)
            settled = later(settling, () => (phase.value = 'over'))
        },
      )
    } catch (error) {
      if (own !== round) return
      phase.value = 'failed'
      problem.value = error instanceof Error ? error.message : ''
      return
    }
    if (own !== round) return
    if (phase.value === 'publishing') phase.value = 'looking'
    later(unavailableAfter, () => !hasListener(conversation.value) && (phase.value = 'unavailable'))
    later(overAfter, () => phase.value === 'looking' && (phase.value = 'over'))
  }

  onScopeDispose(() => {
    round += 1
    stop()
  })
  void search()
  return { items, phase, problem, conversation, again: () => void search() }
}
