/**
 * Colours and styles of terminal output.
 *
 * Escape sequences select a style; all other ones, such as cursor movements and window titles, are removed. The
 * result is text with class names, never markup. Colours of the 256-colour palette and RGB colours become the
 * nearest named colour, because only those are readable in both themes.
 */

const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
type Colour = (typeof colours)[number]

/** The style in effect at some place of a text. */
export interface AnsiStyle {
  readonly colour: Colour | null
  readonly ground: Colour | null
  readonly marks: readonly Mark[]
}

type Mark = 'bold' | 'faint' | 'italic' | 'underline' | 'inverse' | 'struck'

export interface AnsiPart {
  readonly text: string
  readonly classes: readonly string[]
}

export const plainStyle: AnsiStyle = { colour: null, ground: null, marks: [] }

/* eslint-disable no-control-regex -- escape sequences consist of control characters */
const sequence = new RegExp(
  [
    String.raw`\x1b\[([\d;:]*)m`,
    String.raw`\x1b\[[0-?]*[ -/]*[@-~]`,
    String.raw`\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)`,
    String.raw`\x1b[ -/]*[0-Z\\^-~]`,
    String.raw`[\0-\x08\x0e-\x1f]`,
  ].join('|'),
  'g',
)
const anySequence = /[\0-\x08\x0e-\x1f]/
/* eslint-enable no-control-regex */

export function hasAnsi(text: string): boolean {
  return anySequence.test(text)
}

/** Return *line* without escape sequences. */
export function withoutAnsi(line: string): string {
  return hasAnsi(line) ? line.replace(sequence, '') : line
}

/** Return the parts of *line*, which begins with *style*, and the style after its end. */
export function ansiParts(line: string, style: AnsiStyle): { parts: AnsiPart[]; style: AnsiStyle } {
  const parts: AnsiPart[] = []
  let current = style
  let from = 0
  const add = (text: string): void => {
    if (text !== '') parts.push({ text, classes: classesOf(current) })
  }
  for (const match of line.matchAll(sequence)) {
    add(line.slice(from, match.index))
    from = match.index + match[0].length
    if (match[1] !== undefined) current = selected(current, match[1])
  }
  add(line.slice(from))
  return { parts, style: current }
}

function classesOf(style: AnsiStyle): string[] {
  const isInverse = style.marks.includes('inverse')
  const ground = isInverse ? (style.colour ?? 'white') : style.ground
  return [
    ...(ground === null ? (style.colour === null ? [] : [`ansi-${style.colour}`]) : [`ansi-on-${ground}`]),
    ...style.marks.filter((mark) => mark !== 'inverse').map((mark) => `ansi-${mark}`),
  ]
}

const started: Readonly<Record<number, Mark>> = {
  1: 'bold',
  2: 'faint',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'struck',
  21: 'underline',
}
const ended: Readonly<Record<number, readonly Mark[]>> = {
  22: ['bold', 'faint'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['struck'],
}

/** Return *style* after the codes in *text*: "1;31", "38;5;196" or "38:2::255:0:0". */
function selected(style: AnsiStyle, text: string): AnsiStyle {
  const codes = text === '' ? [0] : text.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)))
  const isColoned = text.includes(':')
  let current = style
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const { colour, length } = extended(codes.slice(index + 1), isColoned)
      current = code === 38 ? { ...current, colour } : { ...current, ground: colour }
      index += length
    } else current = withCode(current, code)
  }
  return current
}

function withCode(style: AnsiStyle, code: number): AnsiStyle {
  if (code === 0) return plainStyle
  const start = started[code]
  if (start !== undefined)
    return style.marks.includes(start) ? style : { ...style, marks: [...style.marks, start] }
  const end = ended[code]
  if (end !== undefined) return { ...style, marks: style.marks.filter((mark) => !end.includes(mark)) }
  if (code === 39) return { ...style, colour: null }
  if (code === 49) return { ...style, ground: null }
  const tens = Math.floor(code / 10)
  const colour = colours[code % 10] ?? null
  if (tens === 3 || tens === 9) return { ...style, colour: colour ?? style.colour }
  if (tens === 4 || tens === 10) return { ...style, ground: colour ?? style.ground }
  return style
}

/** Return the colour of the codes after 38 or 48, and how many of them it takes. */
function extended(codes: readonly number[], isColoned: boolean): { colour: Colour | null; length: number } {
  if (codes[0] === 5) return { colour: ofPalette(codes[1] ?? 0), length: 2 }
  if (codes[0] !== 2) return { colour: null, length: codes.length }
  const skipped = isColoned && codes.length > 4 ? 1 : 0
  const [red = 0, green = 0, blue = 0] = codes.slice(1 + skipped)
  return { colour: nearest(red, green, blue), length: 4 + skipped }
}

function ofPalette(index: number): Colour | null {
  if (index < 16) return colours[index % 8] ?? null
  if (index >= 232) return index < 244 ? 'black' : 'white'
  const level = (value: number): number => (value === 0 ? 0 : 55 + 40 * value)
  const cube = index - 16
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6))
}

/** Return the colour of the same hue. A channel belongs to it if it is in the upper half of their range. */
function nearest(red: number, green: number, blue: number): Colour {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)]
  if (most - least < 40) return most < 128 ? 'black' : 'white'
  const middle = (most + least) / 2
  const index = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0)
  return colours[index] ?? 'white'
}
