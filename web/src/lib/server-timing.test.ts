import { expect, it } from 'vitest'
import { readTiming } from './server-timing'

it('reads time and statements', () => {
  expect(readTiming('batch;dur=3.45, statements;desc="12"')).toEqual({ milliseconds: 3.45, statements: 12 })
  expect(readTiming('statements;desc=0,db;dur=9,batch; dur=7')).toEqual({ milliseconds: 7, statements: 0 })
})

it('returns null without the header', () => {
  expect(readTiming(null)).toEqual({ milliseconds: null, statements: null })
  expect(readTiming('cache;desc="hit", batch')).toEqual({ milliseconds: null, statements: null })
})
