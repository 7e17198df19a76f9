import { describe, expect, it } from 'vitest'
import { applyEvent, type JobCache } from './apply-event'
import type { Job } from './job'

const running: Job = {
  id: 'j1',
  status: 'running',
  type: 'api_job',
  data: '{"description": "Copy (3 of 200)"}',
  createdAt: Date.UTC(2026, 10, 24, 10),
  finishedAt: null,
  userId: 'u1',
  owner: { username: 'mia', fullName: 'Mia' },
  files: [],
  projects: [],
}
const cache: JobCache = new Map([['j1', running]])

const event = (...entities: readonly object[]): unknown => ({ topic: 'ftrack.update', data: { entities } })
const job = (action: string, id: string, changes: object | null): object => ({
  action,
  entityType: 'job',
  entity_type: 'Job',
  entityId: id,
  changes,
})
const set = (value: unknown): object => ({ old: null, new: value })
const file = (action: string, more: object): object => ({
  action,
  entityType: 'jobcomponent',
  entity_type: 'JobComponent',
  entityId: 'jc',
  ...more,
})

describe('applyEvent', () => {
  it('patches a job by legacy column names', () => {
    const { changed, reload, removed } = applyEvent(
      cache,
      event(job('update', 'j1', { data: set('{"description": "Copy (4 of 200)"}') })),
    )
    expect(changed.get('j1')).toEqual({ ...running, data: '{"description": "Copy (4 of 200)"}' })
    expect(reload).toEqual([])
    expect(removed).toEqual([])
  })

  it('reads the end of a job as UTC', () => {
    const { changed } = applyEvent(
      cache,
      event(job('update', 'j1', { status: set('done'), finished_at: set('2026-11-24T10:05:00') })),
    )
    expect(changed.get('j1')).toMatchObject({ status: 'done', finishedAt: Date.UTC(2026, 10, 24, 10, 5) })
  })

  it('clears the end when a job runs again', () => {
    const done = new Map([['j1', { ...running, status: 'done' as const, finishedAt: 5 }]])
    const { changed } = applyEvent(
      done,
      event(job('update', 'j1', { status: set('running'), finished_at: set(null) })),
    )
    expect(changed.get('j1')).toMatchObject({ status: 'running', finishedAt: null })
  })

  it('clears the owner’s name when the owner changes', () => {
    const { changed } = applyEvent(cache, event(job('update', 'j1', { userid: set('u2') })))
    expect(changed.get('j1')).toMatchObject({ userId: 'u2', owner: null })
  })

  it('adds a new job immediately and reloads it', () => {
    const { changed, reload } = applyEvent(
      cache,
      event(
        job('add', 'j2', {
          jobid: set('j2'),
          userid: set('u1'),
          status: set('running'),
          data: set('text'),
          created_at: set('2026-11-24T10:00:00.5'),
        }),
      ),
    )
    expect(changed.get('j2')).toMatchObject({
      id: 'j2',
      userId: 'u1',
      status: 'running',
      data: 'text',
      createdAt: Date.UTC(2026, 10, 24, 10, 0, 0, 500),
      files: [],
    })
    expect(reload).toEqual(['j2'])
  })

  it('keeps a known job when its creation is replayed', () => {
    const { changed, reload } = applyEvent(cache, event(job('add', 'j1', { status: set('queued') })))
    expect(changed.size).toBe(0)
    expect(reload).toEqual(['j1'])
  })

  it('applies several changes of one event in order', () => {
    const { changed } = applyEvent(
      cache,
      event(job('update', 'j1', { data: set('one') }), job('update', 'j1', { data: set('two') })),
    )
    expect(changed.get('j1')?.data).toBe('two')
  })

  it('removes a job, even if created in the same event', () => {
    expect(applyEvent(cache, event(job('remove', 'j1', null))).removed).toEqual(['j1'])
    const { changed, reload } = applyEvent(
      cache,
      event(job('add', 'j2', { status: set('running') }), job('remove', 'j2', null)),
    )
    expect(changed.size).toBe(0)
    expect(reload).toEqual([])
  })

  it('reloads a job whose files changed', () => {
    const parents = [
      { entityId: 'jc', entityType: 'jobcomponent' },
      { entityId: 'j1', entityType: 'job' },
    ]
    expect(applyEvent(cache, event(file('add', { parents }))).reload).toEqual(['j1'])
    expect(applyEvent(cache, event(file('remove', { parentId: 'j1', parents: null }))).reload).toEqual(['j1'])
  })

  it('ignores jobs that are not loaded', () => {
    const { changed, reload } = applyEvent(
      cache,
      event(job('update', 'other', { data: set('x') }), file('add', { parentId: 'other' }), {
        action: 'update',
        entityType: 'task',
        entityId: 't',
      }),
    )
    expect(changed.size).toBe(0)
    expect(reload).toEqual([])
  })

  it('loads an unknown job whose status changes', () => {
    expect(applyEvent(cache, event(job('update', 'other', { status: set('failed') }))).reload).toEqual([
      'other',
    ])
  })

  it('does not modify the cache', () => {
    applyEvent(cache, event(job('update', 'j1', { status: set('failed') })))
    expect(cache.get('j1')).toBe(running)
  })

  it.each([null, 'text', {}, { data: null }, { data: { entities: null } }, event(job('update', 'j1', null))])(
    'bears %j',
    (odd) => {
      expect([...applyEvent(cache, odd).changed.values()].every((each) => each.status === 'running')).toBe(
        true,
      )
    },
  )
})
