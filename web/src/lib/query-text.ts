/** Small pieces of the query language, each safe to put beside others with `and`. */

/** *value* as a quoted literal: a backslash stands before quotes and backslashes. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, (mark) => `\\${mark}`)}"`
}

/** Criterion: *attribute* contains *text* anywhere. Wildcards in *text* keep their meaning for the server. */
export function contains(attribute: string, text: string): string {
  return `${attribute} like ${quoted(`%${text}%`)}`
}

export function oneOf(attribute: string, values: readonly string[]): string {
  return values.length === 1
    ? `${attribute} is ${quoted(values[0] ?? '')}`
    : `${attribute} in (${values.map(quoted).join(', ')})`
}

/** *time* in milliseconds as the server writes it: UTC, whole seconds, no zone. */
export function instant(time: number): string {
  return quoted(new Date(time).toISOString().slice(0, 19))
}

/** Join the criteria that are there; an empty list asks for everything. */
export function where(criteria: readonly (string | null)[]): string {
  const present = criteria.filter((criterion) => criterion !== null)
  return present.length === 0 ? '' : ` where ${present.join(' and ')}`
}
