/** The tabs of a job's page, as they stand in the address. */
export const tabs = ['overview', 'files', 'raw'] as const
export type Tab = (typeof tabs)[number]

export function tabOf(value: unknown): Tab {
  return tabs.find((tab) => tab === value) ?? 'overview'
}
