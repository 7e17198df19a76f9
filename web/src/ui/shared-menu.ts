/** One menu for all rows of a list: a menu component in each row would make long lists slow. */
import { shallowRef } from 'vue'
import type { Command } from '@/lib/commands'

export interface OpenMenu {
  readonly label: string
  readonly commands: readonly Command[]
  /** Where the menu opens, in the window. */
  readonly place: DOMRect
  readonly align: 'start' | 'end'
  /** The element that gets the focus back. */
  readonly opener: HTMLElement | null
}

export const openMenu = shallowRef<OpenMenu | null>(null)

/** Open a menu of *commands* below *button*, or close it. */
export function toggleMenuAt(button: HTMLElement, label: string, commands: readonly Command[]): void {
  if (openMenu.value?.opener === button) openMenu.value = null
  else
    openMenu.value = { label, commands, place: button.getBoundingClientRect(), align: 'end', opener: button }
}

/**
 * Open a menu of *commands* for a right click. The menu key and Shift+F10 cause the same event without a position:
 * the menu then opens at the focused element.
 */
export function openContextMenu(event: MouseEvent, label: string, commands: readonly Command[]): void {
  event.preventDefault()
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null
  const byKey = event.button !== 2 || (event.clientX === 0 && event.clientY === 0)
  const place =
    byKey && focused !== null
      ? focused.getBoundingClientRect()
      : new DOMRect(event.clientX, event.clientY, 0, 0)
  openMenu.value = { label, commands, place, align: 'start', opener: focused }
}
