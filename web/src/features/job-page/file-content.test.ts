import { expect, it } from 'vitest'
import { checksumFrom } from './file-content'

it('reads the checksum from either header', () => {
  const md5 = '5d41402abc4b2a76b9719d911017c592'
  expect(checksumFrom(new Headers({ 'content-md5': 'XUFAKrxLKna5cZ2REBfFkg==' }))).toBe(md5)
  expect(checksumFrom(new Headers({ etag: `"${md5}"` }))).toBe(md5)
  expect(checksumFrom(new Headers({ etag: 'W/"other"' }))).toBeNull()
  expect(checksumFrom(new Headers())).toBeNull()
})
