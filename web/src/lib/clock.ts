/** One clock for all relative times on the page. */
import { readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now()
}, 1000)
document.addEventListener('visibilitychange', () => {
  now.value = Date.now()
})

/** Return the current time in milliseconds, updated each second while the page is visible. */
export function useNow(): Readonly<Ref<number>> {
  return readonly(now)
}
