/** What actions are about: the selected entities, as running programs know them, and words for a person. */
import { onScopeDispose, shallowReactive, shallowRef } from 'vue'
import type { EntityType } from '@/entities/schema/schema'
import { count } from '@/lib/sizes'
import type { Run } from './runs'

export interface Selected {
  /** The name that events give a type: "task" for shots and all their like, "show" for projects. */
  readonly entityType: string
  readonly entityId: string
}

export interface Subject {
  readonly words: string
  readonly selection: readonly Selected[]
}

export const nothing: Subject = { words: 'nothing selected', selection: [] }

/** Handlers find the schema by it: what a type is a form of, else its own name, in lower case. */
export function eventName(type: Pick<EntityType, 'name' | 'alias'>): string {
  return (type.alias ?? type.name).toLowerCase()
}

/** One thing is called by its *title*, several by their number: "3 tasks". */
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

/**
 * Let *source* tell what is at hand on the page while the calling component lives: its selection, or the row
 * in focus.
 */
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

/** What the page was asked for: the actions for a subject, or one more run of an earlier action. */
export type Asked =
  { readonly kind: 'offer'; readonly subject: Subject } | { readonly kind: 'again'; readonly run: Run }

export const asked = shallowRef<Asked | null>(null)

/**
 * Show the actions for *subject*, or for what is at hand on the page.
 *
 * Menus and the palette give the focus back to where it was a moment after they close: only then it is known what is at
 * hand, and where to return to.
 */
export function openActions(subject?: Subject): void {
  setTimeout(
    () =>
      requestAnimationFrame(() => (asked.value = { kind: 'offer', subject: subject ?? currentSubject() })),
    0,
  )
}

export function runAgain(run: Run): void {
  asked.value = { kind: 'again', run }
}
