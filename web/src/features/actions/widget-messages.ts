/** The message to a program's page when it is ready: selection and theme, but no credentials. */
import type { Selected } from '@/entities/actions/subject'
import type { Fields } from '@/lib/fields'

/** Pages expect schema names; all typed contexts share one. */
const names: Readonly<Record<string, string>> = {
  task: 'TypedContext',
  show: 'Project',
  assetversion: 'AssetVersion',
  asset: 'Asset',
  list: 'List',
  user: 'User',
  reviewsession: 'ReviewSession',
  component: 'Component',
  job: 'Job',
}

export function loadMessage(selection: readonly Selected[]): Fields {
  const entities = selection.map(({ entityType, entityId }) => ({
    id: entityId,
    type: names[entityType] ?? entityType,
  }))
  return {
    topic: 'ftrack.widget.load',
    data: {
      theme: document.documentElement.dataset.theme === 'light' ? 'light' : 'dark',
      entity: entities[0] ?? null,
      selection: entities,
      targetOrigin: location.origin,
    },
  }
}
