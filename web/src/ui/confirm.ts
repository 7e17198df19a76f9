/** Confirm destructive actions: one dialog per page, with the answer as a promise. */
import { shallowRef } from 'vue'

export interface Question {
  readonly title: string
  readonly text: string
  /** The affected items. */
  readonly list?: readonly string[]
  readonly confirm: string
}

interface PendingQuestion extends Question {
  readonly answer: (confirmed: boolean) => void
}

export const pending = shallowRef<PendingQuestion | null>(null)

export function confirmed(question: Question): Promise<boolean> {
  pending.value?.answer(false)
  return new Promise((resolve) => {
    pending.value = {
      ...question,
      answer: (yes) => {
        pending.value = null
        resolve(yes)
      },
    }
  })
}
