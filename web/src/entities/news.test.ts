import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { followed, noticeSubjects, notifyGap, notifyChanges, notifySubjects, useNews } from './news'

class Page extends EventTarget {
  visibilityState = 'visible'
  show(state: string): void {
    this.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

const pause = 1000
let page: Page
let scope: EffectScope

beforeEach(() => {
  vi.useFakeTimers()
  page = new Page()
  vi.stubGlobal('document', page)
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function following(subjects: readonly string[], listener = () => Promise.resolve()) {
  const called = vi.fn(listener)
  scope.run(() => useNews(subjects, pause, called))
  return called
}

it('asks nothing while nothing happens', async () => {
  const called = following(noticeSubjects)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(called).not.toHaveBeenCalled()
})

it('notifies only of matching subjects', async () => {
  const called = following(['deliveries'])
  notifySubjects(['consumers', 'listeners'])
  notifyChanges([{ data: { entities: [{ entityType: 'task' }] } }])
  await vi.advanceTimersByTimeAsync(2000)
  expect(called).not.toHaveBeenCalled()
  notifySubjects(['consumers', 'deliveries'])
  await vi.advanceTimersByTimeAsync(500)
  expect(called).toHaveBeenCalledOnce()
})

it('notifies of entity types', async () => {
  const called = following(['task'])
  notifyChanges([{ data: { entities: [{ entityType: 'task' }, { entityType: 'note' }] } }])
  await vi.advanceTimersByTimeAsync(500)
  expect(called).toHaveBeenCalledOnce()
})

it('notifies all listeners of a gap', async () => {
  const called = following(['deliveries'])
  notifyGap()
  await vi.advanceTimersByTimeAsync(500)
  expect(called).toHaveBeenCalledOnce()
})

it('calls at most once in a pause, and once more for what came meanwhile', async () => {
  const called = following(['deliveries'])
  for (let time = 0; time < 3000; time += 50) {
    notifySubjects(['deliveries'])
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(called.mock.calls.length).toBeLessThanOrEqual(4)
  const before = called.mock.calls.length
  notifySubjects(['deliveries'])
  await vi.advanceTimersByTimeAsync(5000)
  expect(called).toHaveBeenCalledTimes(before + 1)
})

it('does not call again before the last call has ended', async () => {
  let end: () => void = () => undefined
  const called = following(['deliveries'], () => new Promise<void>((resolve) => (end = resolve)))
  notifySubjects(['deliveries'])
  await vi.advanceTimersByTimeAsync(500)
  notifySubjects(['deliveries'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(called).toHaveBeenCalledOnce()
  end()
  await vi.advanceTimersByTimeAsync(500)
  expect(called).toHaveBeenCalledTimes(2)
})

it('waits while the page is hidden, and calls once when it is visible', async () => {
  const called = following(['deliveries'])
  page.show('hidden')
  notifySubjects(['deliveries'])
  notifySubjects(['deliveries'])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(called).not.toHaveBeenCalled()
  page.show('visible')
  await vi.advanceTimersByTimeAsync(2000)
  expect(called).toHaveBeenCalledOnce()
})

it('does not call removed listeners', async () => {
  const called = following(['deliveries'])
  notifySubjects(['deliveries'])
  scope.stop()
  notifySubjects(['deliveries'])
  page.show('visible')
  await vi.advanceTimersByTimeAsync(5000)
  expect(called).not.toHaveBeenCalled()
})

it('repeats only a refresh that failed', () => {
  expect(followed.refetchInterval({ state: { status: 'success' } })).toBe(false)
  expect(followed.refetchInterval({ state: { status: 'error' } })).toBeGreaterThan(1000)
})
