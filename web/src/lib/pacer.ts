/**
 * Rate-limit items per key: deliver the first item immediately, and later ones at most every *interval*.
 *
 * Nothing is dropped: items in between are delivered together, in order.
 */
export class Pacer<Item> {
  private readonly waiting = new Map<string, Item[]>()
  private readonly deliveredAt = new Map<string, number>()
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly interval: number,
    private readonly deliver: (items: readonly Item[]) => void,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  offer(items: readonly (readonly [key: string, item: Item])[]): void {
    for (const [key, item] of items) {
      const queue = this.waiting.get(key)
      if (queue === undefined) this.waiting.set(key, [item])
      else queue.push(item)
    }
    this.flush()
  }

  private flush(): void {
    const now = this.clock()
    const due = [...this.waiting].filter(
      ([key]) => now - (this.deliveredAt.get(key) ?? -Infinity) >= this.interval,
    )
    for (const [key] of due) this.waiting.delete(key)
    for (const [key, at] of this.deliveredAt) if (now - at >= this.interval) this.deliveredAt.delete(key)
    for (const [key] of due) this.deliveredAt.set(key, now)
    this.planNext(now)
    if (due.length > 0) this.deliver(due.flatMap(([, queue]) => queue))
  }

  private planNext(now: number): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    if (this.waiting.size === 0) return
    const next = Math.min(
      ...[...this.waiting.keys()].map((key) => (this.deliveredAt.get(key) ?? now) + this.interval),
    )
    this.timer = setTimeout(() => this.flush(), Math.max(0, next - now) + 1)
  }
}
