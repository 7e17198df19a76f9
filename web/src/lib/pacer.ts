/**
 * Deliver items in batches: the first immediately, and later ones together, at most every *interval*.
 *
 * The interval can depend on the number of items in the batch before it. Nothing is dropped, and the order is
 * kept.
 */
export class Pacer<Item> {
  private waiting: Item[] = []
  private deliveredAt = -Infinity
  private delivered = 0
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly interval: number | ((delivered: number) => number),
    private readonly deliver: (items: readonly Item[]) => void,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  offer(items: readonly Item[]): void {
    for (const item of items) this.waiting.push(item)
    if (this.waiting.length === 0 || this.timer !== null) return
    const interval = typeof this.interval === 'number' ? this.interval : this.interval(this.delivered)
    const wait = this.deliveredAt + interval - this.clock()
    if (wait <= 0) this.flush()
    else this.timer = setTimeout(() => this.flush(), wait)
  }

  private flush(): void {
    const items = this.waiting
    this.waiting = []
    this.timer = null
    this.deliveredAt = this.clock()
    this.delivered = items.length
    this.deliver(items)
  }
}
