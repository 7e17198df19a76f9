/** Queries that were run in this browser, the latest first. They stay here: the server is told nothing of it. */
import { isFields } from '@/lib/fields'

export interface PastQuery {
  readonly text: string
  readonly time: number
}

const most = 50

/** *past* with *text* in front; a query that is run again moves there. */
export function remembered(past: readonly PastQuery[], text: string, time: number): PastQuery[] {
  const plain = text.trim()
  return plain === ''
    ? [...past]
    : [{ text: plain, time }, ...past.filter((query) => query.text !== plain)].slice(0, most)
}

/** Read what a browser kept, which may be of another version. */
export function readHistory(value: unknown): PastQuery[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  return list.flatMap((query) =>
    isFields(query) && typeof query.text === 'string' && typeof query.time === 'number'
      ? [{ text: query.text, time: query.time }]
      : [],
  )
}
