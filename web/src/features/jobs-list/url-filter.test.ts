import { expect, it } from 'vitest'
import { everyJob, type JobFilter } from '@/entities/job/job-filter'
import { filterFromQuery, filterWords, orderFromQuery, queryFromFilter } from './url-filter'

const full: JobFilter = {
  ...everyJob,
  statuses: ['running', 'failed'],
  owner: 'mia',
  created: '7d',
  finished: 'today',
  withFiles: true,
  text: 'a & b=c "d"',
}

it('survives a round trip', () => {
  const since = { ...everyJob, finished: Date.UTC(2026, 10, 24, 9, 1, 2), project: 'p1' }
  for (const filter of [everyJob, full, since, { ...everyJob, text: '100%' }]) {
    const address = new URLSearchParams(queryFromFilter(filter))
    expect(filterFromQuery(Object.fromEntries(new URLSearchParams(address.toString())))).toEqual(filter)
  }
})

it('omits defaults', () => {
  expect(queryFromFilter(everyJob)).toEqual({})
  expect(queryFromFilter({ ...everyJob, statuses: ['done'] })).toEqual({ state: 'done' })
})

it.each([
  [{ state: 'bogus,done' }, { statuses: ['done'] }],
  [{ state: ['failed', 'done'] }, { statuses: ['failed'] }],
  [{ created: 'year' }, { created: 'any' }],
  [{ finished: '2026-13-45T00:00:00Z' }, { finished: 'any' }],
  [{ files: 'yes' }, { withFiles: false }],
  [{ text: null }, { text: '' }],
])('ignores unknown values in %j', (query, part) => {
  expect(filterFromQuery(query)).toMatchObject(part)
})

it('describes the filter', () => {
  expect(filterWords(everyJob)).toEqual([])
  expect(filterWords(full)).toEqual([
    'running or failed',
    'owner mia',
    'created in the last 7 days',
    'finished today',
    'with files',
    '“a & b=c "d"”',
  ])
})

it('keeps the order, unless it is the default', () => {
  expect(orderFromQuery({}, everyJob)).toBe('-created')
  expect(orderFromQuery({ sort: 'title' }, everyJob)).toBe('title')
  expect(orderFromQuery({ sort: 'data' }, everyJob)).toBe('-created')
  expect(orderFromQuery({}, { ...everyJob, finished: '1d' })).toBe('-finished')
  expect(queryFromFilter(everyJob, '-duration')).toEqual({ sort: '-duration' })
  expect(queryFromFilter(everyJob, '-created')).toEqual({})
})
