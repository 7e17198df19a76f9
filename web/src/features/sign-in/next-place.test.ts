import { expect, it } from 'vitest'
import { placeAfterSignIn } from './next-place'

it.each([
  ['/jobs?state=failed', '/jobs?state=failed'],
  ['/', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/jobs', '/'],
  [undefined, '/'],
  [['/jobs'], '/'],
])('%j leads to %s', (next, place) => {
  expect(placeAfterSignIn(next)).toBe(place)
})
