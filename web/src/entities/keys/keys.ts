/** The API keys of the signed-in user. */
import { queryOptions } from '@tanstack/vue-query'
import { send } from '@/lib/api'
import { parseTime } from '@/lib/durations'
import { fieldsOf, isFields, rowsOf, textOf, type Fields } from '@/lib/fields'

export interface ApiKey {
  readonly id: string
  readonly name: string
  readonly createdAt: number | null
  readonly lastUsedAt: number | null
}

export const keysOptions = queryOptions({
  queryKey: ['keys'],
  queryFn: async () => rowsOf(await send('GET', '/web/keys')).map(readKey),
})

/** Create a key; return its text, which the server never returns again. */
export async function createKey(name: string): Promise<string> {
  const answer = await send('POST', '/web/keys', { name })
  return textOf(fieldsOf(answer).key)
}

export async function revokeKey(id: string): Promise<void> {
  await send('DELETE', `/web/keys/${encodeURIComponent(id)}`)
}

function readKey(fields: Fields): ApiKey {
  const time = (value: unknown): number | null => parseTime(isFields(value) ? value.value : value)
  return {
    id: String(fields.id),
    name: textOf(fields.name),
    createdAt: time(fields.created_at),
    lastUsedAt: time(fields.last_used_at),
  }
}
