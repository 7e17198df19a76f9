/** Show suggestions in a text area, and handle their keys. */
import { ref, shallowRef } from 'vue'
import type { Completion, Suggestion } from './completion'

type Complete = (text: string, cursor: number) => Completion | undefined

export function useCompletion(
  area: () => HTMLTextAreaElement | null,
  complete: Complete,
  accept: (completion: Completion, suggestion: Suggestion) => void,
) {
  const active = shallowRef<Completion | null>(null)
  const at = ref(0)

  function close(): void {
    active.value = null
  }

  /** Update the suggestions at the caret; unless *isExplicit*, only while a word is being typed. */
  function look(isExplicit: boolean): void {
    const field = area()
    const cursor = field?.selectionStart ?? 0
    const found = field === null || field.selectionEnd !== cursor ? undefined : complete(field.value, cursor)
    const before = field?.value.slice(0, cursor) ?? ''
    const written = before.slice(found?.from)
    const isDone = found?.suggestions.length === 1 && found.suggestions[0]?.label === written
    const isRelevant = isExplicit || (!isDone && (written !== '' || /[.[]$/.test(before)))
    active.value = found !== undefined && found.suggestions.length > 0 && isRelevant ? found : null
    at.value = 0
  }

  function typed(how: string): void {
    if (
      how.startsWith('insert')
        ? how !== 'insertLineBreak' && how !== 'insertFromPaste'
        : active.value !== null
    )
      look(false)
    else close()
  }

  function take(index: number): void {
    const completion = active.value
    const suggestion = completion?.suggestions[index]
    close()
    if (completion !== null && suggestion !== undefined) accept(completion, suggestion)
  }

  function pressed(event: KeyboardEvent): void {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      return look(true)
    }
    const amount = active.value?.suggestions.length ?? 0
    if (amount === 0 || event.isComposing) return
    if (event.ctrlKey || event.metaKey || event.altKey) return close()
    const steps: Readonly<Record<string, () => unknown>> = {
      ArrowDown: () => (at.value = (at.value + 1) % amount),
      ArrowUp: () => (at.value = (at.value + amount - 1) % amount),
      Enter: () => take(at.value),
      Tab: () => take(at.value),
      Escape: close,
    }
    const step = event.shiftKey ? undefined : steps[event.key]
    if (step === undefined) return /^(?:Arrow|Home|End|Page)/.test(event.key) ? close() : undefined
    event.preventDefault()
    step()
  }

  return { active, at, close, typed, pressed, take }
}
