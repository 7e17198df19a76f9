import { describe, expect, it } from 'vitest'
import { readSchemas } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { readQuery, resolvePath } from './query-reading'

const schemas = readSchemas(sample)
const roles = (text: string): string[] =>
  readQuery(text, schemas).tokens.map((token) => `${token.role} ${text.slice(token.from, token.to)}`)

describe('tokens', () => {
  it('reads a whole query', () => {
    expect(
      roles(
        'select user.username, id from Job where status is running and not job_components any () ' +
          'order by created_at desc limit 5 offset 10',
      ),
    ).toEqual([
      'keyword select',
      'path user.username',
      'mark ,',
      'path id',
      'keyword from',
      'type Job',
      'keyword where',
      'path status',
      'operator is',
      'value running',
      'keyword and',
      'keyword not',
      'path job_components',
      'operator any',
      'mark (',
      'mark )',
      'keyword order',
      'keyword by',
      'path created_at',
      'keyword desc',
      'keyword limit',
      'value 5',
      'keyword offset',
      'value 10',
    ])
  })

  it('reads keywords as names where a name is expected', () => {
    expect(roles('select from, group from Task where from.id is select and group is "from"')).toEqual([
      'keyword select',
      'path from',
      'mark ,',
      'path group',
      'keyword from',
      'type Task',
      'keyword where',
      'path from.id',
      'operator is',
      'value select',
      'keyword and',
      'path group',
      'operator is',
      'text "from"',
    ])
  })

  it('reads lists, casts, subqueries, aggregates and the short form', () => {
    expect(roles('Task where id in (a-1,"b") and parent[Task].name like \'x%\'')).toContain(
      'path parent[Task].name',
    )
    expect(roles('Task where id in (select job_id from JobComponent where job.id is x) order by id')).toEqual(
      [
        'type Task',
        'keyword where',
        'path id',
        'operator in',
        'mark (',
        'keyword select',
        'path job_id',
        'keyword from',
        'type JobComponent',
        'keyword where',
        'path job.id',
        'operator is',
        'value x',
        'mark )',
        'keyword order',
        'keyword by',
        'path id',
      ],
    )
    expect(roles('select count(id) from Job group by status')).toEqual([
      'keyword select',
      'function count',
      'mark (',
      'path id',
      'mark )',
      'keyword from',
      'type Job',
      'keyword group',
      'keyword by',
      'path status',
    ])
  })

  it('needs no space after a closing quote', () => {
    expect(roles('Job where id is "a"and type is x')).toContain('keyword and')
  })

  it.each([
    '',
    '   ',
    'select',
    'select (((',
    ')))',
    'Job where',
    'Job where (a',
    'a b c d',
    'Job where id is "',
    '"',
    'Job limit',
    'from from from',
    '('.repeat(5000),
    `Job where ${'('.repeat(5000)}`,
  ])('reads all of %j except whitespace', (text) => {
    const { tokens } = readQuery(text, schemas)
    const joined = tokens.map((token) => text.slice(token.from, token.to)).join('')
    expect(joined.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })
})

it('returns type, projections and page of the outer query only', () => {
  const text =
    'select id, count( user.id ) from Job where id in (select id from Task limit 7) limit 20 offset 40'
  expect(readQuery(text, schemas)).toMatchObject({
    type: 'Job',
    projections: ['id', 'count(user.id)'],
    limit: { number: 20, from: text.indexOf('limit 20') },
    offset: { number: 40, to: text.length },
  })
  expect(readQuery('Job where data is "limit 5"', schemas)).toMatchObject({
    type: 'Job',
    projections: [],
    limit: null,
  })
})

it('follows paths through relations and casts', () => {
  expect(resolvePath(schemas, 'JobComponent', 'job.user.username')).toMatchObject({
    attribute: { name: 'username' },
    target: null,
  })
  expect(resolvePath(schemas, 'Job', 'user.jobs.')).toMatchObject({
    attribute: { name: 'jobs' },
    target: 'Job',
  })
  expect(resolvePath(schemas, 'TypedContext', 'parent[Task].bid').attribute?.kind).toBe('number')
  expect(resolvePath(schemas, 'Job', 'nothing.here')).toEqual({ attribute: undefined, target: null })
})
