/** Forms sent by programs: their fields, and the values to send back. */
import type { Json } from '@/lib/api'
import { isFields, rowsOf, textOf, type Fields } from '@/lib/fields'

export interface Option {
  readonly label: string
  readonly value: Json
}

interface Named {
  readonly name: string
  readonly label: string
}

export type Field =
  | { readonly kind: 'label'; readonly text: string }
  | ({
      readonly kind: 'text' | 'textarea' | 'number' | 'password' | 'date'
      readonly value: string
      readonly hint: string
    } & Named)
  | ({ readonly kind: 'boolean'; readonly value: boolean } & Named)
  /** *value* contains indexes into *options*: any number if *many*, else at most one. */
  | ({
      readonly kind: 'enumerator'
      readonly options: readonly Option[]
      readonly many: boolean
      readonly value: readonly number[]
    } & Named)
  | ({ readonly kind: 'hidden'; readonly value: Json } & Named)

export interface Form {
  readonly title: string
  readonly submit: string
  readonly fields: readonly Field[]
}

/** The value entered for a field: text, a boolean, or indexes of options. */
export type Entry = string | boolean | readonly number[]

/** Return the form in the *data* of a reply, or null. */
export function formIn(data: Fields): Form | null {
  if (!Array.isArray(data.items) || data.items.length === 0) return null
  return {
    title: text(data.title),
    submit: text(data.submit_button_label) || 'Submit',
    fields: data.items.filter(isFields).flatMap(field),
  }
}

function field(item: Fields): Field[] {
  if (item.type === 'label') return [{ kind: 'label', text: text(item.value) || text(item.label) }]
  const named = { name: text(item.name), label: text(item.label) || text(item.name) }
  if (named.name === '') return []
  switch (item.type) {
    case 'boolean':
      return [{ ...named, kind: 'boolean', value: isTrue(item.value) }]
    case 'enumerator':
      return [enumerator(named, item)]
    case 'hidden':
      return [{ ...named, kind: 'hidden', value: (item.value ?? null) as Json }]
    case 'date':
      return [
        { ...named, kind: 'date', value: /^\d{4}-\d\d-\d\d/.exec(text(item.value))?.[0] ?? '', hint: '' },
      ]
    case 'textarea':
    case 'number':
    case 'password':
      return [{ ...named, kind: item.type, value: text(item.value), hint: text(item.empty_text) }]
    default:
      return [{ ...named, kind: 'text', value: text(item.value), hint: text(item.empty_text) }]
  }
}

function enumerator(named: Named, item: Fields): Field {
  const options = rowsOf(item.data).map((each): Option => {
    const value = (each.value ?? each.label ?? null) as Json
    return { label: text(each.label) || text(value), value }
  })
  const many = isTrue(item.multi_select)
  const chosen = Array.isArray(item.value) ? item.value : [item.value]
  const places = options.flatMap(({ value }, place) =>
    chosen.some((each) => same(each, value)) ? [place] : [],
  )
  return { ...named, kind: 'enumerator', options, many, value: many ? places : places.slice(0, 1) }
}

function text(value: unknown): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : textOf(value)
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && /^(?:true|1|yes|on)$/i.test(value))
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

/** Return the initial value of each field, in order. */
export function entriesOf(form: Form): Entry[] {
  return form.fields.map((each) => (each.kind === 'label' || each.kind === 'hidden' ? '' : each.value))
}

/** Return the validation errors, by index of the field. */
export function errorsIn(form: Form, entries: readonly Entry[]): ReadonlyMap<number, string> {
  const wrong = form.fields.flatMap((each, place): [number, string][] => {
    const entry = entries[place]
    return each.kind === 'number' &&
      typeof entry === 'string' &&
      entry.trim() !== '' &&
      Number.isNaN(numberIn(entry))
      ? [[place, 'Enter a number, such as 12 or 0.5.']]
      : []
  })
  return new Map(wrong)
}

/** Return the values by name; fields with the same name produce a list. */
export function valuesOf(form: Form, entries: readonly Entry[]): Record<string, Json> {
  const values = new Map<string, Json[]>()
  form.fields.forEach((each, place) => {
    if (each.kind === 'label') return
    values.set(each.name, [...(values.get(each.name) ?? []), valueOf(each, entries[place] ?? '')])
  })
  return Object.fromEntries(
    [...values].map(([name, list]) => [name, list.length === 1 ? (list[0] ?? null) : list]),
  )
}

/** Return whether the form has a password field, whose values must not be stored. */
export function isSecret(form: Form): boolean {
  return form.fields.some((each) => each.kind === 'password')
}

function valueOf(each: Exclude<Field, { kind: 'label' }>, entry: Entry): Json {
  if (each.kind === 'hidden') return each.value
  if (each.kind === 'enumerator') {
    const chosen = (Array.isArray(entry) ? (entry as readonly number[]) : []).map(
      (place) => each.options[place]?.value ?? null,
    )
    return each.many ? chosen : (chosen[0] ?? null)
  }
  if (each.kind === 'number') return String(entry).trim() === '' ? null : numberIn(String(entry))
  return each.kind === 'boolean' ? entry === true : String(entry)
}

function numberIn(entry: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(entry.trim()) ? Number(entry) : Number.NaN
}
