import { expect, it } from 'vitest'
import { contains, instant, literalPattern, oneOf, quoted, where } from './query-text'

it.each([
  ['plain', '"plain"'],
  ['say "hi"', '"say \\"hi\\""'],
  ['C:\\shows', '"C:\\\\shows"'],
  ["o'neil", '"o\'neil"'],
  ['" or id like "%', '"\\" or id like \\"%"'],
])('%s becomes %s', (text, literal) => {
  expect(quoted(text)).toBe(literal)
})

it.each([
  ['sh010', 'sh010'],
  ['bg_plate', 'bg\\_plate'],
  ['50% grey', '50\\% grey'],
  ['C:\\shows', 'C:\\\\shows'],
  ['\\_', '\\\\\\_'],
])('the pattern of %s is %s', (text, pattern) => {
  expect(literalPattern(text)).toBe(pattern)
})

it('escapes a text twice: as a pattern, and as a quoted value', () => {
  expect(contains('name', 'bg_plate')).toBe('name like "%bg\\\\_plate%"')
  expect(contains('name', 'a\\b"')).toBe('name like "%a\\\\\\\\b\\"%"')
})

it('builds criteria', () => {
  expect(contains('data', 'a"b')).toBe('data like "%a\\"b%"')
  expect(oneOf('id', ['a'])).toBe('id is "a"')
  expect(oneOf('id', ['a', 'b'])).toBe('id in ("a", "b")')
  expect(instant(Date.UTC(2026, 10, 24, 10, 11, 12, 999))).toBe('"2026-11-24T10:11:12"')
})

it('joins present criteria', () => {
  expect(where([null, 'a is 1', null, 'b is 2'])).toBe(' where a is 1 and b is 2')
  expect(where([null])).toBe('')
})
