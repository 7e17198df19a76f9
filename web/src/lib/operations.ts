/** The API operations that the interface uses: query, update, delete. */
import { ApiError, exchange, type Json } from '@/lib/api'
import { mergeEntities } from '@/lib/entity-merge'
import { fieldsOf, isFields, numberOrNull, type Fields } from '@/lib/fields'
import { readTiming, type Timing } from '@/lib/server-timing'

export interface Page {
  readonly entities: readonly Fields[]
  /** The offset of the next page, or null on the last. */
  readonly next: number | null
}

export async function query(expression: string): Promise<Page> {
  const [result] = await batch([{ action: 'query', expression }])
  const metadata = fieldsOf(result?.metadata)
  const next = isFields(metadata.next) ? metadata.next.offset : null
  return {
    entities: mergeEntities(Array.isArray(result?.data) ? result.data : []),
    next: numberOrNull(next),
  }
}

export async function update(
  type: string,
  ids: readonly string[],
  values: Readonly<Record<string, Json>>,
): Promise<void> {
  await batch(
    ids.map((id) => ({
      action: 'update',
      entity_type: type,
      entity_key: [id],
      entity_data: { __entity_type__: type, ...values },
    })),
  )
}

export async function remove(type: string, ids: readonly string[]): Promise<void> {
  await batch(ids.map((id) => ({ action: 'delete', entity_type: type, entity_key: [id] })))
}

/** The results of a batch in the server's format, and its timing. */
export interface Performed {
  readonly results: readonly unknown[]
  readonly timing: Timing
}

export async function perform(operations: readonly Json[], signal?: AbortSignal): Promise<Performed> {
  const { value, headers } = await exchange('POST', '/api', operations, signal)
  if (!Array.isArray(value))
    throw new ApiError('server.unexpected', 'The server returned an unreadable response.', 200)
  return { results: value, timing: readTiming(headers.get('server-timing')) }
}

async function batch(operations: readonly Json[]): Promise<Fields[]> {
  return (await perform(operations)).results.filter(isFields)
}
