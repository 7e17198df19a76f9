/**
 * Merge the entities of a normalized response.
 *
 * Within a result, an entity is complete in some places and a bare reference (type and key) elsewhere. All
 * occurrences become one object, so that relations can be followed from anywhere; the result may be cyclic.
 */
import { isFields, type Fields } from '@/lib/fields'

type Entity = Record<string, unknown>

/** Return the attribute names of a type's primary key. */
export type KeysOf = (type: string) => readonly string[]

/** The types with a composite key, among those that the interface queries. */
const compositeKeys: Readonly<Record<string, readonly string[]>> = {
  JobComponent: ['component_id', 'job_id'],
  Metadata: ['parent_id', 'key'],
}

const usualKeys: KeysOf = (type) => compositeKeys[type] ?? ['id']

export function mergeEntities(result: readonly unknown[], keysOf: KeysOf = usualKeys): Fields[] {
  const known: Known = { entities: new Map(), keysOf }
  return result.map((value) => merged(value, known)).filter(isFields)
}

interface Known {
  readonly entities: Map<string, Entity>
  readonly keysOf: KeysOf
}

function merged(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((item) => merged(item, known))
  if (!isFields(value)) return value
  if (value.__type__ === 'datetime' || value.__type__ === 'date') return value.value
  const entity = sharedEntity(value, known)
  for (const [name, part] of Object.entries(value)) entity[name] = merged(part, known)
  return entity
}

function sharedEntity(value: Fields, { entities, keysOf }: Known): Entity {
  const identity = identityOf(value, keysOf)
  if (identity === null) return {}
  const entity = entities.get(identity) ?? {}
  entities.set(identity, entity)
  return entity
}

function identityOf(value: Fields, keysOf: KeysOf): string | null {
  const type = value.__entity_type__
  if (typeof type !== 'string') return null
  const key = keysOf(type).map((name) => value[name])
  return key.every((part) => typeof part === 'string') ? [type, ...key].join(' ') : null
}
