/** Format times and durations. Times are milliseconds since the epoch. */

const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

/** Format a duration with its two largest units: "0 s", "2 m 10 s", "1 h 5 m", "3 d 4 h". */
export function duration(length: number): string {
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(length / day), 'd'],
    [Math.floor(length / hour) % 24, 'h'],
    [Math.floor(length / minute) % 60, 'm'],
    [Math.floor(length / second) % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  if (length < second || first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ')
}

/** Format *time* relative to *now*: "just now", "3 min ago", "yesterday", "5 days ago", then the date. */
export function relativeTime(time: number, now: number): string {
  const age = now - time
  if (age < 10 * second) return 'just now'
  if (age < minute) return `${Math.floor(age / second)} s ago`
  if (age < hour) return `${Math.floor(age / minute)} min ago`
  if (age < day) return `${Math.floor(age / hour)} h ago`
  if (age < 2 * day) return 'yesterday'
  if (age < 14 * day) return `${Math.floor(age / day)} days ago`
  return new Date(time).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })
}

export function exactTime(time: number): string {
  return new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
}

/** Format a duration with its largest unit: "12 min", "3 h", "2 days". */
export function roughly(length: number): string {
  if (length < hour) return `${Math.floor(length / minute)} min`
  if (length < 2 * day) return `${Math.floor(length / hour)} h`
  return `${Math.floor(length / day)} days`
}

/** Parse a time of the server (UTC, with or without a zone) to milliseconds; null when invalid. */
export function parseTime(value: unknown): number | null {
  if (typeof value !== 'string' || value === '') return null
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`
  const time = Date.parse(zoned)
  return Number.isNaN(time) ? null : time
}
