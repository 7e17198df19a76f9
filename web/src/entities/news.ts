/** Change notifications for pages that refetch data instead of updating it from events. */
import { onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { fieldsOf, rowsOf } from '@/lib/fields'

type Listener = (subjects: ReadonlySet<string>) => void

/** The subjects of the server's notices, which only administrators get. */
export const noticeSubjects = ['consumers', 'listeners', 'deliveries'] as const

const listeners = new Set<Listener>()
const spread = 400
const retryAfter = 5000
const everything: ReadonlySet<string> = new Set(['*'])

/**
 * Options of a query that `useNews` keeps current. It doesn't poll: only a refetch that failed is repeated,
 * until it succeeds.
 */
export const followed = {
  staleTime: 0,
  refetchInterval: (query: { readonly state: { readonly status: string } }): number | false =>
    query.state.status === 'error' ? retryAfter : false,
} as const

/**
 * Call *listener* after *subjects* change, while the calling component is mounted. A subject is the name
 * of an entity type in events, or one of `noticeSubjects`.
 *
 * Changes are batched: the first call comes soon, the next ones at least *pause* apart, and never before the
 * previous one has ended. While the page is hidden, the call is postponed. A random delay keeps the pages of a
 * whole studio from refetching at the same moment.
 */
export function useNews(
  subjects: readonly string[],
  pause: MaybeRefOrGetter<number>,
  listener: () => Promise<unknown>,
): void {
  let calledAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWaiting = false
  let isCalling = false
  const onChange: Listener = (changed) => {
    isWaiting ||= changed.has('*') || subjects.some((subject) => changed.has(subject))
    schedule()
  }
  function schedule(): void {
    if (!isWaiting || isCalling || timer !== undefined || document.visibilityState === 'hidden') return
    timer = setTimeout(call, Math.max(Math.random() * spread, calledAt + toValue(pause) - performance.now()))
  }
  function call(): void {
    timer = undefined
    if (document.visibilityState === 'hidden') return
    isWaiting = false
    isCalling = true
    calledAt = performance.now()
    void listener().finally(() => {
      isCalling = false
      schedule()
    })
  }
  listeners.add(onChange)
  document.addEventListener('visibilitychange', schedule)
  onScopeDispose(() => {
    isWaiting = false
    listeners.delete(onChange)
    document.removeEventListener('visibilitychange', schedule)
    clearTimeout(timer)
  })
}

/** Notify listeners of `ftrack.update` events. */
export function notifyChanges(events: readonly unknown[]): void {
  const changed = events.flatMap((event) => rowsOf(fieldsOf(fieldsOf(event).data).entities))
  notify(new Set(changed.map((entity) => String(entity.entityType))))
}

/** Notify listeners of the server's notice that *subjects* changed. */
export function notifySubjects(subjects: readonly string[]): void {
  notify(new Set(subjects))
}

/** Notify all listeners: events were missed, so anything may have changed. */
export function notifyGap(): void {
  notify(everything)
}

function notify(subjects: ReadonlySet<string>): void {
  for (const listener of listeners) listener(subjects)
}
