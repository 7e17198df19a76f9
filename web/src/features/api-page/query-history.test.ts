import { expect, it } from 'vitest'
import { readHistory, remembered } from './query-history'

it('moves the latest query to the front', () => {
  const past = remembered(remembered(remembered([], 'Job', 1), 'User', 2), ' Job ', 3)
  expect(past).toEqual([
    { text: 'Job', time: 3 },
    { text: 'User', time: 2 },
  ])
  expect(remembered(past, '  ', 4)).toEqual(past)
})

it('drops the oldest query', () => {
  const past = Array.from({ length: 60 }, (_, index) => `Q${index}`).reduce<ReturnType<typeof remembered>>(
    (list, text, time) => remembered(list, text, time),
    [],
  )
  expect(past).toHaveLength(50)
  expect(past[0]?.text).toBe('Q59')
})

it('ignores invalid entries', () => {
  expect(readHistory([{ text: 'Job', time: 1, more: true }, { text: 5 }, null])).toEqual([
    { text: 'Job', time: 1 },
  ])
  expect(readHistory(undefined)).toEqual([])
})
