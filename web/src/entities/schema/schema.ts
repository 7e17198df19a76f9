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
    attributes: Object.entries(properties).map(([name, property]) =>
      readAttribute(name, fieldsOf(property), marks),
    ),
    primaryKey: marks.key,
    defaultProjections: names(schema.default_projections),
    alias: aliasOf(schema.alias_for),
  }
}

type Marks = Readonly<Record<'key' | 'required' | 'immutable' | 'computed', readonly string[]>>

function readAttribute(name: string, property: Fields, marks: Marks): Attribute {
  const kind = kindOf(property)
  return {
    name,
    kind,
    target: targetOf(property, kind),
    isKey: marks.key.includes(name),
    isRequired: marks.required.includes(name),
    isImmutable: marks.immutable.includes(name),
    isComputed: marks.computed.includes(name) || property.computed === true,
    isFilterOnly: property.restricted_projection === true,
    default: property.default as Json | undefined,
    alias: aliasOf(property.alias_for),
    choices: names(property.enum),
    description: typeof property.description === 'string' && kind !== 'key' ? property.description : null,
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

function kindOf(property: Fields): Kind {
  if (typeof property.$ref === 'string') return 'reference'
  return formats[String(property.format)] ?? kinds[String(property.type)] ?? 'value'
}

/** Return the target type. A foreign key names it only in its description: "Foreign key(s): User.user_id". */
function targetOf(property: Fields, kind: Kind): string | null {
  const reference = isFields(property.items) ? property.items.$ref : property.$ref
  if (typeof reference === 'string') return reference
  const named =
    kind === 'key' && typeof property.description === 'string'
      ? [...property.description.matchAll(/(\w+)\.\w+/g)]
      : []
  return named.length === 1 ? (named[0]?.[1] ?? null) : null
}

function aliasOf(alias: unknown): string | null {
  if (isFields(alias)) return textOrNull(alias.id)
  return textOrNull(alias)
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}
