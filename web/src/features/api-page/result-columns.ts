/** Convert results to the columns and cells of a table. */
import { isFields, type Fields } from '@/lib/fields'

export interface Column {
  readonly title: string
  readonly path: readonly string[]
}

export type Cell =
  | { readonly kind: 'none' }
  | { readonly kind: 'text' | 'number' | 'truth' | 'data'; readonly text: string }
  | { readonly kind: 'entity'; readonly type: string; readonly text: string; readonly key: readonly string[] }
  | { readonly kind: 'list'; readonly text: string; readonly title: string }

const typeKey = '__entity_type__'

/**
 * Return the columns in the order of the projections, or those of the rows when there are none.
 *
 * Unrequested attributes (types, keys) appear only in the other views. Rows of several types get a type column.
 */
export function columnsOf(rows: readonly Fields[], projections: readonly string[]): Column[] {
  const titles =
    projections.length > 0
      ? projections.map(answeredName)
      : rows.flatMap(Object.keys).filter((name) => name !== typeKey)
  const isMixed = new Set(rows.map((row) => row[typeKey])).size > 1
  return [...new Set([...(isMixed ? [typeKey] : []), ...titles])].map((title) => ({
    title: title === typeKey ? 'type' : title,
    path: title.split('.'),
  }))
}

/** Return the name in the response: `count_user_id` for `count(user.id)`; casts are dropped. */
function answeredName(projection: string): string {
  const aggregate = /^(\w+)\(([^)]*)\)?$/.exec(projection)
  return aggregate === null
    ? projection.replace(/\[\w*\]?/g, '')
    : `${aggregate[1]?.toLowerCase()}_${aggregate[2]?.replace(/\./g, '_')}`
}

export function cellOf(row: Fields, column: Column, keys: (type: string) => readonly string[]): Cell {
  return cell(valueAt(row, column.path), keys)
}

/** Return the value at *path*; through a collection, the values of all members. */
function valueAt(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path
  if (name === undefined) return value
  if (Array.isArray(value)) return value.flatMap((item) => valueAt(item, path) ?? [])
  return isFields(value) ? valueAt(value[name], rest) : undefined
}

function cell(value: unknown, keys: (type: string) => readonly string[]): Cell {
  if (value === null || value === undefined) return { kind: 'none' }
  if (typeof value === 'number') return { kind: 'number', text: String(value) }
  if (typeof value === 'boolean') return { kind: 'truth', text: String(value) }
  if (Array.isArray(value)) return listCell(value, keys)
  if (!isFields(value)) return { kind: 'text', text: String(value) }
  const type = value[typeKey]
  if (typeof type !== 'string') return { kind: 'data', text: JSON.stringify(value) }
  const key = keys(type).map((name) => value[name])
  return {
    kind: 'entity',
    type,
    text: labelOf(value),
    key: key.every((part) => typeof part === 'string') ? key : [],
  }
}

const listed = 3

function listCell(values: readonly unknown[], keys: (type: string) => readonly string[]): Cell {
  const words = values.slice(0, 20).map((value) => cellText(cell(value, keys)))
  const plain = values.every((value) => !isFields(value))
  const amount = `${values.length} ${values.length === 1 ? 'item' : 'items'}`
  const preview = `${words.slice(0, listed).join(', ')}${values.length > listed ? `, +${values.length - listed}` : ''}`
  return { kind: 'list', text: plain && values.length > 0 ? preview : amount, title: words.join('\n') }
}

function cellText(cell: Cell): string {
  if (cell.kind === 'entity') return `${cell.type} ${cell.text}`
  return cell.kind === 'none' ? '–' : cell.text
}

/** Return the name of an entity if the response contains one, else the start of its key. */
export function labelOf(entity: Fields): string {
  const name = ['full_name', 'name', 'label', 'username', 'key']
    .map((attribute) => entity[attribute])
    .find((value) => typeof value === 'string' && value !== '')
  if (typeof name === 'string') return name
  const id = Object.entries(entity).find(
    ([attribute, value]) => /(?:^|_)id$/.test(attribute) && typeof value === 'string',
  )?.[1]
  return typeof id === 'string' ? id.slice(0, 8) : ''
}
