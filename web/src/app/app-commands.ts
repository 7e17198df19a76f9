/** Commands available on every page. */
import { computed, ref, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import { isMenuOpen } from '@/features/jobs-menu/menu-state'
import { openActions } from '@/entities/actions/subject'
import { signOut, useSession } from '@/entities/session/session'
import type { Command } from '@/lib/commands'
import { density, type Density } from '@/ui/density'
import { theme, type Theme } from './appearance'
import { allowNotifications } from './notifications'

export const isPaletteOpen = ref(false)
export const isKeyHelpOpen = ref(false)

const themes: readonly (readonly [Theme, string])[] = [
  ['system', 'Use system theme'],
  ['dark', 'Use dark theme'],
  ['light', 'Use light theme'],
]
const densities: readonly (readonly [Density, string])[] = [
  ['compact', 'Use compact rows'],
  ['cosy', 'Use cosy rows'],
]

export const appearanceCommands: readonly Command[] = [
  ...themes.map(([value, label]): Command => ({
    name: `theme.${value}`,
    label,
    icon: 'sun',
    group: 'Theme',
    chosen: () => theme.value === value,
    perform: () => void (theme.value = value),
  })),
  ...densities.map(([value, label]): Command => ({
    name: `density.${value}`,
    label,
    icon: 'rows',
    group: 'Density',
    chosen: () => density.value === value,
    perform: () => void (density.value = value),
  })),
]

export function useGoCommands(): ComputedRef<Command[]> {
  const router = useRouter()
  const session = useSession()
  const go = (name: string, label: string, path: string, icon: string, shortcut?: string): Command => ({
    name: `go.${name}`,
    label,
    icon,
    shortcut,
    group: 'Go to',
    perform: () => void router.push(path),
  })
  return computed(() => [
    go('home', 'Home', '/', 'home', 'g h'),
    go('jobs', 'All jobs', '/jobs', 'jobs', 'g j'),
    go('tasks', 'Tasks', '/tasks', 'tasks', 'g t'),
    go('api', 'API explorer', '/api-explorer', 'text', 'g a'),
    go('keys', 'My API keys', '/settings/keys', 'key', 'g k'),
    ...(session.value.user.isAdministrator
      ? [
          go('events', 'Event settings', '/settings/events', 'pulse', 'g e'),
          go('webhooks', 'Webhook settings', '/settings/webhooks', 'link', 'g w'),
        ]
      : []),
    ...(session.value.isDemo ? [go('demo', 'Demo', '/demo', 'image', 'g d')] : []),
  ])
}

export const signOutCommand: Command = {
  name: 'sign-out',
  label: 'Sign out',
  icon: 'leave',
  group: 'Account',
  perform: signOut,
}

export function useAppCommands(): ComputedRef<Command[]> {
  const go = useGoCommands()
  return computed(() => [
    ...go.value,
    {
      name: 'actions',
      label: 'Run an action…',
      icon: 'action',
      group: 'Actions',
      shortcut: 'a',
      perform: () => openActions(),
    },
    {
      name: 'jobs.menu',
      label: 'Open Jobs menu',
      icon: 'jobs',
      group: 'Jobs',
      shortcut: 'g m',
      perform: () => void (isMenuOpen.value = !isMenuOpen.value),
    },
    {
      name: 'palette',
      label: 'Open command palette',
      icon: 'search',
      group: 'Help',
      shortcut: 'mod+k',
      perform: () => void (isPaletteOpen.value = !isPaletteOpen.value),
    },
    {
      name: 'search',
      label: 'Search',
      icon: 'search',
      group: 'Help',
      shortcut: 'q',
      perform: () => void (isPaletteOpen.value = true),
    },
    {
      name: 'keys',
      label: 'Keyboard shortcuts',
      icon: 'keyboard',
      group: 'Help',
      shortcut: '?',
      perform: () => void (isKeyHelpOpen.value = true),
    },
    allowNotifications,
    ...appearanceCommands,
    signOutCommand,
  ])
}
