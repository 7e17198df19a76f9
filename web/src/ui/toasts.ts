/** Short messages at the lower right. The same information must also be available elsewhere. */
import { shallowReactive } from 'vue'
import { announce } from './announcer'

export interface ToastButton {
  readonly label: string
  readonly href?: string
  readonly perform?: () => void
}

export interface Toast {
  readonly key: number
  readonly tone: 'done' | 'failed' | 'plain'
  readonly text: string
  readonly button: ToastButton | null
}

const shownAtMost = 3
let lastKey = 0

export const toasts = shallowReactive<Toast[]>([])

/** Show a toast; return its key. */
export function toast(tone: Toast['tone'], text: string, button: ToastButton | null = null): number {
  const key = (lastKey += 1)
  toasts.push({ key, tone, text, button })
  if (toasts.length > shownAtMost) toasts.shift()
  announce(text)
  return key
}

export function isVisible(key: number): boolean {
  return toasts.some((item) => item.key === key)
}

export function dismiss(key: number): void {
  const index = toasts.findIndex((item) => item.key === key)
  if (index !== -1) toasts.splice(index, 1)
}
