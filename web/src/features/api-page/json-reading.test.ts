import { describe, expect, it } from 'vitest'
import { jsonTokens, readJson } from './json-reading'

it('distinguishes names, strings, numbers and literals', () => {
  const text = '[{"a": "b", "c" : [1.5e3, -2, true, null]}]'
  expect(
    jsonTokens(text)
      .map(({ role, from, to }) => `${role} ${text.slice(from, to)}`)
      .filter((token) => !token.startsWith('mark')),
  ).toEqual(['name "a"', 'string "b"', 'name "c"', 'number 1.5e3', 'number -2', 'word true', 'word null'])
})

describe('reading', () => {
  it.each([
    '[]',
    '{}',
    '5',
    '"x"',
    ' [1, {"a": [null, "\\"\\u00e4"]}, -0.5e-7] ',
    '{"a": {"b": []}, "c": true}',
  ])('accepts %s', (text) => {
    expect(readJson(text)).toEqual({ value: JSON.parse(text) as unknown })
  })

  it.each([
    ['', 0, 'Expected a value.'],
    ['[1, 2', 5, 'Expected a comma or a closing bracket.'],
    ['[1 2]', 3, 'Expected a comma or a closing bracket.'],
    ['[1,]', 3, 'Expected a value.'],
    ["{'a': 1}", 1, 'Expected a name in double quotes'],
    ['{"a" 1}', 5, 'Expected a colon.'],
    ['{"a": 1,}', 8, 'Expected a name in double quotes'],
    ['[}', 1, 'Expected a value or “]”.'],
    ['[nope]', 1, 'Expected a value or “]”.'],
    ['[] []', 3, 'Unexpected text after the end'],
    ['["open]', 1, 'Expected a value or “]”.'],
    ['[01]', 1, 'Expected a value or “]”.'],
  ])('locates the error in %j', (text, from, message) => {
    const read = readJson(text)
    expect(read).toMatchObject({ problem: { from, message: expect.stringContaining(message) as string } })
    expect(() => JSON.parse(text) as unknown).toThrow()
  })
})
