import { expect, it } from 'vitest'
import { readSchemas, type EntityType } from './schema'
import { groupable } from './schema-queries'
import { sample } from './schema-sample'

const type = (name: string): EntityType => readSchemas(sample).get(name) as EntityType

it('groups by a stored attribute with few values', () => {
  expect(groupable(type('Job'))).toBe('status')
  expect(groupable(type('User'))).toBe('is_active')
  expect(groupable(type('Task'))).toBeNull()
  const computed = readSchemas([
    { id: 'Odd', primary_key: ['id'], properties: { is_latest: { type: 'boolean' } } },
  ]).get('Odd') as EntityType
  expect(groupable(computed)).toBeNull()
})
