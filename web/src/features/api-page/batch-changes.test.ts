import { expect, it } from 'vitest'
import { questionFor, readBatch } from './batch-changes'

const changes = (operations: unknown) => {
  const read = readBatch(JSON.stringify(operations))
  return 'batch' in read ? read.batch.changes : read.problem.message
}

it('treats everything but known reads as a change', () => {
  expect(
    changes([{ action: 'query', expression: 'Job' }, { action: 'query_schemas' }, { action: 'permissions' }]),
  ).toEqual([])
  expect(changes([{ action: 'send_user_invite', user_id: 'x' }])).toEqual([
    { verb: 'Perform', words: 'send_user_invite' },
  ])
  expect(changes([{ action: 'QUERY' }])).toHaveLength(1)
})

it('describes each change', () => {
  expect(
    changes([
      {
        action: 'create',
        entity_type: 'Job',
        entity_data: { __entity_type__: 'Job', status: 'done', data: '{}' },
      },
      { action: 'update', entity_type: 'Job', entity_key: ['j1'], entity_data: { status: 'done' } },
      { action: 'delete', entity_type: 'JobComponent', entity_key: ['c', 'j'] },
      { action: 'delete', entity_type: 'User', entity_key: 'u1' },
    ]),
  ).toEqual([
    { verb: 'Create', words: 'Job (status, data)' },
    { verb: 'Update', words: 'Job j1 (status)' },
    { verb: 'Delete', words: 'JobComponent c, j' },
    { verb: 'Delete', words: 'User u1' },
  ])
})

it('rejects an invalid batch', () => {
  expect(changes({})).toContain('list of operations')
  expect(changes([{ action: 'query' }, 5])).toContain('Operation 2')
  expect(changes([{ acton: 'query' }])).toContain('Operation 1')
  expect(readBatch('[{')).toMatchObject({ problem: { from: 2 } })
})

it('confirms with counts and names', () => {
  const made = Array.from({ length: 14 }, (_, index) => ({ verb: 'Update' as const, words: `Job ${index}` }))
  const question = questionFor([...made, { verb: 'Delete', words: 'User u' }])
  expect(question).toMatchObject({ title: 'Apply 15 changes to this server?', confirm: 'Apply 15 changes' })
  expect(question.text).toContain('14 updated, 1 deleted')
  expect(question.list).toHaveLength(13)
  expect(question.list.at(-1)).toBe('and 3 more')
  expect(questionFor(made.slice(0, 1))).toMatchObject({
    title: 'Apply 1 change to this server?',
    list: ['Update Job 0'],
  })
})
