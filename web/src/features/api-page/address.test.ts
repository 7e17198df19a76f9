import { expect, it } from 'vitest'
import { queryOf, readAddress, withLongText } from './address'

it('is read back as it was written', () => {
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

it('takes nonsense for the default', () => {
  expect(readAddress({ tab: 'x', mode: ['batch'], view: 'xml', q: ['a'], type: null, offset: '-1' })).toEqual(
    readAddress({}),
  )
})

it('leaves out a text that is too long, and keeps it where it was', () => {
  const long = { ...readAddress({ type: 'Job' }), q: 'ä'.repeat(1500) }
  expect(queryOf(long)).toEqual({ type: 'Job' })
  expect(withLongText(readAddress({ type: 'User' }), long)).toEqual({ ...long, type: 'User' })
  expect(withLongText(readAddress({ q: 'User' }), long).q).toBe('User')
  expect(withLongText(readAddress({}), readAddress({ q: 'Job' })).q).toBe('')
})
