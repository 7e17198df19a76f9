/** Suggestions for a position in a query. */
import { isMany, isRelation, type Attribute, type EntityType, type Schemas } from '@/entities/schema/schema'
import { functions, readQuery, resolvePath, type Expected } from './query-reading'

export interface Suggestion {
  readonly kind: 'keyword' | 'type' | 'attribute' | 'operator' | 'value'
  readonly label: string
  /** The inserted text, if different from the label. */
  readonly insert?: string
  /** The distance of the caret from the end of the inserted text. */
  readonly caretBack?: number
  readonly detail?: string
}

export interface Completion {
  /** The range that a suggestion replaces. */
  readonly from: number
  readonly to: number
  readonly suggestions: readonly Suggestion[]
}

const most = 100

/** Return suggestions for *text* at *cursor*. Paths start at *fallback* while the text names no type. */
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

/** Return the text inserted for *suggestion*, and the resulting caret. */
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

/** Return the attributes after the dotted path *before*; in projections without those for filters only. */
function attributes(
  scope: string | null,
  before: string,
  schemas: Schemas,
  isProjection: boolean,
): Suggestion[] {
  const type = typeBehind(scope, before, schemas)
  return (type?.attributes ?? [])
    .filter((attribute) => !(isProjection && attribute.isFilterOnly))
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
  return { kind: 'keyword', label, insert: `${label}()`, caretBack: 1, detail: 'requires group by' }
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
const patterns = [operator('like', 'matches; % is a wildcard'), operator('not_like', 'does not match')]
const order = [
  operator('>', 'greater than'),
  operator('>=', 'at least'),
  operator('<', 'less than'),
  operator('<=', 'at most'),
]
const some = open('any', 'any related entity matches …')
const whole = open('has', 'related entity matches …')

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

/** Return the start of the quoted text around *cursor*, or null. */
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

/** Sort by how well *written* matches, then by length, because a short input most likely means a short name. */
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

/**
 * Return 0 for a prefix, 1 for a prefix in another case, 2 for the prefix of a word, 3 for a substring, 4 for no
 * match.
 */
function rankOf(label: string, written: string): number {
  if (label.startsWith(written)) return 0
  const lower = written.toLowerCase()
  if (label.toLowerCase().startsWith(lower)) return 1
  const words = label.split(/[_ ]|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase())
  if (words.some((word) => word.startsWith(lower))) return 2
  return label.toLowerCase().includes(lower) ? 3 : 4
}
