/**
 * The rows of a live list, which don't move under the pointer: while a user points at the rows or has scrolled
 * down, new rows wait.
 */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'

export interface SteadyRows {
  readonly ids: Readonly<Ref<readonly string[]>>
  /** How many new rows are waiting. */
  readonly waiting: ComputedRef<number>
  release(): void
}

/** *ids* are the current rows; *list* identifies the list, whose change replaces all rows. */
export function useSteadyRows(
  ids: () => readonly string[],
  isHeld: () => boolean,
  list: () => unknown,
): SteadyRows {
  const present = computed(ids)
  const visible = shallowRef<readonly string[]>(present.value)
  const released = ref(0)
  let listed = list()

  watch(
    [present, isHeld, list, released],
    () => {
      const isOther = list() !== listed
      const isReleased = isOther || !isHeld() || visible.value.length === 0
      listed = list()
      visible.value = isReleased ? present.value : held(visible.value, present.value)
    },
    { flush: 'sync' },
  )
  const waiting = computed(() => {
    const known = new Set(visible.value)
    return present.value.filter((id) => !known.has(id)).length
  })
  const release = (): void => {
    visible.value = present.value
    released.value += 1
  }
  return { ids: visible, waiting, release }
}

/** Return the rows to show while the list is held: removed rows go, and rows after the last one are added. */
export function held(before: readonly string[], now: readonly string[]): readonly string[] {
  const present = new Set(now)
  const kept = before.filter((id) => present.has(id))
  const last = kept.at(-1)
  const known = new Set(kept)
  const following = last === undefined ? now : now.slice(now.indexOf(last) + 1)
  const added = following.filter((id) => !known.has(id))
  return kept.length === before.length && added.length === 0 ? before : [...kept, ...added]
}
