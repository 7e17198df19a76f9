/** Entity types, read from the response of `query_schemas`. */
import type { Json } from '@/lib/api'
import { fieldsOf, isFields, textOrNull, type Fields } from '@/lib/fields'

export type Kind =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'time'
  | 'json'
  | 'object'
  | 'key'
  | 'reference'
  | 'collection'
  | 'map'
  | 'value'

export interface Attribute {
  readonly name: string
  readonly kind: Kind
  /** The target type of a relation or foreign key, if the schema names one. */
  readonly target: string | null
  readonly isKey: boolean
  readonly isRequired: boolean
  readonly isImmutable: boolean
  /** Calculated by the server on request. */
  readonly isComputed: boolean
  /** Can be filtered on, but not selected. */
  readonly isFilterOnly: boolean
  readonly default: Json | undefined
  readonly alias: string | null
  readonly choices: readonly string[]
  readonly description: string | null
}

export interface EntityType {
  readonly name: string
  readonly attributes: readonly Attribute[]
  readonly primaryKey: readonly string[]
  readonly defaultProjections: readonly string[]
  /** The type that this one is derived from, or an alternative name. */
  readonly alias: string | null
}

export type Schemas = ReadonlyMap<string, EntityType>

/** Read the response of `query_schemas`: a list of schemas, which some servers wrap in another list. */
export function readSchemas(value: unknown): Schemas {
  const list = Array.isArray(value) ? value.flat() : []
  const types = list
    .filter(isFields)
    .filter((schema) => typeof schema.id === 'string')
    .map(readType)
  return new Map(types.sort((a, b) => a.name.localeCompare(b.name)).map((type) => [type.name, type]))
}

export function attributeOf(schemas: Schemas, type: string | null, name: string): Attribute | undefined {
  return type === null
    ? undefined
    : schemas.get(type)?.attributes.find((attribute) => attribute.name === name)
}

export function isRelation(attribute: Attribute): boolean {
  return attribute.kind === 'reference' || isMany(attribute)
}

export function isMany(attribute: Attribute): boolean {
  return attribute.kind === 'collection' || attribute.kind === 'map'
}

function readType(schema: Fields): EntityType {
  const properties = fieldsOf(schema.properties)
  const marks = {
    key: names(schema.primary_key),
    required: names(schema.required),
    immutable: names(schema.immutable),
    computed: names(schema.computed),
  }
  return {
    name: String(schema.id),
    attributes: Object.entries(properties).map(([name, told]) => readAttribute(name, fieldsOf(told), marks)),
    primaryKey: marks.key,
    defaultProjections: names(schema.default_projections),
    alias: aliasOf(schema.alias_for),
  }
}

type Marks = Readonly<Record<'key' | 'required' | 'immutable' | 'computed', readonly string[]>>

function readAttribute(name: string, told: Fields, marks: Marks): Attribute {
  const kind = kindOf(told)
  return {
    name,
    kind,
    target: targetOf(told, kind),
    isKey: marks.key.includes(name),
    isRequired: marks.required.includes(name),
    isImmutable: marks.immutable.includes(name),
    isComputed: marks.computed.includes(name) || told.computed === true,
    isFilterOnly: told.restricted_projection === true,
    default: told.default as Json | undefined,
    alias: aliasOf(told.alias_for),
    choices: names(told.enum),
    description: typeof told.description === 'string' && kind !== 'key' ? told.description : null,
  }
}

const kinds: Readonly<Record<string, Kind>> = {
  string: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
  array: 'collection',
  mapped_array: 'map',
}
const formats: Readonly<Record<string, Kind>> = {
  foreign_key: 'key',
  'date-time': 'time',
  date: 'time',
  json: 'json',
}

function kindOf(told: Fields): Kind {
  if (typeof told.$ref === 'string') return 'reference'
  return formats[String(told.format)] ?? kinds[String(told.type)] ?? 'value'
}

/** Return the target type. A foreign key names it only in its description: "Foreign key(s): User.user_id". */
function targetOf(told: Fields, kind: Kind): string | null {
  const reference = isFields(told.items) ? told.items.$ref : told.$ref
  if (typeof reference === 'string') return reference
  const named =
    kind === 'key' && typeof told.description === 'string'
      ? [...told.description.matchAll(/(\w+)\.\w+/g)]
      : []
  return named.length === 1 ? (named[0]?.[1] ?? null) : null
}

function aliasOf(told: unknown): string | null {
  if (isFields(told)) return textOrNull(told.id)
  return textOrNull(told)
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}
