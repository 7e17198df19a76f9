import { expect, it } from 'vitest'
import { queryOf, readAddress, withLongText } from './address'

it('survives a round trip', () => {
  const address = {
    tab: 'explorer',
    mode: 'query',
    view: 'tree',
    q: 'Job where id is "ä&b"',
    type: 'Job',
    offset: 200,
  } as const
  expect(readAddress(queryOf(address))).toEqual(address)
  expect(queryOf(readAddress({}))).toEqual({})
})

it('falls back to defaults', () => {
  expect(readAddress({ tab: 'x', mode: ['batch'], view: 'xml', q: ['a'], type: null, offset: '-1' })).toEqual(
    readAddress({}),
  )
})

it('omits a text that is too long, but keeps it in the editor', () => {
  const long = { ...readAddress({ type: 'Job' }), q: 'ä'.repeat(1500) }
  expect(queryOf(long)).toEqual({ type: 'Job' })
  expect(withLongText(readAddress({ type: 'User' }), long)).toEqual({ ...long, type: 'User' })
  expect(withLongText(readAddress({ q: 'User' }), long).q).toBe('User')
  expect(withLongText(readAddress({}), readAddress({ q: 'Job' })).q).toBe('')
})
