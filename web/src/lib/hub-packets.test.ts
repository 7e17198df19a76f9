import { expect, it } from 'vitest'
import { eventFrame, readPacket } from './hub-packets'

it('reads frames of the server', () => {
  expect(readPacket('1::')).toEqual({ kind: 'other' })
  expect(readPacket('2::')).toEqual({ kind: 'heartbeat' })
  expect(readPacket('0::')).toEqual({ kind: 'disconnect' })
  expect(readPacket('0')).toEqual({ kind: 'disconnect' })
  expect(readPacket('7:::odd')).toEqual({ kind: 'error' })
  expect(readPacket('6:::3+[{"success":true}]')).toEqual({
    kind: 'acknowledgement',
    number: 3,
    problem: null,
  })
  expect(readPacket('6:::4+[{"success":false,"message":"Too large."}]')).toEqual({
    kind: 'acknowledgement',
    number: 4,
    problem: 'Too large.',
  })
})

it('reads an event with colons', () => {
  const frame =
    '5:::{"name":"ftrack.event","args":[{"id":"a","topic":"ftrack.meta.reply",' +
    '"data":{"message":"1:2:3\\n"},"source":{"id":"x"},"inReplyToEvent":"q","target":"id=1"}]}'
  expect(readPacket(frame)).toEqual({
    kind: 'event',
    event: {
      id: 'a',
      topic: 'ftrack.meta.reply',
      data: { message: '1:2:3\n' },
      source: { id: 'x' },
      inReplyToEvent: 'q',
    },
  })
})

it.each([
  '',
  '5',
  'x::',
  '5:::',
  '5:::{}',
  '5:::{"args":[]}',
  '5:::{"args":[{"topic":7}]}',
  '6:::',
  '6:::x',
  '55:::{}',
])('ignores %j', (frame) => {
  expect(readPacket(frame)).toBeNull()
})

it('writes an event that requires an acknowledgement', () => {
  expect(eventFrame(7, { topic: 't' })).toBe('5:7+::{"name":"ftrack.event","args":[{"topic":"t"}]}')
})
