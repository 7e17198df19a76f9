/** Past queries, newest first. They are stored only in this browser. */
import { isFields } from '@/lib/fields'

export interface PastQuery {
  readonly text: string
  readonly time: number
}

const most = 50

/** Return *past* with *text* moved or added to the front. */
export function remembered(past: readonly PastQuery[], text: string, time: number): PastQuery[] {
  const plain = text.trim()
  return plain === ''
    ? [...past]
    : [{ text: plain, time }, ...past.filter((query) => query.text !== plain)].slice(0, most)
}

/** Read the stored history, which another version may have written. */
export function readHistory(value: unknown): PastQuery[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  return list.flatMap((query) =>
    isFields(query) && typeof query.text === 'string' && typeof query.time === 'number'
      ? [{ text: query.text, time: query.time }]
      : [],
  )
}
