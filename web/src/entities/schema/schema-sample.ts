/** Sample schemas in the server's format, for tests. */
const text = { type: 'string' }
const key = (target: string) => ({
  type: 'string',
  format: 'foreign_key',
  description: `Foreign key(s): ${target}`,
})
const many = (target: string) => ({ type: 'array', items: { $ref: target } })

export const sample = [
  {
    id: 'Job',
    type: 'object',
    primary_key: ['id'],
    required: ['id', 'status'],
    immutable: ['id', 'type'],
    default_projections: ['id'],
    properties: {
      created_at: { type: 'string', format: 'date-time' },
      data: { type: 'string', format: 'json' },
      id: { ...text, default: '{uid}', alias_for: 'jobid' },
      job_components: many('JobComponent'),
      status: { ...text, default: 'queued', enum: ['queued', 'running', 'done', 'failed'] },
      type: { ...text, default: 'api_job' },
      user: { $ref: 'User' },
      user_id: key('User.user_id'),
    },
  },
  {
    id: 'JobComponent',
    primary_key: ['component_id', 'job_id'],
    computed: ['url'],
    properties: {
      component_id: key('Component.id'),
      job: { $ref: 'Job' },
      job_id: key('Job.id'),
      url: { type: 'object' },
    },
  },
  {
    id: 'Metadata',
    alias_for: 'Meta',
    primary_key: ['parent_id', 'key'],
    properties: { key: text, value: text, parent_id: key('Context.id, User.id') },
  },
  {
    id: 'User',
    primary_key: ['id'],
    properties: {
      id: text,
      is_active: { type: 'boolean', default: true },
      jobs: many('Job'),
      metadata: { type: 'mapped_array', items: { $ref: 'Metadata' }, restricted_projection: true },
      username: text,
    },
  },
  {
    id: 'TypedContext',
    primary_key: ['id'],
    properties: { id: text, name: text, parent: { $ref: 'Context' }, bid: { type: 'number' } },
  },
  {
    id: 'Task',
    alias_for: { id: 'TypedContext', classifiers: { object_typeid: 'x' } },
    primary_key: ['id'],
    properties: {
      id: text,
      from: { $ref: 'TypedContext' },
      name: text,
      parent: { $ref: 'TypedContext' },
      children: many('Task'),
      group: text,
      bid: { type: 'number' },
    },
  },
]
