/** Keys in the jobs menu: ↑ and ↓ move between rows, d downloads, Escape closes. Enter follows the row's link. */
import type { Ref } from 'vue'
import type { Job } from '@/entities/job/job'
import { downloadFiles } from '@/entities/job/job-commands'
import { isMenuOpen } from './menu-state'

export function usePanelKeys(
  panel: Readonly<Ref<HTMLElement | null>>,
  jobs: () => readonly Job[],
): { onKey: (event: KeyboardEvent) => void } {
  const rows = (): HTMLElement[] => [...(panel.value?.querySelectorAll<HTMLElement>('[data-row-main]') ?? [])]

  function walk(step: 1 | -1): void {
    const all = rows()
    const at = all.findIndex((row) => row.closest('[data-job-id]')?.contains(document.activeElement) === true)
    const next =
      at === -1 ? (step === 1 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))
    all[next]?.focus()
    all[next]?.closest('[data-job-id]')?.scrollIntoView({ block: 'nearest' })
  }

  function downloadCurrent(): void {
    const id = document.activeElement?.closest<HTMLElement>('[data-job-id]')?.dataset.jobId
    const job = jobs().find((candidate) => candidate.id === id)
    if (job !== undefined) downloadFiles(job)
  }

  function onKey(event: KeyboardEvent): void {
    const inChoice = event.target instanceof HTMLInputElement
    const performed: Readonly<Record<string, (() => void) | undefined>> = {
      ArrowDown: inChoice ? undefined : () => walk(1),
      ArrowUp: inChoice ? undefined : () => walk(-1),
      d: event.ctrlKey || event.metaKey || event.altKey ? undefined : downloadCurrent,
      Escape: () => (isMenuOpen.value = false),
    }
    const perform = performed[event.key]
    if (perform === undefined) return
    event.preventDefault()
    event.stopPropagation()
    perform()
  }

  return { onKey }
}
