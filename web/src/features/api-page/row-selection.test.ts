import { expect, it } from 'vitest'
import { readSchemas } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { idIn, subjectOfRows } from './row-selection'

const schemas = readSchemas(sample)

it('accepts only entities with an id', () => {
  expect(idIn({ __entity_type__: 'Job', id: 'j' }, schemas)).toBe('j')
  expect(idIn({ __entity_type__: 'Metadata', parent_id: 'p', key: 'k' }, schemas)).toBeNull()
  expect(idIn({ status: 'done', count_id: 3 }, schemas)).toBeNull()
})

it('uses the type names of events', () => {
  expect(
    subjectOfRows(
      [
        { __entity_type__: 'Job', id: 'j' },
        { __entity_type__: 'Task', id: 't' },
      ],
      schemas,
    ),
  ).toEqual({
    words: '2 rows',
    selection: [
      { entityType: 'job', entityId: 'j' },
      { entityType: 'typedcontext', entityId: 't' },
    ],
  })
  expect(subjectOfRows([{ __entity_type__: 'User', id: 'u', username: 'jane' }], schemas)).toEqual({
    words: 'User jane',
    selection: [{ entityType: 'user', entityId: 'u' }],
  })
})
