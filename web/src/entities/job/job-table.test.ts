import { afterEach, expect, it, vi } from 'vitest'
import { readJob, type Job } from './job'
import { applyLive, ingest, jobById, logPosition, onTransition } from './job-table'

let made = 0
const job = (data: string, more: object = {}): Job =>
  readJob({ id: `j${(made += 1)}`, status: 'running', data, ...more })
const update = (id: string, columns: object) => ({
  jobId: id,
  kind: 'update' as const,
  columns: { ...columns },
})
const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

it('keeps what the stream told while an older answer was under way', () => {
  const before = job('one')
  ingest([before], logPosition())
  const asked = logPosition()
  applyLive([update(before.id, { data: 'two' }), update(before.id, { data: 'three' })])
  ingest([before], asked)
  expect(jobById(before.id)?.data).toBe('three')
})

it('takes an answer asked for after the news as it is', () => {
  const before = job('one')
  ingest([before], logPosition())
  applyLive([update(before.id, { data: 'two' })])
  ingest([{ ...before, data: 'three' }], logPosition())
  expect(jobById(before.id)?.data).toBe('three')
})

it('tells of a new status once, whoever brought it', () => {
  const heard = vi.fn()
  stops.push(onTransition(heard))
  const first = job('x')
  ingest([first], logPosition())
  expect(heard).not.toHaveBeenCalled()
  ingest([{ ...first, status: 'done' }], logPosition())
  applyLive([update(first.id, { status: 'done' })])
  expect(heard).toHaveBeenCalledTimes(1)
  expect(heard.mock.calls[0]?.[1]).toMatchObject({ id: first.id, status: 'done' })
})

it('forgets a removed job', () => {
  const gone = job('x')
  ingest([gone], logPosition())
  expect(applyLive([{ jobId: gone.id, kind: 'remove', columns: {} }]).removed).toEqual([gone.id])
  expect(jobById(gone.id)).toBeUndefined()
})
