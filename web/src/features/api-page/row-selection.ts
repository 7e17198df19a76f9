/** The selected result rows, and the subject for actions on them. */
import { computed, type ComputedRef } from 'vue'
import { eventName, subjectOf, type Subject } from '@/entities/actions/subject'
import type { Schemas } from '@/entities/schema/schema'
import { textOrNull, type Fields } from '@/lib/fields'
import { useSelection, type Selection } from '@/lib/selection'
import { count } from '@/lib/sizes'
import { labelOf } from './result-columns'

export interface RowSelection {
  readonly selection: Selection
  readonly subject: ComputedRef<Subject>
  idOf(row: Fields): string | null
}

export function useRowSelection(rows: () => readonly Fields[], schemas: () => Schemas): RowSelection {
  const idOf = (row: Fields): string | null => idIn(row, schemas())
  const selection = useSelection(() => rows().flatMap((row) => idOf(row) ?? []))
  const subject = computed(() =>
    subjectOfRows(
      rows().filter((row) => selection.chosen.value.has(idOf(row) ?? '')),
      schemas(),
    ),
  )
  return { selection, subject, idOf }
}

/** Return the id of the entity in *row*, or null without a type or with a composite key. */
export function idIn(row: Fields, schemas: Schemas): string | null {
  const [key, second] = schemas.get(String(row.__entity_type__))?.primaryKey ?? []
  const value = key === undefined || second !== undefined ? undefined : row[key]
  return textOrNull(value)
}

/** Return *rows* as the subject of actions. Rows may have different types. */
export function subjectOfRows(rows: readonly Fields[], schemas: Schemas): Subject {
  const types = [...new Set(rows.map((row) => String(row.__entity_type__)))]
  const [first] = rows
  const selection = types.flatMap((name) => {
    const type = schemas.get(name)
    const things = rows
      .filter((row) => row.__entity_type__ === name)
      .map((row) => ({ id: idIn(row, schemas) ?? '', title: '' }))
    return type === undefined ? [] : subjectOf(eventName(type), things, '').selection
  })
  const words =
    rows.length === 1 && first !== undefined
      ? `${types[0]} ${labelOf(first)}`
      : count(rows.length, types.length === 1 ? (types[0] ?? 'row') : 'row')
  return { words, selection }
}
