/** Sample batches, one of each kind. */
const written = (operation: object): string => JSON.stringify([operation], null, 2)

export const batchSamples = [
  {
    name: 'query',
    label: 'Query',
    text: written({ action: 'query', expression: 'select id, status from Job limit 5' }),
  },
  {
    name: 'create',
    label: 'Create',
    text: written({
      action: 'create',
      entity_type: 'Job',
      entity_data: {
        __entity_type__: 'Job',
        status: 'queued',
        data: '{"description": "Created in the API explorer"}',
      },
    }),
  },
  {
    name: 'update',
    label: 'Update',
    text: written({
      action: 'update',
      entity_type: 'Job',
      entity_key: ['the id of the job'],
      entity_data: { __entity_type__: 'Job', status: 'done' },
    }),
  },
  {
    name: 'delete',
    label: 'Delete',
    text: written({ action: 'delete', entity_type: 'Job', entity_key: ['the id of the job'] }),
  },
] as const
