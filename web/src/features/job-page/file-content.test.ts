import { expect, it } from 'vitest'
import { readChecksums } from './file-content'

it('reads checksums by component', () => {
  expect(readChecksums({ a: '5d41402abc4b2a76b9719d911017c592', b: null })).toEqual(
    new Map([['a', '5d41402abc4b2a76b9719d911017c592']]),
  )
  expect(readChecksums(null).size).toBe(0)
})
