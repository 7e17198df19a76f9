/** System notifications for hidden tabs, if the user allowed them. */
import { ref } from 'vue'
import type { Command } from '@/lib/commands'

const permission = ref(typeof Notification === 'undefined' ? 'denied' : Notification.permission)

export const allowNotifications: Command = {
  name: 'notifications.allow',
  label: 'Notify me when jobs finish',
  icon: 'jobs',
  group: 'Notifications',
  when: () => permission.value === 'default' && window.isSecureContext,
  chosen: () => permission.value === 'granted',
  perform: async () => {
    permission.value = await Notification.requestPermission()
  },
}

/** Show *text* as a system notification when the page is hidden; a click calls *open*. */
export function notifyAway(text: string, open: () => void): void {
  if (document.visibilityState !== 'hidden' || permission.value !== 'granted') return
  const note = new Notification('Callboard', { body: text })
  note.addEventListener('click', () => {
    window.focus()
    note.close()
    open()
  })
}
