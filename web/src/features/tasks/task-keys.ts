/** Shortcuts of the tasks page. `a` is global: it opens the actions for the subject from `useSubject`. */
import type { Ref } from 'vue'
import type { Command } from '@/lib/commands'
import type { Selection } from '@/lib/selection'

interface Parts {
  readonly table: Readonly<Ref<{ walk(step: number): Promise<void>; currentId(): string | undefined } | null>>
  readonly field: Readonly<Ref<{ focus(): void } | null>>
  readonly selection: Selection
  readonly open: (id: string) => void
}

export function taskKeys({ table, field, selection, open }: Parts): readonly Command[] {
  const current = (): string | undefined => table.value?.currentId()
  const onRow = (
    perform: (id: string) => void,
  ): Pick<Command, 'group' | 'byKeyOnly' | 'when' | 'perform'> => ({
    group: 'List',
    byKeyOnly: true,
    when: () => current() !== undefined,
    perform: () => {
      const id = current()
      if (id !== undefined) perform(id)
    },
  })
  const isOnRowItself = (): boolean => document.activeElement?.getAttribute('role') === 'row'
  return [
    {
      name: 'tasks.next',
      label: 'Next row',
      shortcut: 'ArrowDown',
      group: 'List',
      byKeyOnly: true,
      perform: () => table.value?.walk(1),
    },
    {
      name: 'tasks.previous',
      label: 'Previous row',
      shortcut: 'ArrowUp',
      group: 'List',
      byKeyOnly: true,
      perform: () => table.value?.walk(-1),
    },
    {
      name: 'tasks.select',
      label: 'Select row',
      shortcut: 'x',
      ...onRow((id) => selection.toggle(id, false)),
    },
    {
      name: 'tasks.tick',
      label: 'Select row',
      shortcut: ' ',
      ...onRow((id) => selection.toggle(id, false)),
      when: isOnRowItself,
    },
    {
      name: 'tasks.open',
      label: 'Open actions for row',
      shortcut: 'Enter',
      ...onRow(open),
      when: isOnRowItself,
    },
    {
      name: 'tasks.filter',
      label: 'Filter by text',
      shortcut: '/',
      group: 'List',
      byKeyOnly: true,
      perform: () => field.value?.focus(),
    },
    {
      name: 'tasks.clear',
      label: 'Clear selection',
      shortcut: 'Escape',
      group: 'List',
      byKeyOnly: true,
      when: () => selection.chosen.value.size > 0,
      perform: () => selection.clear(),
    },
  ]
}
