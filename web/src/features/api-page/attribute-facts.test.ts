import { expect, it } from 'vitest'
import { attributeOf, readSchemas, type Attribute } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { attributeFacts, typeWords } from './attribute-facts'

const schemas = readSchemas(sample)
const of = (type: string, name: string): Attribute => attributeOf(schemas, type, name) as Attribute
const words = (type: string, name: string): string[] =>
  attributeFacts(of(type, name)).map((fact) => `${fact.name} ${fact.value ?? ''}`.trim())

it('lists special properties', () => {
  expect(words('Job', 'id')).toEqual(['key', 'required', 'immutable', 'default "{uid}"', 'alias jobid'])
  expect(words('Job', 'status')).toEqual([
    'required',
    'default "queued"',
    'one of queued, running, done, failed',
  ])
  expect(words('User', 'is_active')).toEqual(['default true'])
  expect(words('User', 'metadata')).toEqual(['filter only'])
  expect(words('JobComponent', 'url')).toEqual(['computed'])
})

it('names the kind', () => {
  expect(
    [
      of('Job', 'user'),
      of('Job', 'user_id'),
      of('User', 'jobs'),
      of('User', 'metadata'),
      of('Job', 'data'),
    ].map(typeWords),
  ).toEqual(['', 'key of', 'list of', 'map of', 'json'])
})
