/** The page's actions, for shortcuts and the palette. */
import { computed, type ComputedRef } from 'vue'
import type { Command } from '@/lib/commands'
import { views, type View } from './address'
import type { BatchRun } from './batch-run'
import type { Workbench } from './workbench'

const viewNames: Readonly<Record<View, string>> = { table: 'a table', tree: 'a tree', json: 'JSON' }

export function pageCommands(
  bench: Workbench,
  batch: BatchRun,
  searchTypes: () => void,
): ComputedRef<Command[]> {
  const inExplorer = (): boolean => bench.address.now.value.tab === 'explorer'
  const isBatch = (): boolean => bench.address.now.value.mode === 'batch'
  return computed(() => [
    {
      name: 'api.run',
      label: isBatch() ? 'Send batch' : 'Run query',
      icon: 'right',
      group: 'API',
      shortcut: 'mod+enter',
      when: inExplorer,
      perform: () => (isBatch() ? batch.run() : bench.run()),
    },
    {
      name: 'api.types',
      label: 'Search entity types',
      icon: 'search',
      group: 'API',
      shortcut: '/',
      when: inExplorer,
      perform: searchTypes,
    },
    {
      name: 'api.write',
      label: 'Edit query',
      icon: 'text',
      group: 'API',
      shortcut: 'e',
      when: () => inExplorer() && !isBatch(),
      perform: () => bench.editor.value?.focus(),
    },
    ...views.map((view): Command => ({
      name: `api.view.${view}`,
      label: `Show results as ${viewNames[view]}`,
      icon: 'table',
      group: 'API',
      when: inExplorer,
      chosen: () => bench.address.now.value.view === view,
      perform: () => bench.address.go({ view }),
    })),
  ])
}
