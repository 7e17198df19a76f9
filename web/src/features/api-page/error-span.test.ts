import { expect, it } from 'vitest'
import { piecesOf, proposalIn, rangeOf } from './error-span'

it('converts code points', () => {
  const text = 'Job where id is "😀😀" and nope is 1'
  const { from, to } = rangeOf(text, {
    position: [...text].join('').length - 2 - text.slice(text.indexOf('nope')).length,
    length: 4,
  })
  expect(text.slice(from, to)).toBe('nope')
  expect(rangeOf('abc', { position: 3, length: 1 })).toEqual({ from: 3, to: 3 })
})

it('splits at tokens and the mark', () => {
  const pieces = piecesOf(
    'select stat from',
    [
      { role: 'keyword', from: 0, to: 6 },
      { role: 'path', from: 7, to: 11 },
    ],
    { from: 9, to: 13 },
  )
  expect(pieces.map((piece) => [piece.text, piece.role, piece.isMarked])).toEqual([
    ['select', 'keyword', false],
    [' ', 'plain', false],
    ['st', 'path', false],
    ['at', 'path', true],
    [' f', 'plain', true],
    ['rom', 'plain', false],
  ])
})

it('marks a space after an incomplete text', () => {
  expect(piecesOf('Job where', [], { from: 9, to: 9 }).map((piece) => [piece.text, piece.isMarked])).toEqual([
    ['Job where', false],
    [' ', true],
  ])
  expect(piecesOf('', [], { from: 0, to: 0 })).toMatchObject([{ isMarked: true }])
  expect(piecesOf('Job where', [], { from: 0, to: 3 }).map((piece) => piece.text)).toEqual(['Job', ' where'])
})

it('finds the suggestion of the server', () => {
  expect(proposalIn('Did you mean "status"?')).toBe('status')
  expect(proposalIn('group by project_id')).toBeNull()
  expect(proposalIn(null)).toBeNull()
})
