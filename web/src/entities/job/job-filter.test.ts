import { describe, expect, it } from 'vitest'
import { readJob } from './job'
import { criteriaOf, everyJob, jobExpression, matches, type JobFilter } from './job-filter'

const now = Date.UTC(2026, 10, 24, 12, 30, 45)
const filter = (part: Partial<JobFilter>): JobFilter => ({ ...everyJob, ...part })

describe('criteriaOf', () => {
  it.each<[Partial<JobFilter>, string[]]>([
    [{}, []],
    [{ statuses: ['failed'] }, ['status is "failed"']],
    [{ statuses: ['queued', 'running'] }, ['status in ("queued", "running")']],
    [{ statuses: ['queued', 'running', 'done', 'failed'] }, []],
    [{ ownerId: 'u1' }, ['user_id is "u1"']],
    [{ owner: 'o"neil\\' }, ['user.username is "o\\"neil\\\\"']],
    [{ created: '1d' }, ['created_at >= "2026-11-23T12:30:00"']],
    [{ finished: '7d' }, ['finished_at >= "2026-11-17T12:30:00"']],
    [{ withFiles: true }, ['job_components any ()']],
    [{ text: ' plate ' }, ['data like "%plate%"']],
    [{ text: 'say "hi"' }, ['data like "%say \\"hi\\"%"']],
    [{ text: 'é' }, ['(data like "%é%" or data like "%\\\\u00e9%")']],
  ])('%j', (part, criteria) => {
    expect(criteriaOf(filter(part), now)).toEqual(criteria)
  })
})

it('filters finished jobs by end time', () => {
  expect(jobExpression(filter({}), now, 0, 50)).toMatch(
    / from Job order by created_at desc offset 0 limit 50$/,
  )
  expect(jobExpression(filter({ finished: '1d', statuses: ['done'] }), now, 50, 50)).toMatch(
    / from Job where status is "done" and finished_at >= "[^"]+" order by finished_at desc offset 50 limit 50$/,
  )
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
    job_components: [],
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
    [{ withFiles: true }, false],
    [{ text: 'report' }, true],
    [{ text: 'weekly' }, false],
  ])('%j: %s', (part, expected) => {
    expect(matches(filter(part), job, now)).toBe(expected)
  })

  it('excludes unfinished jobs from a list of finished jobs', () => {
    expect(matches(filter({ finished: '30d' }), { ...job, finishedAt: null }, now)).toBe(false)
  })
})
