/** What there is to say of an attribute besides its type. */
import type { Attribute } from '@/entities/schema/schema'

export interface Fact {
  readonly name: string
  readonly value?: string
  /** Explains a word that the schemas use. */
  readonly title?: string
  readonly isFlag?: boolean
}

export function attributeFacts(attribute: Attribute): Fact[] {
  const flag = (holds: boolean, name: string, title: string): Fact[] =>
    holds ? [{ name, title, isFlag: true }] : []
  const told = (name: string, value: string | null): Fact[] => (value === null ? [] : [{ name, value }])
  return [
    ...flag(attribute.isKey, 'key', 'Part of the primary key'),
    ...flag(attribute.isRequired, 'required', 'Never without a value'),
    ...flag(attribute.isImmutable, 'immutable', 'Set when the entity is made, and kept'),
    ...flag(attribute.isComputed, 'computed', 'Worked out by the server when it is asked for'),
    ...flag(attribute.isFilterOnly, 'filter only', 'May stand behind “where”, but is not told'),
    ...told('default', attribute.default === undefined ? null : JSON.stringify(attribute.default)),
    ...told('one of', attribute.choices.length === 0 ? null : attribute.choices.join(', ')),
    ...told('alias', attribute.alias),
    ...(attribute.description === null ? [] : [{ name: attribute.description }]),
  ]
}

/** What kind of value it is, in front of the type that it leads to. */
export function typeWords(attribute: Attribute): string {
  switch (attribute.kind) {
    case 'reference':
      return ''
    case 'collection':
      return 'list of'
    case 'map':
      return 'map of'
    case 'key':
      return attribute.target === null ? 'key' : 'key of'
    default:
      return attribute.kind
  }
}
