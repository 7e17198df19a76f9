/** Choices kept in this browser. A browser without storage keeps them until the page closes. */
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
    // Storage is full or forbidden: the choice lives as long as the page.
  }
}

/** A ref that remembers one of *choices*; the first is the default. */
export function rememberedChoice<Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Ref<Choice> {
  const before = stored(name)
  const choice = ref(choices.find((value) => value === before) ?? choices[0]) as Ref<Choice>
  watch(choice, (value) => store(name, value))
  return choice
}
