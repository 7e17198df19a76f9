/** The properties of an attribute besides its type. */
import type { Attribute } from '@/entities/schema/schema'

export interface Fact {
  readonly name: string
  readonly value?: string
  /** An explanation of the name. */
  readonly title?: string
  readonly isFlag?: boolean
}

export function attributeFacts(attribute: Attribute): Fact[] {
  const flag = (holds: boolean, name: string, title: string): Fact[] =>
    holds ? [{ name, title, isFlag: true }] : []
  const fact = (name: string, value: string | null): Fact[] => (value === null ? [] : [{ name, value }])
  return [
    ...flag(attribute.isKey, 'key', 'Part of the primary key'),
    ...flag(attribute.isRequired, 'required', 'Always has a value'),
    ...flag(attribute.isImmutable, 'immutable', 'Can only be set on creation'),
    ...flag(attribute.isComputed, 'computed', 'Calculated by the server'),
    ...flag(attribute.isFilterOnly, 'filter only', 'Can be filtered on, but not selected'),
    ...fact('default', attribute.default === undefined ? null : JSON.stringify(attribute.default)),
    ...fact('one of', attribute.choices.length === 0 ? null : attribute.choices.join(', ')),
    ...fact('alias', attribute.alias),
    ...(attribute.description === null ? [] : [{ name: attribute.description }]),
  ]
}

/** Return the kind of value, to be followed by the target type. */
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
