import { expect, it } from 'vitest'
import { queryOf, readAddress } from './address'

it('is read back as it was written', () => {
  const address = { tab: 'explorer', mode: 'query', view: 'tree', q: 'Job where id is "ä&b"', type: 'Job', offset: 200 } as const
  expect(readAddress(queryOf(address))).toEqual(address)
  expect(queryOf(readAddress({}))).toEqual({})
})

it('takes nonsense for the default', () => {
  expect(readAddress({ tab: 'x', mode: ['batch'], view: 'xml', q: ['a'], type: null, offset: '-1' })).toEqual(readAddress({}))
})
