/**
 * Put the pieces of a normalised answer together.
 *
 * Within one result an entity is complete once and a bare reference (type and key) elsewhere, before or after. All
 * occurrences become one object here, so relations may be followed from anywhere; the outcome may be cyclic.
 */
import { isFields, type Fields } from '@/lib/api'

type Entity = Record<string, unknown>

/** Types whose primary key is not `id`. */
const compositeKeys: Readonly<Record<string, readonly string[]>> = {
  JobComponent: ['component_id', 'job_id'],
  Metadata: ['parent_id', 'key'],
}

export function mergeEntities(result: readonly unknown[]): Fields[] {
  const known = new Map<string, Entity>()
  return result.map((value) => merged(value, known)).filter(isFields)
}

function merged(value: unknown, known: Map<string, Entity>): unknown {
  if (Array.isArray(value)) return value.map((item) => merged(item, known))
  if (!isFields(value)) return value
  if (value.__type__ === 'datetime' || value.__type__ === 'date') return value.value
  const entity = sharedEntity(value, known)
  for (const [name, part] of Object.entries(value)) entity[name] = merged(part, known)
  return entity
}

function sharedEntity(value: Fields, known: Map<string, Entity>): Entity {
  const identity = identityOf(value)
  if (identity === null) return {}
  const entity = known.get(identity) ?? {}
  known.set(identity, entity)
  return entity
}

function identityOf(value: Fields): string | null {
  const type = value.__entity_type__
  if (typeof type !== 'string') return null
  const key = (compositeKeys[type] ?? ['id']).map((name) => value[name])
  return key.every((part) => typeof part === 'string') ? [type, ...key].join(' ') : null
}
