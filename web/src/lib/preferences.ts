/** Preferences stored in this browser; without storage, they last until the page closes. */
import { ref, watch, type Ref } from 'vue'
import { parsed } from '@/lib/api'

const prefix = 'callboard.'

export function stored(name: string): unknown {
  try {
    return parsed(localStorage.getItem(prefix + name) ?? '')
  } catch {
    return undefined
  }
}

export function store(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value))
  } catch {
    // Storage is full or blocked: the value lasts until the page closes.
  }
}

/** Return a ref that stores one of *choices*; the first is the default. */
export function rememberedChoice<Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Ref<Choice> {
  const before = stored(name)
  const choice = ref(choices.find((value) => value === before) ?? choices[0]) as Ref<Choice>
  watch(choice, (value) => store(name, value))
  return choice
}
