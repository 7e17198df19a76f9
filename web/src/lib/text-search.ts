/** Find text in lines, ignoring case. */

export interface Match {
  /** Index of the line. */
  readonly line: number
  readonly start: number
  readonly end: number
}

/** Return the pattern that finds *text*, or null when it is empty. */
export function searchPattern(text: string): RegExp | null {
  return text === '' ? null : new RegExp(text.replace(/[$()*+.?[\\\]^{|}/-]/g, '\\$&'), 'giu')
}

/** Return the places of *pattern* in *line*, as pairs of start and end. */
export function placesIn(line: string, pattern: RegExp): [number, number][] {
  return [...line.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length])
}

/** Return the matches in *lines*, at most *limit* of them. *plain* returns a line as it is displayed. */
export function findMatches(
  lines: readonly string[],
  pattern: RegExp,
  limit: number,
  plain: (line: string) => string = (line) => line,
): Match[] {
  const matches: Match[] = []
  for (const [line, text] of lines.entries()) {
    for (const [start, end] of placesIn(plain(text), pattern)) {
      matches.push({ line, start, end })
      if (matches.length === limit) return matches
    }
  }
  return matches
}

/** Split *parts* at *places* of their joined text; `place` is the index of the place that a part belongs to. */
export function splitAt<Part extends { readonly text: string }>(
  parts: readonly Part[],
  places: readonly (readonly [number, number])[],
): (Part & { readonly place: number | null })[] {
  const cuts = places.flat()
  let at = 0
  return parts.flatMap((part) => {
    const start = at
    at += part.text.length
    const inner = cuts.filter((cut) => cut > start && cut < at)
    const edges = [start, ...inner, at]
    return edges.slice(0, -1).map((edge, index) => {
      const place = places.findIndex(([from, to]) => edge >= from && edge < to)
      return {
        ...part,
        text: part.text.slice(edge - start, (edges[index + 1] ?? at) - start),
        place: place === -1 ? null : place,
      }
    })
  })
}
