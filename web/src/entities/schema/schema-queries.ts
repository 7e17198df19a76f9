/** Questions about entity types: what they are, and how many rows of one there are. */
import { queryOptions } from '@tanstack/vue-query'
import { fieldsOf, numberOf, rowsOf } from '@/lib/fields'
import { perform } from '@/lib/operations'
import { readSchemas, type Attribute, type EntityType } from './schema'

/** Schemas change when the server is renewed or a studio adds attributes: rarely, so an hour is fresh. */
export const schemasOptions = queryOptions({
  queryKey: ['schemas'],
  queryFn: async ({ signal }) => readSchemas((await perform([{ action: 'query_schemas' }], signal)).results),
  staleTime: 3_600_000,
  gcTime: Infinity,
})

export interface RowCount {
  readonly rows: number
  /** There are more than `rows`. */
  readonly isLeast: boolean
}

const countedOneByOne = 500

/** How many rows of *type* the person may see, by one statement. */
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
 * A stored attribute with few values: counting goes by groups, and these are few rows to add up.
 *
 * Schemas do not mark all that is computed, but what has a default or is required is stored.
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
