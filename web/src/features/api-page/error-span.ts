/** Highlight the part of a text that the server reports as wrong. */
import type { Span } from '@/lib/api'

export interface Range {
  readonly from: number
  readonly to: number
}

export interface Piece<Role extends string> extends Range {
  readonly text: string
  readonly role: Role | 'plain'
  readonly isMarked: boolean
}

/** Convert a span in code points to UTF-16 units: "😀" is one code point and two units. */
export function rangeOf(text: string, span: Span): Range {
  const letters = [...text]
  const before = letters.slice(0, span.position).join('').length
  return {
    from: before,
    to: before + letters.slice(span.position, span.position + span.length).join('').length,
  }
}

/**
 * Split *text* at the borders of *tokens* and *marked*. The pieces join to the text, except that a mark after
 * the last character becomes a piece with a space.
 */
export function piecesOf<Role extends string>(
  text: string,
  tokens: readonly (Range & { readonly role: Role })[],
  marked: Range | null,
): Piece<Role>[] {
  const borders = new Set([
    0,
    text.length,
    ...tokens.flatMap(({ from, to }) => [from, to]),
    ...(marked === null ? [] : [marked.from, marked.to]),
  ])
  const places = [...borders].filter((place) => place <= text.length).sort((a, b) => a - b)
  const pieces: Piece<Role>[] = []
  let next = 0
  places.slice(1).forEach((to, index) => {
    const from = places[index] ?? 0
    while ((tokens[next]?.to ?? Infinity) <= from) next += 1
    const token = tokens[next]
    const role = token !== undefined && token.from <= from ? token.role : 'plain'
    pieces.push({
      from,
      to,
      text: text.slice(from, to),
      role,
      isMarked: marked !== null && marked.from <= from && to <= marked.to,
    })
  })
  if (marked !== null && marked.from >= text.trimEnd().length)
    pieces.push({ from: text.length, to: text.length, text: ' ', role: 'plain', isMarked: true })
  return pieces
}

/** Return the word that the server suggests, as in `Did you mean "status"?`; else null. */
export function proposalIn(hint: string | null): string | null {
  return hint?.match(/^Did you mean "([^"]+)"\?$/)?.[1] ?? null
}
