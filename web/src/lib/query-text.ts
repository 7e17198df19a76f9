/** Build criteria of the query language that can be joined with `and`. */

/** Return *value* as a quoted literal, with quotes and backslashes escaped. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, (mark) => `\\${mark}`)}"`
}

/** Return the pattern that matches exactly *text*, with its wildcards and backslashes escaped. */
export function literalPattern(text: string): string {
  return text.replace(/[\\%_]/g, (mark) => `\\${mark}`)
}

/** Return the criterion that *attribute* contains *text*, in which no character is special. */
export function contains(attribute: string, text: string): string {
  return `${attribute} like ${quoted(`%${literalPattern(text)}%`)}`
}

export function oneOf(attribute: string, values: readonly string[]): string {
  return values.length === 1
    ? `${attribute} is ${quoted(values[0] ?? '')}`
    : `${attribute} in (${values.map(quoted).join(', ')})`
}

/** Format *time* (milliseconds) as the server does: UTC, whole seconds, no zone. */
export function instant(time: number): string {
  return quoted(new Date(time).toISOString().slice(0, 19))
}

/** Join the criteria that are not null; without any, the result is empty and matches everything. */
export function where(criteria: readonly (string | null)[]): string {
  const present = criteria.filter((criterion) => criterion !== null)
  return present.length === 0 ? '' : ` where ${present.join(' and ')}`
}
