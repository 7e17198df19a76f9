/** Read untyped values, such as parts of a response or a message from a program. */
export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Return *value* if it is an object, else an empty one. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

/** Return the objects in the list *value*; empty when it is not a list. */
export function rowsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

export function textOf(value: unknown): string {
  return textOrNull(value) ?? ''
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function numberOf(value: unknown): number {
  return numberOrNull(value) ?? 0
}

export function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
