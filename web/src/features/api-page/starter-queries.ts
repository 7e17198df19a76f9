/** Example queries, generated from the server's schemas. */
import { isMany, isRelation, type Attribute, type EntityType, type Schemas } from '@/entities/schema/schema'
import { groupable } from '@/entities/schema/schema-queries'

const preferred = ['name', 'full_name', 'label', 'username', 'key', 'status', 'type', 'date', 'created_at']
const mostColumns = 6

/** Return a query for the main attributes of *type*. */
export function starterQuery(type: EntityType): string {
  const isPlain = (attribute: Attribute): boolean =>
    !isRelation(attribute) && !isMany(attribute) && !attribute.isFilterOnly && attribute.kind !== 'object'
  const named = (names: readonly string[]): string[] =>
    names.filter((name) => type.attributes.some((attribute) => attribute.name === name && isPlain(attribute)))
  const required = type.attributes
    .filter((attribute) => attribute.isRequired && !attribute.isComputed)
    .map((attribute) => attribute.name)
  const chosen = [...new Set([...named(type.primaryKey), ...named(preferred), ...named(required)])].slice(
    0,
    mostColumns,
  )
  return `select ${(chosen.length > 0 ? chosen : ['id']).join(', ')} from ${type.name}`
}

/** Return example queries: a plain one, one with a relation, and one with an aggregate. */
export function exampleQueries(schemas: Schemas, type: EntityType | undefined): string[] {
  const [begin] = [type, schemas.get('Job'), ...schemas.values()].filter((each) => each !== undefined)
  if (begin === undefined) return []
  const related = begin.attributes
    .filter((attribute) => attribute.kind === 'reference')
    .map((attribute) => ({ attribute, name: nameOf(schemas.get(attribute.target ?? '')) }))
  const along = related.find(({ name }) => name !== undefined)
  const key = begin.primaryKey[0] ?? 'id'
  const counted = groupable(begin)
  const other = along === undefined ? null : `${along.attribute.name}.${along.name}`
  return [
    starterQuery(begin),
    ...(along === undefined
      ? []
      : [
          `select ${key}, ${other} from ${begin.name} where ${along.attribute.name} has () ` +
            `order by ${other} limit 20`,
        ]),
    ...(counted === null ? [] : [`select count(${key}), ${counted} from ${begin.name} group by ${counted}`]),
  ]
}

function nameOf(type: EntityType | undefined): string | undefined {
  return ['name', 'username', 'label'].find((name) =>
    type?.attributes.some(
      (attribute) => attribute.name === name && attribute.kind === 'text' && !attribute.isComputed,
    ),
  )
}
