import { describe, expect, it } from 'vitest'
import { readJob, searchTextOf } from './job'
import { addressOf, defaultOrder, everyJob, filterParameters, matches, type JobFilter } from './job-filter'
import corpus from './search-corpus.json'

const now = Date.UTC(2026, 10, 24, 12, 30, 45)
const filter = (part: Partial<JobFilter>): JobFilter => ({ ...everyJob, ...part })

describe('filterParameters', () => {
  it.each<[Partial<JobFilter>, Record<string, string>]>([
    [{}, {}],
    [{ statuses: ['queued', 'running'] }, { state: 'queued,running' }],
    [{ statuses: ['queued', 'running', 'done', 'failed'] }, {}],
    [{ ownerId: 'u1' }, { owner_id: 'u1' }],
    [{ owner: 'o"neil\\' }, { owner: 'o"neil\\' }],
    [{ project: 'p1' }, { project: 'p1' }],
    [{ created: '1d' }, { created_after: '2026-11-23T12:30:00' }],
    [{ finished: '7d' }, { finished_after: '2026-11-17T12:30:00' }],
    [{ finished: Date.UTC(2026, 10, 24, 9, 1, 2) }, { finished_after: '2026-11-24T09:01:02' }],
    [{ withFiles: true }, { files: '1' }],
    [{ text: ' said "ok" ' }, { text: 'said "ok"' }],
  ])('%j', (part, parameters) => {
    expect(filterParameters(filter(part), now)).toEqual(parameters)
  })
})

it('escapes values in addresses', () => {
  expect(addressOf('/web/jobs', { text: 'a & b=c' })).toBe('/web/jobs?text=a+%26+b%3Dc')
  expect(addressOf('/web/jobs', {})).toBe('/web/jobs')
})

it('sorts by the end when the filter is about the end', () => {
  expect(defaultOrder(filter({}))).toBe('-created')
  expect(defaultOrder(filter({ finished: '1d' }))).toBe('-finished')
})

it.each(corpus)('compares the text $text with the data $data, as the server does', ({ data, text }) => {
  expect(searchTextOf(data)).toBe(text)
})

describe('matches', () => {
  const job = readJob({
    id: 'j',
    status: 'done',
    data: '{"description": "Daily Report"}',
    user_id: 'u1',
    user: { username: 'mia' },
    created_at: '2026-11-24T09:00:00',
    finished_at: '2026-11-24T09:05:00',
    job_components: [{ component_id: 'c', component: { name: 'sheet', file_type: '.csv' } }],
    _projects: [{ project: { id: 'p1', full_name: 'Ferry' } }],
  })

  it.each<[Partial<JobFilter>, boolean]>([
    [{}, true],
    [{ statuses: ['done'] }, true],
    [{ statuses: ['failed'] }, false],
    [{ ownerId: 'u1' }, true],
    [{ ownerId: 'u2' }, false],
    [{ owner: 'mia' }, true],
    [{ owner: 'tom' }, false],
    [{ created: '1d' }, true],
    [{ finished: '30d' }, true],
    [{ withFiles: true }, true],
    [{ project: 'p1' }, true],
    [{ project: 'p2' }, false],
    [{ finished: Date.UTC(2026, 10, 24, 9, 5) }, true],
    [{ finished: Date.UTC(2026, 10, 24, 9, 6) }, false],
    [{ text: 'report' }, true],
    [{ text: 'MIA' }, true],
    [{ text: 'sheet.csv' }, true],
    [{ text: 'description' }, false],
    [{ text: 'weekly' }, false],
  ])('%j: %s', (part, expected) => {
    expect(matches(filter(part), job, now)).toBe(expected)
  })

  it('excludes unfinished jobs from a list of finished jobs', () => {
    expect(matches(filter({ finished: '30d' }), { ...job, finishedAt: null }, now)).toBe(false)
  })
})
