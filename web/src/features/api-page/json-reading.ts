/** Tokenize JSON, and find syntax errors with messages that are the same in all browsers. */
import type { Range } from './error-span'

export interface JsonToken extends Range {
  readonly role: 'name' | 'string' | 'number' | 'word' | 'mark' | 'odd'
}

export interface JsonProblem extends Range {
  readonly message: string
}

/** In this order: a string (and whether it is a name), a number, a literal, punctuation, and invalid text. */
const piece = new RegExp(
  [
    /("(?:[^"\\\n]|\\.)*")(?=(\s*:)?)/,
    /(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))/,
    /\b(true|false|null)\b/,
    /([{}[\],:])/,
    /([^\s{}[\],:"]+|"[^\n]*)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

export function jsonTokens(text: string): JsonToken[] {
  return [...text.matchAll(piece)].map((match) => {
    const [whole, string, colon, number, word, mark] = match
    const role =
      string !== undefined
        ? colon === undefined
          ? 'string'
          : 'name'
        : number !== undefined
          ? 'number'
          : word !== undefined
            ? 'word'
            : mark !== undefined
              ? 'mark'
              : 'odd'
    return { role, from: match.index, to: match.index + whole.length }
  })
}

/** Parse *text*; return its value or the first error. */
export function readJson(text: string): { readonly value: unknown } | { readonly problem: JsonProblem } {
  const problem = new Checker(text).check()
  if (problem !== null) return { problem }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return {
      problem: {
        message: error instanceof Error ? error.message : 'Invalid JSON.',
        from: 0,
        to: text.length,
      },
    }
  }
}

type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end' | 'nothing'
const missing: Readonly<Record<Expected, string>> = {
  value: 'Expected a value.',
  'value or end': 'Expected a value or “]”.',
  name: 'Expected a name in double quotes.',
  'name or end': 'Expected a name in double quotes or “}”.',
  colon: 'Expected a colon.',
  'comma or end': 'Expected a comma or a closing bracket.',
  nothing: 'Unexpected text after the end of the JSON value.',
}

class Checker {
  private readonly open: string[] = []
  private expected: Expected = 'value'

  constructor(private readonly text: string) {}

  check(): JsonProblem | null {
    for (const token of jsonTokens(this.text)) {
      if (!this.accepts(token)) return { message: missing[this.expected], from: token.from, to: token.to }
    }
    const end = this.text.trimEnd().length
    return this.expected === 'nothing'
      ? null
      : { message: `Unexpected end of text. ${missing[this.expected]}`, from: end, to: end }
  }

  private accepts({ role, from, to }: JsonToken): boolean {
    const word = this.text.slice(from, to)
    if (role === 'odd') return false
    if (role === 'mark' && word !== '{' && word !== '[') return this.acceptsMark(word)
    if (this.expected.startsWith('name'))
      return (role === 'name' || role === 'string') && this.expect('colon')
    if (!this.expected.startsWith('value')) return false
    if (role !== 'mark') return this.done()
    this.open.push(word)
    return this.expect(word === '{' ? 'name or end' : 'value or end')
  }

  private acceptsMark(mark: string): boolean {
    const inside = this.open.at(-1)
    if (mark === ':') return this.expected === 'colon' && this.expect('value')
    if (mark === ',')
      return this.expected === 'comma or end' && this.expect(inside === '{' ? 'name' : 'value')
    if (!this.expected.endsWith('or end') || (mark === '}') !== (inside === '{')) return false
    this.open.pop()
    return this.done()
  }

  private done(): true {
    return this.expect(this.open.length === 0 ? 'nothing' : 'comma or end')
  }

  private expect(next: Expected): true {
    this.expected = next
    return true
  }
}
