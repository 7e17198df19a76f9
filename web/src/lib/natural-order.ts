/** Order names as people count: "shot 2" before "shot 10". Case does not matter. */
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export function naturalOrder(one: string, other: string): number {
  return collator.compare(one, other)
}
