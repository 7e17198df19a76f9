import { expect, test } from 'vitest'
import { fieldsOf, numberOf, numberOrNull, rowsOf, textOf, textOrNull } from './fields'

test('a value of another type is absent', () => {
  for (const value of [undefined, null, true, [], {}]) {
    expect(textOrNull(value)).toBeNull()
    expect(numberOrNull(value)).toBeNull()
  }
  expect([textOrNull('7'), numberOrNull('7')]).toEqual(['7', null])
  expect([textOrNull(7), numberOrNull(7)]).toEqual([null, 7])
})

test('an absent text is empty, and an absent number is zero', () => {
  expect([textOf('a'), textOf(1), numberOf(1), numberOf('a')]).toEqual(['a', '', 1, 0])
})

test('fields are those of an object, and rows are the objects of a list', () => {
  expect([fieldsOf({ a: 1 }), fieldsOf([1]), fieldsOf(null)]).toEqual([{ a: 1 }, {}, {}])
  expect(rowsOf([{ a: 1 }, null, 'b', [{ c: 2 }]])).toEqual([{ a: 1 }])
  expect(rowsOf({ a: [{}] })).toEqual([])
})
