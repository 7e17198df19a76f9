/** Keys of the whole page, gathered from the actions of whatever is on screen. */
import { onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'
import { isPossible, type Action } from '@/lib/actions'

interface Scope {
  readonly title: string
  readonly actions: MaybeRefOrGetter<readonly Action[]>
}

const scopes = shallowReactive<Scope[]>([])
const chordTime = 1200
let firstKey: { key: string; at: number } | null = null

/** Offer *actions* under *title* while the calling component lives. */
export function useActions(title: string, actions: MaybeRefOrGetter<readonly Action[]>): void {
  const scope = { title, actions }
  scopes.push(scope)
  onScopeDispose(() => scopes.splice(scopes.indexOf(scope), 1))
}

/** All actions on offer, the most recent scope first. */
export function offeredActions(): { title: string; actions: readonly Action[] }[] {
  return [...scopes].reverse().map((scope) => ({ title: scope.title, actions: toValue(scope.actions) }))
}

/** Perform the action that *event* is the shortcut of. Typing in a field is never a shortcut, except with Ctrl or ⌘. */
export function handleKey(event: KeyboardEvent, now: number = Date.now()): void {
  if (event.defaultPrevented || event.isComposing) return
  const mod = event.ctrlKey || event.metaKey
  if (!mod && isTyping(event.target)) return
  const pressed = mod ? `mod+${event.key.toLowerCase()}` : event.key
  const chord = firstKey !== null && now - firstKey.at < chordTime ? `${firstKey.key} ${pressed}` : null
  firstKey = mod ? null : { key: pressed, at: now }
  const action = (chord === null ? undefined : find(chord)) ?? find(pressed)
  if (action === undefined || (event.altKey && !mod)) return
  event.preventDefault()
  firstKey = null
  void action.perform()
}

function find(shortcut: string): Action | undefined {
  return offeredActions()
    .flatMap((scope) => scope.actions)
    .find((action) => action.shortcut === shortcut && isPossible(action))
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !isTickbox(target)
  )
}

function isTickbox(target: HTMLElement): boolean {
  return target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio')
}
