/** One ticking clock for every relative time on the page. */
import { readonly, ref, type Ref } from 'vue'

const now = ref(Date.now())
setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now()
}, 1000)
document.addEventListener('visibilitychange', () => {
  now.value = Date.now()
})

/** The time in milliseconds, moving each second while the page can be seen. */
export function useNow(): Readonly<Ref<number>> {
  return readonly(now)
}
