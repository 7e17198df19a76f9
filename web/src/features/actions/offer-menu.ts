/** The rows of the actions dialog: the current level, a submenu, or the search results. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { Run } from '@/entities/actions/runs'
import { found, groupsOf, type ActionItem } from './action-items'

export type Row = { readonly key: string } & (
  { readonly kind: 'item'; readonly item: ActionItem } | { readonly kind: 'run'; readonly run: Run }
)

/** Rows with a heading, or one row without. */
export interface Section {
  readonly key: string
  readonly title: string
  readonly icon: string
  readonly rows: readonly Row[]
}

export interface OfferMenu {
  readonly text: Ref<string>
  readonly sections: ComputedRef<readonly Section[]>
  readonly current: ComputedRef<Row | undefined>
  /** The items that lead to the current level. */
  readonly path: Readonly<Ref<readonly ActionItem[]>>
  /** Return the element id of *row*; its key is not safe to use, because it contains text from programs. */
  idOf(row: Row | undefined): string | undefined
  point(row: Row): void
  move(step: number): void
  enter(item: ActionItem): void
  /** Go one level up; false when there is none. */
  leave(): boolean
}

const runsShown = 3

export function useOfferMenu(
  items: Readonly<Ref<readonly ActionItem[]>>,
  runs: Readonly<Ref<readonly Run[]>>,
): OfferMenu {
  const text = ref('')
  const path = ref<readonly ActionItem[]>([])
  const pointed = ref<string | null>(null)
  const here = computed(() => path.value.at(-1)?.items ?? items.value)
  const sections = computed<readonly Section[]>(() => {
    if (text.value.trim() !== '') return found(here.value, text.value).map(alone)
    const offered = groupsOf(here.value).map(({ label, items: [first, ...others] }) =>
      first === undefined || others.length === 0
        ? alone(first as ActionItem)
        : { key: `group ${label}`, title: label, icon: first.icon, rows: [first, ...others].map(itemRow) },
    )
    const past =
      path.value.length > 0
        ? []
        : runs.value.slice(0, runsShown).map((run): Row => ({ key: `run ${run.key}`, kind: 'run', run }))
    // Past runs come first, so that arriving items do not move them.
    return past.length === 0
      ? offered
      : [{ key: 'runs', title: 'Run again', icon: '', rows: past }, ...offered]
  })
  const rows = computed(() => sections.value.flatMap((section) => section.rows))
  /** A past run is never preselected, so that Enter alone does not repeat it. */
  const current = computed(
    () =>
      rows.value.find((row) => row.key === pointed.value) ?? rows.value.find((row) => row.kind === 'item'),
  )

  watch([text, path], () => (pointed.value = null))
  return {
    text,
    sections,
    current,
    path,
    idOf: (row) =>
      row === undefined ? undefined : `offer-${rows.value.findIndex((each) => each.key === row.key)}`,
    point: (row) => void (pointed.value = row.key),
    move: (step) => {
      const at = rows.value.findIndex((row) => row.key === current.value?.key)
      const from = at === -1 && step < 0 ? 0 : at
      pointed.value =
        rows.value[(from + step + rows.value.length) % Math.max(1, rows.value.length)]?.key ?? null
    },
    enter: (item) => {
      path.value = [...path.value, item]
      text.value = ''
    },
    leave: () => {
      const below = path.value.at(-1)
      path.value = path.value.slice(0, -1)
      if (below !== undefined) setTimeout(() => (pointed.value = below.key))
      return below !== undefined
    },
  }
}

function itemRow(item: ActionItem): Row {
  return { key: item.key, kind: 'item', item }
}

function alone(item: ActionItem): Section {
  return { key: item.key, title: '', icon: item.icon, rows: [itemRow(item)] }
}
