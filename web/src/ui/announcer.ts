/** Messages for screen readers, in one polite live region that is always in the page. */
import { readonly, ref } from 'vue'

const words = ref('')

export const announced = readonly(words)

/** Announce a change of state, but not each step of a progress. */
export function announce(text: string): void {
  words.value = ''
  requestAnimationFrame(() => {
    words.value = text
  })
}
