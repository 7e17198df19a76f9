/** News for pages that keep no copy of their own true, and ask again instead. */
import { onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { fieldsOf, rowsOf } from '@/lib/fields'

type Listener = (types: ReadonlySet<string>) => void

const listeners = new Set<Listener>()
const spread = 400
const everything: ReadonlySet<string> = new Set(['*'])

/**
 * Call *listener* some time after entities of *types* (their names in events) changed, while the calling
 * component lives.
 *
 * A run of changes is one call: soon when it was quiet, then not before *pause* has passed since the last.
 * Pages all over the studio hear of the same change; they do not all ask in the same moment.
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

/** An `ftrack.update` came. */
export function tellNews(event: unknown): void {
  const data = fieldsOf(fieldsOf(event).data)
  const types = new Set(rowsOf(data.entities).map((entity) => String(entity.entityType)))
  for (const listener of listeners) listener(types)
}

/** Events were missed: anything may have changed. */
export function tellGap(): void {
  for (const listener of listeners) listener(everything)
}
