/** What of the page stands in the address. Defaults are left out of it. */
import { textOrNull } from '@/lib/fields'
export const tabs = ['explorer', 'keys'] as const
export const modes = ['query', 'batch'] as const
export const views = ['table', 'tree', 'json'] as const

export type Tab = (typeof tabs)[number]
export type Mode = (typeof modes)[number]
export type View = (typeof views)[number]

export interface Address {
  readonly tab: Tab
  readonly mode: Mode
  readonly view: View
  /** The query's text. A batch is never in the address: no link may bring somebody else's changes. */
  readonly q: string
  readonly type: string | null
  readonly offset: number | null
}

/** Servers refuse long addresses: a text beyond this stays in the editor alone. */
const longestText = 6000

function isTooLong(text: string): boolean {
  return encodeURIComponent(text).length > longestText
}

/** *address*, with the text that *before* had and an address could not hold. */
export function withLongText(address: Address, before: Address): Address {
  return address.q === '' && isTooLong(before.q) ? { ...address, q: before.q } : address
}

type Query = Readonly<Record<string, unknown>>

export function readAddress(query: Query): Address {
  const text = (name: string): string | null => textOrNull(query[name])
  const offset = text('offset') ?? ''
  return {
    tab: tabs.find((tab) => tab === query.tab) ?? 'explorer',
    mode: modes.find((mode) => mode === query.mode) ?? 'query',
    view: views.find((view) => view === query.view) ?? 'table',
    q: text('q') ?? '',
    type: text('type'),
    offset: /^\d{1,15}$/.test(offset) ? Number(offset) : null,
  }
}

export function queryOf(address: Address): Record<string, string> {
  const { tab, mode, view, q, type, offset } = address
  return {
    ...(tab === 'explorer' ? {} : { tab }),
    ...(mode === 'query' ? {} : { mode }),
    ...(type === null ? {} : { type }),
    ...(q === '' || isTooLong(q) ? {} : { q }),
    ...(view === 'table' ? {} : { view }),
    ...(offset === null ? {} : { offset: String(offset) }),
  }
}
