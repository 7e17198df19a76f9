/** The tabs of the job page, as in the URL. */
export const tabs = ['overview', 'files', 'raw'] as const
export type Tab = (typeof tabs)[number]

export function tabOf(value: unknown): Tab {
  return tabs.find((tab) => tab === value) ?? 'overview'
}
