/** What could be written next at a place of a query. */
import { isMany, isRelation, type Attribute, type EntityType, type Schemas } from '@/entities/schema/schema'
import { functions, readQuery, resolvePath, type Expected } from './query-reading'

export interface Suggestion {
  readonly kind: 'keyword' | 'type' | 'attribute' | 'operator' | 'value'
  readonly label: string
  /** What is written for it, when that is more than its label. */
  readonly insert?: string
  /** How far before its end the caret comes to stand. */
  readonly caretBack?: number
  readonly detail?: string
}

export interface Completion {
  /** The part of the text that a suggestion takes the place of. */
  readonly from: number
  readonly to: number
  readonly suggestions: readonly Suggestion[]
}

const most = 100

/** Suggest for *text* at *cursor*. Paths begin in *fallback* where the text names no type yet. */
export function complete(
  text: string,
  cursor: number,
  schemas: Schemas,
  fallback: string | null = null,
): Completion {
  const quote = quoteAround(text, cursor, schemas)
  const start = quote ?? cursor - (/[\w.[\]-]*$/.exec(text.slice(0, cursor))?.[0].length ?? 0)
  const { expected } = readQuery(text, schemas, start)
  if (quote !== null) return completeQuoted(text, quote, cursor, expected)
  const written = text.slice(start, cursor)
  const segment = Math.max(written.lastIndexOf('.'), written.lastIndexOf('[')) + 1
  const to = cursor + (/^\w*/.exec(text.slice(cursor))?.[0].length ?? 0)
  const suggestions =
    written.lastIndexOf('[') > written.lastIndexOf(']')
      ? types(schemas)
      : suggestionsFor(expected, written.slice(0, segment), schemas, fallback)
  return { from: start + segment, to, suggestions: ranked(suggestions, written.slice(segment)) }
}

/** What is written for *suggestion*, and where the caret stands then. */
export function applied(completion: Completion, suggestion: Suggestion): { insert: string; caret: number } {
  const insert = suggestion.insert ?? suggestion.label
  return { insert, caret: completion.from + insert.length - (suggestion.caretBack ?? 0) }
}

function suggestionsFor(
  expected: Expected,
  before: string,
  schemas: Schemas,
  fallback: string | null,
): Suggestion[] {
  switch (expected.at) {
    case 'start':
      return before === '' ? [{ kind: 'keyword', label: 'select' }, ...types(schemas)] : []
    case 'type':
      return before === '' ? types(schemas) : []
    case 'words':
      return before === '' ? expected.words.map((label) => ({ kind: 'keyword', label })) : []
    case 'projection':
      return [
        ...attributes(expected.scope ?? fallback, before, schemas, true),
        ...(before === '' ? functions.map(aggregate) : []),
      ]
    case 'path':
      return attributes(expected.scope ?? fallback, before, schemas, true)
    case 'criterion':
      return [
        ...attributes(expected.scope, before, schemas, false),
        ...(before === '' ? [{ kind: 'keyword', label: 'not' } as const] : []),
      ]
    case 'operator':
      return before === '' ? operatorsOf(expected.attribute) : []
    case 'value':
      return before === '' ? valuesOf(expected.attribute) : []
    case 'nothing':
      return []
  }
}

function types(schemas: Schemas): Suggestion[] {
  return [...schemas.values()].map((type) => ({
    kind: 'type',
    label: type.name,
    detail: type.alias ?? undefined,
  }))
}

/** Attributes behind the dotted path *before*. What is only for filters is left out where something is told. */
function attributes(scope: string | null, before: string, schemas: Schemas, isTold: boolean): Suggestion[] {
  const type = typeBehind(scope, before, schemas)
  return (type?.attributes ?? [])
    .filter((attribute) => !(isTold && attribute.isFilterOnly))
    .map((attribute) => ({ kind: 'attribute', label: attribute.name, detail: detailOf(attribute) }))
}

function typeBehind(scope: string | null, before: string, schemas: Schemas): EntityType | undefined {
  const name = before === '' ? scope : resolvePath(schemas, scope, before).target
  return name === null ? undefined : schemas.get(name)
}

export function detailOf(attribute: Attribute): string {
  if (isMany(attribute)) return `${attribute.target ?? ''}[]`
  return isRelation(attribute)
    ? (attribute.target ?? '')
    : attribute.kind === 'key' && attribute.target !== null
      ? `key of ${attribute.target}`
      : attribute.kind
}

function aggregate(label: string): Suggestion {
  return { kind: 'keyword', label, insert: `${label}()`, caretBack: 1, detail: 'needs group by' }
}

const operator = (label: string, detail: string): Suggestion => ({ kind: 'operator', label, detail })
const open = (label: string, detail: string): Suggestion => ({
  kind: 'operator',
  label,
  insert: `${label} ()`,
  caretBack: 1,
  detail,
})
const same = [operator('is', 'equal'), operator('is_not', 'not equal')]
const among = [open('in', 'one of'), open('not_in', 'none of')]
const patterns = [operator('like', 'matches, % is any text'), operator('not_like', 'does not match')]
const order = [
  operator('>', 'greater'),
  operator('>=', 'at least'),
  operator('<', 'less'),
  operator('<=', 'at most'),
]
const some = open('any', 'some member that …')
const whole = open('has', 'leads to one that …')

function operatorsOf(attribute: Attribute | undefined): Suggestion[] {
  switch (attribute?.kind) {
    case undefined:
    case 'value':
      return [...same, ...patterns, ...among, ...order, whole, some]
    case 'collection':
    case 'map':
      return [some]
    case 'reference':
      return [whole, ...same, ...among]
    case 'integer':
    case 'number':
      return [...same, ...order, ...among]
    case 'time':
      return [operator('after', 'later'), operator('before', 'earlier'), ...same, ...order]
    case 'boolean':
      return same
    case 'key':
      return [...same, ...among]
    case 'text':
    case 'json':
    case 'object':
      return [...same, ...patterns, ...among, ...order]
  }
}

function valuesOf(attribute: Attribute | undefined): Suggestion[] {
  const words =
    attribute?.kind === 'boolean'
      ? ['true', 'false']
      : (attribute?.choices ?? []).map((choice) =>
          /^[\w-]+$/.test(choice) ? choice : JSON.stringify(choice),
        )
  return [
    ...words.map((label): Suggestion => ({ kind: 'value', label })),
    { kind: 'value', label: 'none', detail: 'no value' },
  ]
}

/** Where the quoted text around *cursor* begins, behind its quote; null when the cursor is in none. */
function quoteAround(text: string, cursor: number, schemas: Schemas): number | null {
  const around = readQuery(text, schemas).tokens.find(
    (token) => token.role === 'text' && token.from < cursor && cursor <= token.to,
  )
  if (around === undefined || (cursor === around.to && isClosed(text.slice(around.from, around.to))))
    return null
  return around.from
}

function isClosed(literal: string): boolean {
  return (
    literal.length > 1 && /(?:[^\\]|^.)(?:\\\\)*["']$/.test(literal) && literal.endsWith(literal[0] ?? '')
  )
}

function completeQuoted(text: string, quote: number, cursor: number, expected: Expected): Completion {
  const choices = expected.at === 'value' ? (expected.attribute?.choices ?? []) : []
  const to = cursor + (/^\w*/.exec(text.slice(cursor))?.[0].length ?? 0)
  return {
    from: quote + 1,
    to,
    suggestions: ranked(
      choices.map((label) => ({ kind: 'value', label })),
      text.slice(quote + 1, cursor),
    ),
  }
}

/**
 * The best first: by how *written* occurs in it, then the shortest, which is what is left to mean by so few
 * letters.
 */
function ranked(suggestions: readonly Suggestion[], written: string): Suggestion[] {
  return suggestions
    .map((suggestion) => ({ suggestion, rank: rankOf(suggestion.label, written) }))
    .filter(({ rank }) => rank < 4)
    .sort(
      (a, b) =>
        a.rank - b.rank || (written === '' ? 0 : a.suggestion.label.length - b.suggestion.label.length),
    )
    .slice(0, most)
    .map(({ suggestion }) => suggestion)
}

/** 0: begins so; 1: begins so but for case; 2: a word in it does; 3: it is somewhere in it; 4: not at all. */
function rankOf(label: string, written: string): number {
  if (label.startsWith(written)) return 0
  const lower = written.toLowerCase()
  if (label.toLowerCase().startsWith(lower)) return 1
  const words = label.split(/[_ ]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase())
  if (words.some((word) => word.startsWith(lower))) return 2
  return label.toLowerCase().includes(lower) ? 3 : 4
}
