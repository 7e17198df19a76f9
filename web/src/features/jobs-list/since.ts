/** Return the local time of *moment*, with the date unless it is today: "14:02", "24 Nov, 14:02". */
export function clockTime(moment: number, now: number = Date.now()): string {
  const isToday = new Date(moment).toDateString() === new Date(now).toDateString()
  return new Date(moment).toLocaleString(undefined, {
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  })
}
