/** Confirm destructive actions: one dialog per page, with the answer as a promise. */
import { shallowRef } from 'vue'

export interface Question {
  readonly title: string
  readonly text: string
  /** The affected items. */
  readonly list?: readonly string[]
  readonly confirm: string
}

interface Asked extends Question {
  readonly answer: (confirmed: boolean) => void
}

export const asked = shallowRef<Asked | null>(null)

export function confirmed(question: Question): Promise<boolean> {
  asked.value?.answer(false)
  return new Promise((resolve) => {
    asked.value = {
      ...question,
      answer: (yes) => {
        asked.value = null
        resolve(yes)
      },
    }
  })
}
