/**
 * Calendar days, such as due dates. A day has no time zone, so it is the same for users in all of them. The server
 * stores it as a time in UTC, whose date is the day.
 */
import { day, parseTime } from './durations'

/** A day as `YYYY-MM-DD`. */
export type Day = string

/** Return the day of a time of the server, or of a date alone; null when it is neither. */
export function parseDay(value: unknown): Day | null {
  const time =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : parseTime(value)
  return time === null || Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, 10)
}

/** Return the day that the user's calendar shows at *now*. */
export function today(now: number): Day {
  const local = new Date(now)
  return new Date(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate())).toISOString().slice(0, 10)
}

/** Return the number of days from *first* to *last*, negative if *last* is earlier. */
export function daysBetween(first: Day, last: Day): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / day)
}

export function formatDay(value: Day, options: Intl.DateTimeFormatOptions = { dateStyle: 'full' }): string {
  return new Date(value).toLocaleDateString(undefined, { ...options, timeZone: 'UTC' })
}
