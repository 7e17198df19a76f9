/** The selected rows. Shift extends the selection; rows that leave the list are deselected. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

export interface Selection {
  readonly chosen: Readonly<Ref<ReadonlySet<string>>>
  readonly all: ComputedRef<'none' | 'some' | 'all'>
  toggle(id: string, extend: boolean): void
  toggleAll(): void
  clear(): void
}

export function useSelection(ids: () => readonly string[]): Selection {
  const chosen = ref<ReadonlySet<string>>(new Set())
  let last: string | null = null

  watch(ids, (present) => {
    const kept = present.filter((id) => chosen.value.has(id))
    if (kept.length !== chosen.value.size) chosen.value = new Set(kept)
  })

  function toggle(id: string, extend: boolean): void {
    const next = new Set(chosen.value)
    const isSelecting = !next.has(id)
    for (const each of extend ? between(ids(), last, id) : [id]) {
      if (isSelecting) next.add(each)
      else next.delete(each)
    }
    last = id
    chosen.value = next
  }

  const all = computed(() =>
    chosen.value.size === 0 ? 'none' : chosen.value.size === ids().length ? 'all' : 'some',
  )
  const clear = (): void => {
    chosen.value = new Set()
  }
  const toggleAll = (): void => {
    chosen.value = all.value === 'all' ? new Set() : new Set(ids())
  }
  return { chosen, all, toggle, toggleAll, clear }
}

function between(ids: readonly string[], from: string | null, to: string): readonly string[] {
  const ends = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)]
  return ends.includes(-1) ? [to] : ids.slice(Math.min(...ends), Math.max(...ends) + 1)
}
