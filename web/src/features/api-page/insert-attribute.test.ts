import { expect, it } from 'vitest'
import { insertion } from './insert-attribute'

it.each([
  ['select id| from Job', true, 'select id, status from Job'],
  ['select id |from Job', true, 'select id, status from Job'],
  ['select | from Job', false, 'select status from Job'],
  ['select id from Job where |', false, 'select id from Job where status'],
  ['select id from Job|', true, 'select id from Job status'],
  ['Job where |is done', false, 'Job where status is done'],
  ['Job where user.|', false, 'Job where user.status'],
])('goes into %s', (text, isBehindPart, wanted) => {
  const plain = text.replace('|', '')
  const { at, words } = insertion(plain, text.indexOf('|'), 'status', isBehindPart)
  expect(plain.slice(0, at) + words + plain.slice(at)).toBe(wanted)
})
