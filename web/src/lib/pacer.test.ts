import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pacer } from './pacer'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function paced(): { pacer: Pacer<string>; delivered: string[][] } {
  const delivered: string[][] = []
  return {
    pacer: new Pacer<string>(
      250,
      (items) => void delivered.push([...items]),
      () => Date.now(),
    ),
    delivered,
  }
}

it('delivers the first change immediately', () => {
  const { pacer, delivered } = paced()
  pacer.offer(['1'])
  expect(delivered).toEqual([['1']])
})

it('collects changes within the interval', () => {
  const { pacer, delivered } = paced()
  for (const item of ['1', '2', '3', '4']) pacer.offer([item])
  vi.advanceTimersByTime(300)
  expect(delivered).toEqual([['1'], ['2', '3', '4']])
})

it('delivers at most four times a second', () => {
  const { pacer, delivered } = paced()
  for (let step = 0; step < 100; step += 1) {
    pacer.offer([String(step)])
    vi.advanceTimersByTime(10)
  }
  vi.advanceTimersByTime(1000)
  expect(delivered.length).toBeLessThanOrEqual(5)
  expect(delivered.flat()).toHaveLength(100)
})

it('keeps the order and loses nothing', () => {
  const { pacer, delivered } = paced()
  pacer.offer(['1', '2'])
  vi.advanceTimersByTime(100)
  pacer.offer(['3'])
  pacer.offer(['4', '5'])
  vi.advanceTimersByTime(1000)
  expect(delivered).toEqual([
    ['1', '2'],
    ['3', '4', '5'],
  ])
})

it('delivers nothing when nothing is offered', () => {
  const { pacer, delivered } = paced()
  pacer.offer([])
  vi.advanceTimersByTime(1000)
  expect(delivered).toEqual([])
})

it('is immediate again after a pause', () => {
  const { pacer, delivered } = paced()
  pacer.offer(['1'])
  vi.advanceTimersByTime(1000)
  pacer.offer(['2'])
  expect(delivered).toEqual([['1'], ['2']])
})

it('waits longer after a large batch', () => {
  const batches: number[][] = []
  const pacer = new Pacer<number>(
    (delivered) => (delivered > 2 ? 500 : 100),
    (items) => void batches.push([...items]),
    () => Date.now(),
  )
  pacer.offer([1, 2, 3])
  pacer.offer([4])
  vi.advanceTimersByTime(499)
  expect(batches).toEqual([[1, 2, 3]])
  vi.advanceTimersByTime(1)
  expect(batches).toEqual([[1, 2, 3], [4]])
  pacer.offer([5])
  vi.advanceTimersByTime(100)
  expect(batches).toEqual([[1, 2, 3], [4], [5]])
})
