/** Describe the changes of a batch before it is sent. */
import type { Json } from '@/lib/api'
import { isFields, type Fields } from '@/lib/fields'
import { readJson, type JsonProblem } from './json-reading'

/** Read-only actions. All others count as changes. */
const reading = new Set(['query', 'search', 'query_schemas', 'query_server_information', 'permissions'])

export interface Batch {
  readonly operations: readonly Json[]
  readonly changes: readonly Change[]
}

export interface Change {
  readonly verb: 'Create' | 'Update' | 'Delete' | 'Perform'
  /** The change, such as `Job 9fe1… (status, data)`. */
  readonly words: string
}

export function readBatch(text: string): { readonly batch: Batch } | { readonly problem: JsonProblem } {
  const read = readJson(text)
  if ('problem' in read) return read
  const whole = { from: 0, to: text.length }
  if (!Array.isArray(read.value))
    return { problem: { ...whole, message: 'A batch must be a list of operations: […].' } }
  const list: readonly unknown[] = read.value
  const odd = list.findIndex((operation) => !isFields(operation) || typeof operation.action !== 'string')
  if (odd >= 0)
    return { problem: { ...whole, message: `Operation ${odd + 1} must be an object with an “action”.` } }
  return {
    batch: {
      operations: list as readonly Json[],
      changes: list
        .filter(isFields)
        .filter((operation) => !reading.has(String(operation.action)))
        .map(changeOf),
    },
  }
}

function changeOf(operation: Fields): Change {
  const type = typeof operation.entity_type === 'string' ? operation.entity_type : 'entity'
  const key = [operation.entity_key ?? []].flat().map(String).join(', ')
  const names = isFields(operation.entity_data)
    ? Object.keys(operation.entity_data).filter((name) => name !== '__entity_type__')
    : []
  const values = names.length > 0 ? ` (${names.join(', ')})` : ''
  switch (operation.action) {
    case 'create':
      return { verb: 'Create', words: `${type}${values}` }
    case 'update':
      return { verb: 'Update', words: `${type} ${key}${values}` }
    case 'delete':
      return { verb: 'Delete', words: `${type} ${key}` }
    default:
      return { verb: 'Perform', words: String(operation.action) }
  }
}

const listed = 12
const past = { Create: 'created', Update: 'updated', Delete: 'deleted', Perform: 'performed' } as const

/** Return the confirmation for *changes*. */
export function questionFor(changes: readonly Change[]): {
  title: string
  text: string
  list: string[]
  confirm: string
} {
  const amounts = (['Create', 'Update', 'Delete', 'Perform'] as const)
    .map((verb) => ({ verb, amount: changes.filter((change) => change.verb === verb).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ verb, amount }) => `${amount} ${past[verb]}`)
  const lines = changes.slice(0, listed).map((change) => `${change.verb} ${change.words}`)
  const noun = changes.length === 1 ? 'change' : 'changes'
  return {
    title: `Apply ${changes.length} ${noun} to this server?`,
    text: `The batch applies as a whole: ${amounts.join(', ')}. This cannot be undone.`,
    list: changes.length > listed ? [...lines, `and ${changes.length - listed} more`] : lines,
    confirm: `Apply ${changes.length} ${noun}`,
  }
}
