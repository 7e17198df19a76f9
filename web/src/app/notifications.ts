/** Messages of the system for tabs that are out of sight, where the person allowed them. */
import { ref } from 'vue'
import type { Command } from '@/lib/commands'

const permission = ref(typeof Notification === 'undefined' ? 'denied' : Notification.permission)

export const allowNotifications: Command = {
  name: 'notifications.allow',
  label: 'Notify me when jobs end',
  icon: 'jobs',
  group: 'Notifications',
  when: () => permission.value === 'default' && window.isSecureContext,
  chosen: () => permission.value === 'granted',
  perform: async () => {
    permission.value = await Notification.requestPermission()
  },
}

/** Tell *text* outside of the page when it is hidden; *open* is what a click leads to. */
export function notifyAway(text: string, open: () => void): void {
  if (document.visibilityState !== 'hidden' || permission.value !== 'granted') return
  const note = new Notification('Callboard', { body: text })
  note.addEventListener('click', () => {
    window.focus()
    note.close()
    open()
  })
}
