/** Theme and density: chosen by the user, with the system's preference as the default. */
import { computed, onScopeDispose, effectScope, ref, watchEffect } from 'vue'
import { rememberedChoice } from '@/lib/preferences'
import { density } from '@/ui/density'

export type Theme = 'system' | 'dark' | 'light'

export const theme = rememberedChoice<Theme>('theme', ['system', 'dark', 'light'])

/** Apply the user's choice, and follow changes of the system's preference. */
export function followAppearance(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = ref(system.matches)
  const effectiveTheme = computed(() =>
    theme.value === 'system' ? (systemIsDark.value ? 'dark' : 'light') : theme.value,
  )
  const follow = (): void => {
    systemIsDark.value = system.matches
  }
  system.addEventListener('change', follow)
  effectScope(true).run(() => {
    watchEffect(() => {
      document.documentElement.dataset.theme = effectiveTheme.value
      document.documentElement.dataset.density = density.value
    })
    onScopeDispose(() => system.removeEventListener('change', follow))
  })
}
