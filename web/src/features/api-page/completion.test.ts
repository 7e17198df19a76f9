import { describe, expect, it } from 'vitest'
import { readSchemas } from '@/entities/schema/schema'
import { sample } from '@/entities/schema/schema-sample'
import { applied, complete } from './completion'

const schemas = readSchemas(sample)

/** Return the suggestions at the bar in *text*. */
function at(text: string, fallback: string | null = null): string[] {
  return complete(text.replace('|', ''), text.indexOf('|'), schemas, fallback).suggestions.map(
    (suggestion) => suggestion.label,
  )
}

/** Return *text* after accepting the first suggestion, with the caret as a bar. */
function taken(text: string): string {
  const plain = text.replace('|', '')
  const completion = complete(plain, text.indexOf('|'), schemas)
  const first = completion.suggestions[0]
  if (first === undefined) return text
  const { insert, caret } = applied(completion, first)
  const whole = plain.slice(0, completion.from) + insert + plain.slice(completion.to)
  return `${whole.slice(0, caret)}|${whole.slice(caret)}`
}

describe('suggestions', () => {
  it('start with select and the types', () => {
    expect(at('|')).toEqual(['select', 'Job', 'JobComponent', 'Metadata', 'Task', 'TypedContext', 'User'])
    expect(at('jo|')).toEqual(['Job', 'JobComponent'])
    expect(at('select id from |')).toEqual([
      'Job',
      'JobComponent',
      'Metadata',
      'Task',
      'TypedContext',
      'User',
    ])
    expect(at('select id from Us|')).toEqual(['User'])
  })

  it('use the type that follows later', () => {
    expect(at('select st| from Job')).toEqual(['status'])
    expect(at('select | from Job')).toContain('job_components')
    expect(at('select id, | from Job where x is 1')).toContain('status')
  })

  it('use the selected type when the text names none', () => {
    expect(at('select use|', 'Job')).toEqual(['user', 'user_id'])
    expect(at('select use|')).toEqual([])
  })

  it('follow relations', () => {
    expect(at('select user.| from Job')).toEqual(['id', 'is_active', 'jobs', 'username'])
    expect(at('Job where user.jobs.user.user|')).toEqual(['username'])
    expect(at('Job where status.|')).toEqual([])
    expect(at('Job order by user.use|')).toEqual(['username'])
    expect(at('TypedContext where parent[Ta|')).toEqual(['Task', 'Metadata'])
    expect(at('TypedContext where parent[Task].ch|')).toEqual(['children'])
  })

  it('include filter-only attributes only in criteria', () => {
    expect(at('User where meta|')).toEqual(['metadata'])
    expect(at('select meta| from User')).toEqual([])
  })

  it('use the type of the relation inside has and any', () => {
    expect(at('Job where user has (|')).toEqual(['id', 'is_active', 'jobs', 'metadata', 'username', 'not'])
    expect(at('User where jobs any (st|)')).toEqual(['status'])
    expect(at('Job where user has (is_active is true) and ty|')).toEqual(['type'])
    expect(at('Job where user_id in (select i| from User)')).toEqual(['id', 'is_active', 'min'])
  })

  it('include only matching operators', () => {
    expect(at('Job where job_components |')).toEqual(['any'])
    expect(at('Job where user |')).toEqual(['has', 'is', 'is_not', 'in', 'not_in'])
    expect(at('Job where created_at |')).toContain('after')
    expect(at('Job where status l|')).toEqual(['like', 'not_like'])
    expect(at('User where is_active |')).toEqual(['is', 'is_not'])
  })

  it('include values of enumerations', () => {
    expect(at('Job where status is |')).toEqual(['queued', 'running', 'done', 'failed', 'none'])
    expect(at('Job where status in (queued, f|')).toEqual(['failed'])
    expect(at('Job where status is "ru|"')).toEqual(['running'])
    expect(at('User where is_active is |')).toEqual(['true', 'false', 'none'])
  })

  it('continue a query', () => {
    expect(at('select id |')).toEqual(['from'])
    expect(at('Job |')).toEqual(['where', 'group by', 'order by', 'limit', 'offset'])
    expect(at('Job where status is done |')).toEqual(['and', 'or', 'group by', 'order by', 'limit', 'offset'])
    expect(at('Job where user has (id is x |)')).toEqual(['and', 'or'])
    expect(at('Job order by status |')).toEqual(['asc', 'desc', 'limit', 'offset'])
    expect(at('Job where status is done order by id limit 5 |')).toEqual(['offset'])
  })

  it('are empty inside other quotes and after numbers', () => {
    expect(at('Job where data is "sel|')).toEqual([])
    expect(at('Job where data is "a" |')).toContain('and')
    expect(at('Job limit |')).toEqual([])
  })
})

describe('accepting a suggestion', () => {
  it('replaces the whole word', () => {
    expect(taken('select user.us|nothing from Job')).toBe('select user.username| from Job')
    expect(taken('Job where sta| is done')).toBe('Job where status| is done')
  })

  it('puts the caret between parentheses', () => {
    expect(taken('Job where job_components |')).toBe('Job where job_components any (|)')
    expect(taken('select cou| from Job')).toBe('select count(|) from Job')
  })
})
