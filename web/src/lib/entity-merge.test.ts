import { expect, it } from 'vitest'
import { mergeEntities } from './entity-merge'

const user = { __entity_type__: 'User', id: 'u', username: 'mia' }
const userRef = { __entity_type__: 'User', id: 'u' }

it('completes earlier and later references', () => {
  const [first, second, third] = mergeEntities([
    { __entity_type__: 'Job', id: 'a', user: userRef },
    { __entity_type__: 'Job', id: 'b', user },
    { __entity_type__: 'Job', id: 'c', user: userRef },
  ])
  for (const job of [first, second, third]) expect(job?.user).toMatchObject({ username: 'mia' })
})

it('merges by composite keys', () => {
  const link = { __entity_type__: 'JobComponent', job_id: 'a', component_id: 'c' }
  const [job, other] = mergeEntities([
    { __entity_type__: 'Job', id: 'a', job_components: [link] },
    { ...link, component: { __entity_type__: 'FileComponent', id: 'c', name: 'report' } },
  ])
  expect((job?.job_components as unknown[])[0]).toBe(other)
})

it('keeps entities of different types and keys apart', () => {
  const [job, component] = mergeEntities([
    { __entity_type__: 'Job', id: 'x', status: 'done' },
    { __entity_type__: 'FileComponent', id: 'x', name: 'n' },
  ])
  expect(job).not.toHaveProperty('name')
  expect(component).not.toHaveProperty('status')
})

it('unwraps times and accepts cyclic references', () => {
  const [job] = mergeEntities([
    {
      __entity_type__: 'Job',
      id: 'a',
      created_at: { __type__: 'datetime', value: '2026-11-24T10:00:00' },
      parent: { __entity_type__: 'Job', id: 'a' },
    },
  ])
  expect(job?.created_at).toBe('2026-11-24T10:00:00')
  expect(job?.parent).toBe(job)
})

it('uses the given keys', () => {
  const keysOf = (type: string): string[] => (type === 'Pair' ? ['left', 'right'] : ['id'])
  const [first, second] = mergeEntities(
    [
      { __entity_type__: 'Pair', left: 'a', right: 'b', note: 'here' },
      { __entity_type__: 'Pair', left: 'a', right: 'b' },
    ],
    keysOf,
  )
  expect(second).toBe(first)
})
