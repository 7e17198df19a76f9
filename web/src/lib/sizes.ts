/** Format *bytes* with a decimal unit: "0 B", "999 B", "1.2 MB", "14 MB". */
export function fileSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let amount = bytes
  let unit = 0
  while (amount >= 999.5 && unit < units.length - 1) {
    amount /= 1000
    unit += 1
  }
  const figures = unit > 0 && amount < 9.95 ? amount.toFixed(1) : Math.round(amount).toString()
  return `${figures} ${units[unit] ?? ''}`
}

/** Format a number with its noun: "1 file", "1,204 files". */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${figure(amount)} ${amount === 1 ? one : many}`
}

/** Format a whole number with thousands separators: "1,204". */
export function figure(amount: number): string {
  return amount.toLocaleString()
}
