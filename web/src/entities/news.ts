/** Change notifications for pages that refetch data instead of updating it from events. */
import { onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { fieldsOf, rowsOf } from '@/lib/fields'

type Listener = (types: ReadonlySet<string>) => void

const listeners = new Set<Listener>()
const spread = 400
const everything: ReadonlySet<string> = new Set(['*'])

/**
 * Call *listener* after entities of *types* (their names in events) change, while the calling component is
 * mounted.
 *
 * Changes are batched: the first call comes soon, the next ones at least *pause* apart. A random delay keeps the
 * pages of a whole studio from refetching at the same moment.
 */
export function useNews(
  types: readonly string[],
  pause: MaybeRefOrGetter<number>,
  listener: () => void,
): void {
  let calledAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  const hear: Listener = (changed) => {
    if (timer !== undefined || !(changed.has('*') || types.some((type) => changed.has(type)))) return
    timer = setTimeout(call, Math.max(Math.random() * spread, calledAt + toValue(pause) - performance.now()))
  }
  function call(): void {
    timer = undefined
    calledAt = performance.now()
    listener()
  }
  listeners.add(hear)
  onScopeDispose(() => {
    listeners.delete(hear)
    clearTimeout(timer)
  })
}

/** Notify listeners of an `ftrack.update` event. */
export function tellNews(event: unknown): void {
  const data = fieldsOf(fieldsOf(event).data)
  const types = new Set(rowsOf(data.entities).map((entity) => String(entity.entityType)))
  for (const listener of listeners) listener(types)
}

/** Notify all listeners: events were missed, so anything may have changed. */
export function tellGap(): void {
  for (const listener of listeners) listener(everything)
}
