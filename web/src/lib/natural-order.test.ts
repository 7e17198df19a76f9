import { expect, it } from 'vitest'
import { naturalOrder } from './natural-order'

it.each([
  [['10.txt', '9.txt', '1.txt'], '1.txt 9.txt 10.txt'],
  [['sh2_v10', 'sh10_v1', 'sh2_v9'], 'sh2_v9 sh2_v10 sh10_v1'],
  [['b', 'A', 'C'], 'A b C'],
  [['f.1010.exr', 'f.0999.exr', 'f.1001.exr'], 'f.0999.exr f.1001.exr f.1010.exr'],
])('counts the numbers in %j', (names, sorted) => {
  expect(names.toSorted(naturalOrder).join(' ')).toBe(sorted)
})
