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

it('keeps live changes when an older response arrives', () => {
  const before = job('one')
  ingest([before], logPosition())
  const requestedAt = logPosition()
  applyLive([update(before.id, { data: 'two' }), update(before.id, { data: 'three' })])
  ingest([before], requestedAt)
  expect(jobById(before.id)?.data).toBe('three')
})

it('stores a response that is newer than the live changes', () => {
  const before = job('one')
  ingest([before], logPosition())
  applyLive([update(before.id, { data: 'two' })])
  ingest([{ ...before, data: 'three' }], logPosition())
  expect(jobById(before.id)?.data).toBe('three')
})

it('reports a new status once', () => {
  const listener = vi.fn()
  stops.push(onTransition(listener))
  const first = job('x')
  ingest([first], logPosition())
  expect(listener).not.toHaveBeenCalled()
  ingest([{ ...first, status: 'done' }], logPosition())
  applyLive([update(first.id, { status: 'done' })])
  expect(listener).toHaveBeenCalledTimes(1)
  expect(listener.mock.calls[0]?.[1]).toMatchObject({ id: first.id, status: 'done' })
})

it('drops a removed job', () => {
  const gone = job('x')
  ingest([gone], logPosition())
  expect(applyLive([{ jobId: gone.id, kind: 'remove', columns: {} }]).removed).toEqual([gone.id])
  expect(jobById(gone.id)).toBeUndefined()
})
