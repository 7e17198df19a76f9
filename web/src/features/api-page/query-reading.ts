/**
 * Read a complete or incomplete query: its tokens, and what can follow at a position.
 *
 * This reader is lenient; only the server validates queries. The meaning of a word depends on its position, so
 * an attribute can be named `from` and a value `select`.
 */
import { attributeOf, isRelation, type Attribute, type Schemas } from '@/entities/schema/schema'

export type Role = 'keyword' | 'function' | 'type' | 'path' | 'operator' | 'text' | 'value' | 'mark' | 'odd'

export interface Token {
  readonly role: Role
  readonly from: number
  readonly to: number
}

/** What is expected at a position. `scope` is the type at which a path starts; null when unknown. */
export type Expected =
  | { readonly at: 'start' | 'type' | 'nothing' }
  | { readonly at: 'words'; readonly words: readonly string[] }
  | { readonly at: 'projection' | 'criterion' | 'path'; readonly scope: string | null }
  | { readonly at: 'operator' | 'value'; readonly attribute: Attribute | undefined }

export interface Reading {
  readonly tokens: readonly Token[]
  readonly expected: Expected
  /** The projections of the outer query, as written; empty in the short form. */
  readonly projections: readonly string[]
  readonly type: string | null
  readonly limit: Clause | null
  readonly offset: Clause | null
}

/** A numeric clause of the outer query, and its position. */
export interface Clause {
  readonly number: number
  readonly from: number
  readonly to: number
}

/** Read *text*; `expected` describes the position *stop*. */
export function readQuery(text: string, schemas: Schemas, stop: number = text.length): Reading {
  const reader = new Reader(text, schemas, stop)
  reader.query()
  return reader
}

export const functions = ['count', 'sum', 'avg', 'min', 'max'] as const
const clauses = ['where', 'group by', 'order by', 'limit', 'offset']
const pageClauses = ['limit', 'offset']
const operators = new Set([
  'is',
  'is_not',
  '=',
  '!=',
  '>',
  '>=',
  '<',
  '<=',
  'like',
  'not_like',
  'in',
  'not_in',
  'has',
  'any',
  'after',
  'before',
  'greater_than',
  'less_than',
])
const deepest = 100

const step = String.raw`[A-Za-z_]\w*(?:\[\w*\]?)?`
const patterns = {
  space: /\s*/y,
  word: /[A-Za-z_]\w*/y,
  path: new RegExp(String.raw`${step}(?:\.${step})*\.?`, 'y'),
  operator: /!=|>=|<=|=|>|<|[A-Za-z_]+/y,
  text: /"(?:[^"\\]|\\[\s\S])*(?:"|$)|'(?:[^'\\]|\\[\s\S])*(?:'|$)/y,
  value: /[^\s(),"']+/y,
  number: /\d+/y,
  odd: /[^\s(),]+|./y,
}

class Reader implements Reading {
  readonly tokens: Token[] = []
  readonly projections: string[] = []
  expected: Expected = { at: 'start' }
  type: string | null = null
  limit: Clause | null = null
  offset: Clause | null = null
  private position = 0
  private depth = 0
  private isAnswered = false

  constructor(
    private readonly text: string,
    private readonly schemas: Schemas,
    private readonly stop: number,
  ) {}

  query(): void {
    this.part({ at: 'start' })
    while (this.skipOdd()) continue
  }

  /** Read one query; *first* is what can start it. */
  private part(first: Expected): void {
    const isOuter = this.depth === 0
    this.expect(first)
    if (this.keyword('select')) this.selection(isOuter)
    const scope = this.typeName()
    if (isOuter) this.type = scope
    this.clausesOf(scope)
  }

  private selection(isOuter: boolean): void {
    const scope = this.typeAhead()
    do {
      this.expect({ at: 'projection', scope })
      if (this.isFromHere()) break
      const from = this.position
      if (!this.aggregate(scope) && !this.path(scope).found) break
      if (isOuter) this.projections.push(this.text.slice(from, this.tokens.at(-1)?.to).replace(/\s+/g, ''))
      this.expect({ at: 'words', words: ['from'] })
    } while (this.mark(','))
    while (!this.peek('from') && !this.isAtEnd() && !this.closes() && this.skipOdd()) continue
    if (this.keyword('from')) this.expect({ at: 'type' })
  }

  private aggregate(scope: string | null): boolean {
    const word = this.match('word')
    if (
      word === null ||
      !functions.some((name) => name === word.toLowerCase()) ||
      !/^\w+\s*\(/.test(this.ahead())
    )
      return false
    this.take('function', word.length)
    this.mark('(')
    this.expect({ at: 'path', scope })
    this.path(scope)
    this.mark(')')
    return true
  }

  private clausesOf(scope: string | null): void {
    let open = clauses
    for (;;) {
      this.expect({ at: 'words', words: open })
      const clause = this.clause(scope)
      if (clause !== null)
        open = open
          .slice(pageClauses.includes(clause) ? 0 : open.indexOf(clause) + 1)
          .filter((name) => name !== clause && (pageClauses.includes(name) || !pageClauses.includes(clause)))
      if (clause === null && (this.closes() || !this.skipOdd())) return
    }
  }

  /** Read a clause; return its keyword, or null when there is none. */
  private clause(scope: string | null): string | null {
    if (this.keyword('where')) return (this.criteria(scope), 'where')
    for (const name of ['order', 'group']) {
      if (!this.keyword(name)) continue
      this.expect({ at: 'words', words: ['by'] })
      if (this.keyword('by')) this.keys(scope, name === 'order' ? ['asc', 'desc'] : [])
      return `${name} by`
    }
    for (const name of ['limit', 'offset'] as const) {
      const from = this.position
      if (!this.keyword(name)) continue
      this.expect({ at: 'nothing' })
      const number = this.match('number')
      if (number === null) return name
      this.take('value', number.length)
      if (this.depth === 0) this[name] = { number: Number(number), from, to: this.tokens.at(-1)?.to ?? from }
      return name
    }
    return null
  }

  private keys(scope: string | null, directions: readonly string[]): void {
    do {
      this.expect({ at: 'path', scope })
      if (!this.path(scope).found) return
      this.expect({ at: 'words', words: [...directions, 'limit', 'offset'] })
      this.keyword('asc', 'desc', 'ascending', 'descending')
    } while (this.mark(','))
  }

  private criteria(scope: string | null): void {
    do {
      this.expect({ at: 'criterion', scope })
      while (this.keyword('not')) this.expect({ at: 'criterion', scope })
      if (!this.inside(() => this.criteria(scope)) && !this.condition(scope)) return
      this.expect({
        at: 'words',
        words: this.depth === 0 ? ['and', 'or', ...clauses.slice(1)] : ['and', 'or'],
      })
    } while (this.keyword('and', 'or'))
  }

  private condition(scope: string | null): boolean {
    if (this.isClauseHere()) return false
    const { found, attribute, target } = this.path(scope)
    if (!found) return false
    this.expect({ at: 'operator', attribute })
    const operator = this.match('operator')?.toLowerCase() ?? ''
    if (!operators.has(operator)) return true
    this.take('operator', operator.length)
    if (operator === 'has' || operator === 'any') this.inside(() => this.criteria(target))
    else if (operator === 'in' || operator === 'not_in') this.inside(() => this.members(attribute))
    else this.value(attribute)
    return true
  }

  private members(attribute: Attribute | undefined): void {
    if (this.peek('select')) return this.part({ at: 'words', words: ['select'] })
    do this.value(attribute)
    while (this.mark(','))
  }

  private value(attribute: Attribute | undefined): void {
    this.expect({ at: 'value', attribute })
    const quoted = this.match('text')
    const bare = quoted === null ? this.match('value') : null
    if (quoted !== null) this.take('text', quoted.length)
    else if (bare !== null) this.take('value', bare.length)
  }

  /** Read *content* in parentheses; return false when there are none. */
  private inside(content: () => void): boolean {
    if (this.depth >= deepest || !this.mark('(')) return false
    this.depth += 1
    content()
    while (!this.closes() && this.skipOdd()) continue
    this.depth -= 1
    this.mark(')')
    return true
  }

  private path(scope: string | null): { found: boolean; attribute?: Attribute; target: string | null } {
    const path = this.match('path')
    if (path === null) return { found: false, target: null }
    this.take('path', path.length)
    return { found: true, ...resolvePath(this.schemas, scope, path) }
  }

  private typeName(): string | null {
    const word = this.match('word')
    if (word === null || clauses.includes(word.toLowerCase())) return null
    this.take('type', word.length)
    return word
  }

  /** Return the type after the `from` of the projections that start here. */
  private typeAhead(): string | null {
    const ahead = /(?:^|[\s,)])from\s+([A-Za-z_]\w*)/gi
    const found = [...this.text.slice(this.position).matchAll(ahead)].map((match) => match[1] ?? '')
    return (
      found.find((name) => this.schemas.has(name)) ??
      found.find((name) => name.toLowerCase() !== 'from') ??
      null
    )
  }

  /** Return whether `from` is the keyword here, as in `select | from Job`: a type name follows it. */
  private isFromHere(): boolean {
    const ahead = /^from\s+([A-Za-z_]\w*)/i.exec(this.ahead())
    return ahead !== null && this.schemas.has(ahead[1] ?? '')
  }

  /** Return the next 200 characters. */
  private ahead(): string {
    return this.text.slice(this.position, this.position + 200)
  }

  private isClauseHere(): boolean {
    return /^(?:order\s+by|group\s+by|limit\s+\d|offset\s+\d)/i.test(this.ahead())
  }

  private skipSpace(): void {
    patterns.space.lastIndex = this.position
    this.position += patterns.space.exec(this.text)?.[0].length ?? 0
  }

  /** Record what is expected here. The first call at the stop position determines the result. */
  private expect(expected: Expected): void {
    this.skipSpace()
    if (!this.isAnswered) this.expected = expected
    if (this.position >= this.stop) this.isAnswered = true
  }

  private isAtEnd(): boolean {
    return this.position >= this.stop
  }

  private match(kind: keyof typeof patterns): string | null {
    if (this.isAtEnd()) return null
    const pattern = patterns[kind]
    pattern.lastIndex = this.position
    return pattern.exec(this.text)?.[0] ?? null
  }

  private take(role: Role, length: number): void {
    this.tokens.push({ role, from: this.position, to: this.position + length })
    this.position += length
    this.skipSpace()
  }

  private peek(...words: string[]): boolean {
    return words.includes(this.match('word')?.toLowerCase() ?? '')
  }

  private keyword(...words: string[]): boolean {
    if (!this.peek(...words)) return false
    this.take('keyword', this.match('word')?.length ?? 0)
    return true
  }

  private mark(mark: string): boolean {
    if (this.isAtEnd() || this.text[this.position] !== mark) return false
    this.take('mark', 1)
    return true
  }

  private closes(): boolean {
    return this.depth > 0 && this.text[this.position] === ')'
  }

  private skipOdd(): boolean {
    const odd = this.match('odd')
    if (odd === null) return false
    this.take('odd', odd.length)
    return true
  }
}

/** Resolve *path* from the type *scope*: return the last attribute, and its target type if it is a relation. */
export function resolvePath(
  schemas: Schemas,
  scope: string | null,
  path: string,
): { attribute?: Attribute; target: string | null } {
  let type = scope
  let attribute: Attribute | undefined
  for (const part of path.replace(/\.$/, '').split('.')) {
    const [name = '', cast] = part.split(/[[\]]/)
    attribute = attributeOf(schemas, type, name)
    const next = attribute !== undefined && isRelation(attribute) ? attribute.target : null
    type = cast !== undefined && cast !== '' ? cast : next
  }
  return { attribute, target: type }
}
