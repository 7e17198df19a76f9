import { expect, it } from 'vitest'
import { attributeOf, readSchemas } from './schema'
import { sample } from './schema-sample'

const schemas = readSchemas(sample)

it('sorts types by name, also from a nested list', () => {
  expect([...schemas.keys()]).toEqual(['Job', 'JobComponent', 'Metadata', 'Task', 'TypedContext', 'User'])
  expect([...readSchemas([sample]).keys()]).toEqual([...schemas.keys()])
})

it('reads the kind and target of each attribute', () => {
  const job = (name: string) => attributeOf(schemas, 'Job', name)
  expect(job('status')).toMatchObject({
    kind: 'text',
    isRequired: true,
    default: 'queued',
    choices: ['queued', 'running', 'done', 'failed'],
  })
  expect(job('id')).toMatchObject({ kind: 'text', isKey: true, isImmutable: true, alias: 'jobid' })
  expect(job('user')).toMatchObject({ kind: 'reference', target: 'User' })
  expect(job('user_id')).toMatchObject({ kind: 'key', target: 'User', description: null })
  expect(job('job_components')).toMatchObject({ kind: 'collection', target: 'JobComponent' })
  expect(job('created_at')?.kind).toBe('time')
  expect(job('data')?.kind).toBe('json')
})

it('reads computed and filter-only attributes', () => {
  expect(attributeOf(schemas, 'JobComponent', 'url')).toMatchObject({ kind: 'object', isComputed: true })
  expect(attributeOf(schemas, 'User', 'metadata')).toMatchObject({
    kind: 'map',
    target: 'Metadata',
    isFilterOnly: true,
  })
})

it('reads the alias of a type', () => {
  expect(schemas.get('Metadata')?.alias).toBe('Meta')
  expect(schemas.get('Task')?.alias).toBe('TypedContext')
})

it('reads nothing from invalid schemas', () => {
  expect(readSchemas(null).size).toBe(0)
  expect(readSchemas([5, { id: 'Odd', properties: { x: 7 } }, {}]).get('Odd')?.attributes).toMatchObject([
    { name: 'x', kind: 'value', target: null },
  ])
})
