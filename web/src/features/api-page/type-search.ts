/** Finding a type among many, and walking a list by keys. */
import type { EntityType, Schemas } from '@/entities/schema/schema'

/** Types whose name holds all *words*; those that begin so come first. */
export function foundTypes(schemas: Schemas, words: string): EntityType[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const [first = ''] = wanted
  const begins = (type: EntityType): number => (type.name.toLowerCase().startsWith(first) ? 0 : 1)
  return [...schemas.values()]
    .filter((type) => wanted.every((word) => type.name.toLowerCase().includes(word)))
    .sort((a, b) => begins(a) - begins(b))
}

/** Where *key* leads in a list of *length*, from *at* (-1: the field above it); null when it leads nowhere. */
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
