/** Words for people who listen: one polite region that is in the page from the start. */
import { readonly, ref } from 'vue'

const words = ref('')

export const announced = readonly(words)

/** Say a change of state; never each step of a progress. */
export function announce(text: string): void {
  words.value = ''
  requestAnimationFrame(() => {
    words.value = text
  })
}
