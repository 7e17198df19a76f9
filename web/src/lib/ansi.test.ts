import { describe, expect, it } from 'vitest'
import { ansiParts, plainStyle, withoutAnsi } from './ansi'

const esc = '\u001b'
const read = (line: string): [string, string][] =>
  ansiParts(line, plainStyle).parts.map((part) => [part.text, part.classes.join(' ')])

describe('ansiParts', () => {
  it.each([
    ['plain', [['plain', '']]],
    [
      `${esc}[32mINFO${esc}[0m loading`,
      [
        ['INFO', 'ansi-green'],
        [' loading', ''],
      ],
    ],
    [`${esc}[1;31mERROR${esc}[m`, [['ERROR', 'ansi-red ansi-bold']]],
    [`${esc}[91mbright${esc}[39m`, [['bright', 'ansi-red']]],
    [`${esc}[30;43mwarn`, [['warn', 'ansi-on-yellow']]],
    [`${esc}[7minverse`, [['inverse', 'ansi-on-white']]],
    [
      `${esc}[1mbold${esc}[22mnot`,
      [
        ['bold', 'ansi-bold'],
        ['not', ''],
      ],
    ],
    [`${esc}[38;5;196mpalette`, [['palette', 'ansi-red']]],
    [`${esc}[38;2;20;200;30;1mrgb`, [['rgb', 'ansi-green ansi-bold']]],
    [`${esc}[38:2::0:0:255mcolons`, [['colons', 'ansi-blue']]],
    [`${esc}[38;5;250mgrey`, [['grey', 'ansi-white']]],
    [`${esc}[2K${esc}[1Aprogress`, [['progress', '']]],
    [`${esc}]0;title\u0007text`, [['text', '']]],
    [`${esc}]8;;https://x.example${esc}\\link${esc}]8;;${esc}\\`, [['link', '']]],
    [`${esc}(Bcharset`, [['charset', '']]],
    [
      `cut ${esc}[3`,
      [
        ['cut ', ''],
        ['[3', ''],
      ],
    ],
    [`${esc}[99;1000munknown`, [['unknown', '']]],
    [
      `<b>${esc}[31m</b>`,
      [
        ['<b>', ''],
        ['</b>', 'ansi-red'],
      ],
    ],
  ])('reads %j', (line, parts) => {
    expect(read(line)).toEqual(parts)
  })

  it('continues a style in the next line', () => {
    const { style } = ansiParts(`${esc}[31mfirst`, plainStyle)
    expect(ansiParts('second', style).parts).toEqual([{ text: 'second', classes: ['ansi-red'] }])
  })

  it('yields the same text as withoutAnsi', () => {
    for (const line of [`a${esc}[31mb${esc}]0;t\u0007c`, `${esc}[3`, '\u0000x', `${esc}${esc}[mz`])
      expect(
        ansiParts(line, plainStyle)
          .parts.map((part) => part.text)
          .join(''),
      ).toBe(withoutAnsi(line))
  })

  it('reads a long line in bounded time', () => {
    const before = performance.now()
    read(`${esc}]`.repeat(20_000) + `${esc}[`.repeat(20_000) + '1;'.repeat(20_000))
    expect(performance.now() - before).toBeLessThan(1000)
  })
})
