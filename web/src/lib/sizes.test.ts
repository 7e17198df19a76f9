import { expect, it } from 'vitest'
import { count, fileSize } from './sizes'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9949, '9.9 kB'],
  [14_000_000, '14 MB'],
  [999_499, '999 kB'],
  [999_999, '1.0 MB'],
  [4_800_000_000, '4.8 GB'],
  [2_000_000_000_000_000, '2000 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words)
})

it('formats counts', () => {
  expect(count(1, 'file')).toBe('1 file')
  expect(count(0, 'file')).toBe('0 files')
  expect(count(2, 'entity', 'entities')).toBe('2 entities')
})
