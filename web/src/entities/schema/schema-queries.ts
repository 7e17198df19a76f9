/** Queries for entity types and their row counts. */
import { queryOptions } from '@tanstack/vue-query'
import { fieldsOf, numberOf, rowsOf } from '@/lib/fields'
import { perform } from '@/lib/operations'
import { readSchemas, type Attribute, type EntityType } from './schema'

/** Schemas change only when the server is upgraded or an attribute is added, so they stay fresh for an hour. */
export const schemasOptions = queryOptions({
  queryKey: ['schemas'],
  queryFn: async ({ signal }) => readSchemas((await perform([{ action: 'query_schemas' }], signal)).results),
  staleTime: 3_600_000,
  gcTime: Infinity,
})

export interface RowCount {
  readonly rows: number
  /** Whether there are more than `rows`. */
  readonly isLeast: boolean
}

const countedOneByOne = 500

/** Count the rows of *type* that are visible to the user, with one query. */
export const rowCountOptions = (type: EntityType) =>
  queryOptions({
    queryKey: ['row-count', type.name],
    queryFn: async ({ signal }): Promise<RowCount> => {
      const group = groupable(type)
      const key = type.primaryKey[0] ?? 'id'
      const expression =
        group === null
          ? `select ${type.primaryKey.join(', ') || key} from ${type.name} limit ${countedOneByOne + 1}`
          : `select count(${key}) from ${type.name} group by ${group}`
      const { results } = await perform([{ action: 'query', expression }], signal)
      const rows = rowsOf(fieldsOf(results[0]).data)
      return group === null
        ? { rows: Math.min(rows.length, countedOneByOne), isLeast: rows.length > countedOneByOne }
        : { rows: sum(rows.map((row) => row[`count_${key}`])), isLeast: false }
    },
    staleTime: 30_000,
    retry: false,
  })

/**
 * Return a stored attribute with few values, or null. Counts are queried per group, so there are few rows to add
 * up.
 *
 * Schemas do not mark all computed attributes, but an attribute that is required or has a default is stored.
 */
export function groupable(type: EntityType): string | null {
  const isStored = (attribute: Attribute): boolean =>
    !attribute.isComputed && (attribute.isRequired || attribute.default !== undefined)
  return (
    type.attributes.find(
      (attribute) => attribute.choices.length > 0 || (attribute.kind === 'boolean' && isStored(attribute)),
    )?.name ?? null
  )
}

function sum(values: readonly unknown[]): number {
  return values.reduce<number>((total, value) => total + numberOf(value), 0)
}
