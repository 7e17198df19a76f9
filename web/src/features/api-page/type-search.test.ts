import { expect, it } from 'vitest'
import { readSchemas } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { foundTypes, rovingTarget } from './type-search'

const schemas = readSchemas(sample)
const names = (words: string): string[] => foundTypes(schemas, words).map((type) => type.name)

it('matches parts of the name, prefixes first', () => {
  expect(names('')).toHaveLength(schemas.size)
  expect(names('ta')).toEqual(['Task', 'Metadata'])
  expect(names('comp job')).toEqual(['JobComponent'])
  expect(names('zebra')).toEqual([])
})

it('moves between the field and the list', () => {
  expect(rovingTarget('ArrowDown', -1, 3)).toBe(0)
  expect(rovingTarget('ArrowDown', 2, 3)).toBe(2)
  expect(rovingTarget('ArrowUp', 0, 3)).toBe(-1)
  expect(rovingTarget('ArrowUp', -1, 3)).toBeNull()
  expect(rovingTarget('End', 0, 3)).toBe(2)
  expect(rovingTarget('Home', -1, 3)).toBeNull()
  expect(rovingTarget('ArrowDown', -1, 0)).toBeNull()
})
