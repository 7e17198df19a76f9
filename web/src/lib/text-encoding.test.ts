import { describe, expect, it } from 'vitest'
import { detectEncoding, isText } from './text-encoding'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function utf16(text: string, bigEndian: boolean, marked: boolean): Uint8Array {
  const units = [...(marked ? '\ufeff' : ''), ...text].map((letter) => letter.charCodeAt(0))
  return Uint8Array.from(
    units.flatMap((unit) => (bigEndian ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])),
  )
}

/** Encode *text* with the decoder's own table. */
function shiftJis(text: string): Uint8Array {
  const table = new Map<string, number[]>()
  const decoder = new TextDecoder('shift_jis')
  for (let first = 0; first < 256; first += 1) {
    const one = decoder.decode(bytes(first))
    if (one !== '\ufffd' && !table.has(one)) table.set(one, [first])
    for (let second = 0x40; first >= 0x81 && second < 0xfd; second += 1) {
      const two = decoder.decode(bytes(first, second))
      if (two.length === 1 && !table.has(two)) table.set(two, [first, second])
    }
  }
  return Uint8Array.from([...text].flatMap((letter) => table.get(letter) ?? []))
}

const signs: Readonly<Record<string, number>> = {
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
  '—': 0x97,
}

function windows1252(text: string): Uint8Array {
  return Uint8Array.from([...text].map((letter) => signs[letter] ?? letter.charCodeAt(0)))
}

const japanese = [
  'レンダリング完了',
  '完了',
  'ファイルを確認してください\n',
  'frame 1001 のレンダリングが終了しました。\nエラーはありません。\n',
  '[ERROR] C:\\作業\\ショット010.ma が見つかりません',
]
const western = [
  'Größe: 12 MB – fertig',
  'It’s done',
  '“quoted” façade',
  'Présentation terminée à 10 h, déjà validée',
  'été',
  'ÄÖÜ äöü ß',
  'Señor Muñoz, ¿qué?',
  '£ 12 · 30 °C ± 2 — “don’t”',
  'Crème brûlée… naïve café',
]

describe('detectEncoding', () => {
  it.each(['', 'plain text\n', 'Übergröße 試験', ...japanese, ...western])('reads UTF-8: %j', (text) => {
    expect(detectEncoding(utf8(text))).toBe('utf-8')
  })

  it('reads UTF-8 that is cut within a character', () => {
    expect(detectEncoding(utf8('試験').subarray(0, 5))).toBe('utf-8')
    expect(detectEncoding(utf8('\ufeffmarked'))).toBe('utf-8')
  })

  it.each([true, false])('reads UTF-16, big endian: %s', (bigEndian) => {
    const name = bigEndian ? 'utf-16be' : 'utf-16le'
    expect(detectEncoding(utf16('Übergröße\n試験', bigEndian, true))).toBe(name)
    expect(detectEncoding(utf16('frame 1001 done\nframe 1002 done\n', bigEndian, false))).toBe(name)
    expect(
      detectEncoding(utf16('レンダリングが終了しました。\nエラーはありません。 \n', bigEndian, false)),
    ).toBe(name)
  })

  it.each(japanese)('reads Shift JIS: %j', (text) => {
    const content = shiftJis(text)
    expect(new TextDecoder('shift_jis').decode(content)).toBe(text)
    expect(detectEncoding(content)).toBe('shift_jis')
  })

  it.each(western)('reads Windows-1252: %j', (text) => {
    expect(detectEncoding(windows1252(text))).toBe('windows-1252')
  })
})

it('distinguishes text from other content', () => {
  expect(isText(utf8('#!/bin/sh\n\u001b[31mred\u001b[0m\r\n'))).toBe(true)
  expect(isText(utf16('wide text\n', false, true))).toBe(true)
  expect(isText(utf8(''))).toBe(true)
  expect(isText(bytes(0, 1))).toBe(false)
  expect(isText(bytes(0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0, 99, 104))).toBe(false)
  expect(isText(Uint8Array.from({ length: 400 }, (_, index) => index % 256))).toBe(false)
})
