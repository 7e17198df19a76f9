/** The page's state in the URL. Defaults are omitted. */
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
  /** The query's text. A batch is never in the URL, so that a link cannot carry changes. */
  readonly q: string
  readonly type: string | null
  readonly offset: number | null
}

/** Servers reject long URLs, so a longer text stays only in the editor. */
const longestText = 6000

function isTooLong(text: string): boolean {
  return encodeURIComponent(text).length > longestText
}

/** Return *address* with the text of *before* if that is too long for a URL. */
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
