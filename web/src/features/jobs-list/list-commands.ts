/** Shortcuts of the job list. */
import type { Ref } from 'vue'
import type { Job } from '@/entities/job/job'
import { downloadFiles } from '@/entities/job/job-commands'
import { jobById } from '@/entities/job/job-table'
import type { Command } from '@/lib/commands'
import type { Selection } from '@/lib/selection'

interface Parts {
  readonly table: Readonly<Ref<{ walk(step: number): Promise<void>; currentId(): string | undefined } | null>>
  readonly filters: Readonly<Ref<{ focus(): void } | null>>
  readonly selection: Selection
  readonly openMenu: (job: Job) => void
}

export function listCommands(parts: Parts): readonly Command[] {
  const current = (): Job | undefined => jobById(parts.table.value?.currentId() ?? '')
  const withCurrent = (perform: (job: Job) => void): Pick<Command, 'when' | 'perform'> => ({
    when: () => current() !== undefined,
    perform: () => {
      const job = current()
      if (job !== undefined) perform(job)
    },
  })
  return [
    {
      name: 'list.next',
      label: 'Next row',
      shortcut: 'ArrowDown',
      group: 'List',
      byKeyOnly: true,
      perform: () => parts.table.value?.walk(1),
    },
    {
      name: 'list.previous',
      label: 'Previous row',
      shortcut: 'ArrowUp',
      group: 'List',
      byKeyOnly: true,
      perform: () => parts.table.value?.walk(-1),
    },
    {
      name: 'list.select',
      label: 'Select row',
      shortcut: 'x',
      group: 'List',
      byKeyOnly: true,
      ...withCurrent((job) => parts.selection.toggle(job.id, false)),
    },
    {
      name: 'list.download',
      label: 'Download files',
      shortcut: 'd',
      group: 'List',
      byKeyOnly: true,
      ...withCurrent(downloadFiles),
    },
    {
      name: 'list.menu',
      label: 'Open the menu of the row',
      shortcut: 'm',
      group: 'List',
      byKeyOnly: true,
      ...withCurrent(parts.openMenu),
    },
    {
      name: 'list.filter',
      label: 'Filter by text',
      shortcut: '/',
      group: 'List',
      byKeyOnly: true,
      perform: () => parts.filters.value?.focus(),
    },
    {
      name: 'list.clear',
      label: 'Clear selection',
      shortcut: 'Escape',
      group: 'List',
      byKeyOnly: true,
      when: () => parts.selection.chosen.value.size > 0,
      perform: () => parts.selection.clear(),
    },
  ]
}
