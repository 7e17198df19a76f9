import { expect, it } from 'vitest'
import { readSchemas, type EntityType } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { exampleQueries, starterQuery } from './starter-queries'

const schemas = readSchemas(sample)
const type = (name: string): EntityType => schemas.get(name) as EntityType

it('selects the key and the main attributes', () => {
  expect(starterQuery(type('Job'))).toBe('select id, status, type, created_at from Job')
  expect(starterQuery(type('JobComponent'))).toBe('select component_id, job_id from JobComponent')
})

it('includes relations and aggregates when available', () => {
  expect(exampleQueries(schemas, type('Job'))).toEqual([
    'select id, status, type, created_at from Job',
    'select id, user.username from Job where user has () order by user.username limit 20',
    'select count(id), status from Job group by status',
  ])
  expect(exampleQueries(schemas, type('Metadata'))).toHaveLength(1)
  expect(exampleQueries(schemas, undefined)[0]).toContain('from Job')
  expect(exampleQueries(new Map(), undefined)).toEqual([])
})
