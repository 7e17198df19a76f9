/** Search entity types, and navigate a list by keyboard. */
import type { EntityType, Schemas } from '@/entities/schema/schema'

/** Return the types whose name contains all *words*; prefix matches come first. */
export function foundTypes(schemas: Schemas, words: string): EntityType[] {
  const terms = words.toLowerCase().split(/\s+/).filter(Boolean)
  const [first = ''] = terms
  const begins = (type: EntityType): number => (type.name.toLowerCase().startsWith(first) ? 0 : 1)
  return [...schemas.values()]
    .filter((type) => terms.every((word) => type.name.toLowerCase().includes(word)))
    .sort((a, b) => begins(a) - begins(b))
}

/** Return the index to focus after *key* in a list of *length*, from *at* (-1: the search field); null for none. */
export function rovingTarget(key: string, at: number, length: number): number | null {
  const inList = at >= 0
  switch (key) {
    case 'ArrowDown':
      return length === 0 ? null : Math.min(at + 1, length - 1)
    case 'ArrowUp':
      return inList ? at - 1 : null
    case 'Home':
      return inList ? 0 : null
    case 'End':
      return inList ? length - 1 : null
    default:
      return null
  }
}
