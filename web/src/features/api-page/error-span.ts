/** Showing a part of a text: where the server says that something is wrong, cut out of what is drawn. */
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

/** The server counts code points, texts here count UTF-16 units: "😀" is one there and two here. */
export function rangeOf(text: string, span: Span): Range {
  const letters = [...text]
  const before = letters.slice(0, span.position).join('').length
  return {
    from: before,
    to: before + letters.slice(span.position, span.position + span.length).join('').length,
  }
}

/**
 * Cut *text* at the borders of *tokens* and of *marked*. Joined, the pieces are the text again, except that a
 * mark behind the last character, where something is missing, is a piece of one blank.
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

/** What the server proposes in the place of what is wrong: the word in `Did you mean "status"?`. */
export function proposalIn(hint: string | null): string | null {
  return hint?.match(/^Did you mean "([^"]+)"\?$/)?.[1] ?? null
}
