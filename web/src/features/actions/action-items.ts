/** The items that programs offer. Items can share a label or have a submenu. */
import { isFields, textOf, type Fields } from '@/lib/fields'

export interface ActionItem {
  readonly key: string
  readonly label: string
  readonly variant: string
  readonly description: string
  readonly icon: string
  readonly items: readonly ActionItem[]
  /** The item as received, which is sent back at launch. */
  readonly data: Fields
}

/** Items with the same label, distinguished by their variants. */
export interface ActionGroup {
  readonly label: string
  readonly items: readonly ActionItem[]
}

const deepest = 6

/** Return the items of a reply: its `items`, the reply if it is a list, or the reply as the only item. */
export function itemsIn(reply: unknown): ActionItem[] {
  if (Array.isArray(reply)) return read(reply, 1)
  if (!isFields(reply)) return []
  return read(Array.isArray(reply.items) ? reply.items : [reply], 1)
}

function read(list: readonly unknown[], depth: number): ActionItem[] {
  return depth > deepest ? [] : list.filter(isFields).flatMap((data) => item(data, depth))
}

function item(data: Fields, depth: number): ActionItem[] {
  const label = text(data.label) || text(data.actionIdentifier)
  const items = Array.isArray(data.items) ? merged([], read(data.items, depth + 1)) : []
  if (label === '' || (items.length === 0 && Array.isArray(data.items))) return []
  return [
    {
      key: JSON.stringify(data),
      label,
      variant: text(data.variant),
      description: text(data.description),
      icon: text(data.icon),
      items,
      data,
    },
  ]
}

function text(value: unknown): string {
  return textOf(value).trim()
}

/**
 * Append *arrived* items to those *visible*, sorted by label, so that visible items do not move.
 *
 * The same item from two programs appears once, because a launch reaches both.
 */
export function merged(visible: readonly ActionItem[], arrived: readonly ActionItem[]): ActionItem[] {
  const known = new Set(visible.map((each) => each.key))
  const fresh = arrived.filter((each) => !known.has(each.key) && known.add(each.key))
  return [...visible, ...fresh.sort((a, b) => a.label.localeCompare(b.label))]
}

/** Group *items* by label, in the order of first occurrence. */
export function groupsOf(items: readonly ActionItem[]): ActionGroup[] {
  const groups = new Map<string, ActionItem[]>()
  for (const each of items) {
    const group = groups.get(each.label)
    if (group === undefined) groups.set(each.label, [each])
    else group.push(each)
  }
  return [...groups].map(([label, members]) => ({ label, items: members }))
}

/** Return the launchable items that contain all *words*. Items of a submenu have its label as a prefix. */
export function found(items: readonly ActionItem[], words: string): ActionItem[] {
  const terms = words.toLowerCase().split(/\s+/).filter(Boolean)
  return leaves(items).filter((each) =>
    terms.every((word) => `${each.label} ${each.variant} ${each.description}`.toLowerCase().includes(word)),
  )
}

function leaves(items: readonly ActionItem[]): ActionItem[] {
  return items.flatMap((each) =>
    each.items.length === 0
      ? [each]
      : leaves(each.items).map((below) => ({ ...below, label: `${each.label} › ${below.label}` })),
  )
}
