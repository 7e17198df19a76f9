import { expect, it } from 'vitest'
import { ref } from 'vue'
import { held, useSteadyRows } from './steady-rows'

it.each([
  [
    ['a', 'b'],
    ['new', 'a', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'b'],
    ['a', 'new', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'b'],
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ],
  [
    ['a', 'b'],
    ['new', 'b', 'c'],
    ['b', 'c'],
  ],
  [[], ['a'], ['a']],
  [['a'], [], []],
])('holds %j when the list becomes %j', (before, now, expected) => {
  expect(held(before, now)).toEqual(expected)
})

it('adds rows at once, except while the list is held', () => {
  const [ids, isHeld, list] = [ref(['a']), ref(false), ref('all')]
  const rows = useSteadyRows(
    () => ids.value,
    () => isHeld.value,
    () => list.value,
  )
  ids.value = ['b', 'a']
  expect(rows.ids.value).toEqual(['b', 'a'])
  isHeld.value = true
  ids.value = ['d', 'c', 'b', 'a']
  expect(rows.ids.value).toEqual(['b', 'a'])
  expect(rows.waiting.value).toBe(2)
  rows.release()
  expect(rows.ids.value).toEqual(['d', 'c', 'b', 'a'])
  ids.value = ['e', 'd', 'c', 'b', 'a']
  expect(rows.waiting.value).toBe(1)
  isHeld.value = false
  expect(rows.ids.value).toEqual(['e', 'd', 'c', 'b', 'a'])
})

it('replaces all rows of another list, even while held', () => {
  const [ids, list] = [ref(['a']), ref('all')]
  const rows = useSteadyRows(
    () => ids.value,
    () => true,
    () => list.value,
  )
  ids.value = ['x', 'a']
  expect(rows.ids.value).toEqual(['a'])
  list.value = 'failed'
  expect(rows.ids.value).toEqual(['x', 'a'])
})
