import { expect, it } from 'vitest'
import type { JobStatus } from '@/entities/job/job'
import { describeEnd, listOfEnded } from './ended-jobs'

const ended = (status: JobStatus, second: number) => ({
  status,
  finishedAt: Date.UTC(2026, 10, 24, 10, 0, second),
})

it.each([
  [20, 0, '20 jobs finished'],
  [18, 2, '18 jobs finished, 2 failed'],
  [0, 3, '3 jobs failed'],
])('describes %i done and %i failed jobs', (done, failed, text) => {
  const jobs = [
    ...Array.from({ length: done }, () => ended('done', 1)),
    ...Array.from({ length: failed }, () => ended('failed', 1)),
  ]
  expect(describeEnd(jobs)).toBe(text)
})

it('leads to the jobs that have ended since the first of them', () => {
  expect(listOfEnded([ended('done', 9), ended('done', 5)], 'mia').query).toEqual({
    state: 'done',
    owner: 'mia',
    finished: '2026-11-24T10:00:05Z',
  })
  expect(listOfEnded([ended('failed', 5), ended('done', 9)], 'mia').query.state).toBe('done,failed')
  expect(listOfEnded([{ status: 'failed', finishedAt: null }], 'mia').query.finished).toBe('1d')
})
