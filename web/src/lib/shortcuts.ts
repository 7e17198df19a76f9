/** Keyboard shortcuts of the page, collected from the commands of the mounted components. */
import { onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue'
import { isPossible, type Command } from '@/lib/commands'

interface Scope {
  readonly title: string
  readonly commands: MaybeRefOrGetter<readonly Command[]>
}

const scopes = shallowReactive<Scope[]>([])
const chordTime = 1200
let firstKey: { key: string; at: number } | null = null

/** Register *commands* under *title* while the calling component is mounted. */
export function useCommands(title: string, commands: MaybeRefOrGetter<readonly Command[]>): void {
  const scope = { title, commands }
  scopes.push(scope)
  onScopeDispose(() => scopes.splice(scopes.indexOf(scope), 1))
}

/** Return all registered commands, the most recent scope first. */
export function offeredCommands(): { title: string; commands: readonly Command[] }[] {
  return [...scopes].reverse().map((scope) => ({ title: scope.title, commands: toValue(scope.commands) }))
}

/** Perform the command whose shortcut is *event*. In text fields, only shortcuts with Ctrl or ⌘ apply. */
export function handleKey(event: KeyboardEvent, now: number = Date.now()): void {
  if (event.defaultPrevented || event.isComposing) return
  const mod = event.ctrlKey || event.metaKey
  if (!mod && isTyping(event.target)) return
  const pressed = mod ? `mod+${event.key.toLowerCase()}` : event.key
  const chord = firstKey !== null && now - firstKey.at < chordTime ? `${firstKey.key} ${pressed}` : null
  firstKey = mod ? null : { key: pressed, at: now }
  const command = (chord === null ? undefined : find(chord)) ?? find(pressed)
  if (command === undefined || (event.altKey && !mod)) return
  event.preventDefault()
  firstKey = null
  void command.perform()
}

function find(shortcut: string): Command | undefined {
  return offeredCommands()
    .flatMap((scope) => scope.commands)
    .find((command) => command.shortcut === shortcut && isPossible(command))
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
