/** The subject of actions: the selected entities, in the form that programs expect, and a label. */
import { onScopeDispose, shallowReactive, shallowRef } from 'vue'
import type { EntityType } from '@/entities/schema/schema'
import { count } from '@/lib/sizes'
import type { Run } from './runs'

export interface Selected {
  /** The name of the type in events: "task" for shots and all other typed contexts, "show" for projects. */
  readonly entityType: string
  readonly entityId: string
}

export interface Subject {
  readonly words: string
  readonly selection: readonly Selected[]
}

export const nothing: Subject = { words: 'nothing selected', selection: [] }

/** Return the name of *type* in events: its alias if it has one, else its own name, in lower case. */
export function eventName(type: Pick<EntityType, 'name' | 'alias'>): string {
  return (type.alias ?? type.name).toLowerCase()
}

/** Label one entity by its *title*, several by their number: "3 tasks". */
export function subjectOf(
  entityType: string,
  things: readonly { readonly id: string; readonly title: string }[],
  word: string,
): Subject {
  const [first] = things
  if (first === undefined) return nothing
  return {
    words: things.length === 1 ? first.title : count(things.length, word),
    selection: things.map(({ id }) => ({ entityType, entityId: id })),
  }
}

type Source = () => Subject | null

const sources = shallowReactive<Source[]>([])

/** Register *source*, which returns the page's selection or focused row, while the calling component is mounted. */
export function useSubject(source: Source): void {
  sources.push(source)
  onScopeDispose(() => sources.splice(sources.indexOf(source), 1))
}

function currentSubject(): Subject {
  for (const source of [...sources].reverse()) {
    const subject = source()
    if (subject !== null) return subject
  }
  return nothing
}

/** A request to open the actions for a subject, or to run an earlier action again. */
export type ActionRequest =
  { readonly kind: 'offer'; readonly subject: Subject } | { readonly kind: 'again'; readonly run: Run }

export const actionRequest = shallowRef<ActionRequest | null>(null)

/**
 * Open the actions for *subject*, or for the page's selection.
 *
 * Menus and the palette restore the focus just after they close, and both the selection and the place to return
 * the focus to depend on it. Hence the delay.
 */
export function openActions(subject?: Subject): void {
  setTimeout(
    () =>
      requestAnimationFrame(
        () => (actionRequest.value = { kind: 'offer', subject: subject ?? currentSubject() }),
      ),
    0,
  )
}

export function runAgain(run: Run): void {
  actionRequest.value = { kind: 'again', run }
}
