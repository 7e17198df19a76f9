/** The cost of a request, from the `Server-Timing` header. */
export interface Timing {
  /** Time on the server, without the network; null when unknown. */
  readonly milliseconds: number | null
  /** Number of SQL statements; null when unknown. */
  readonly statements: number | null
}

/** Read a header such as `batch;dur=3.45, statements;desc="2"`. */
export function readTiming(header: string | null): Timing {
  const metrics = new Map(
    (header ?? '').split(',').map((metric) => [metric.split(';')[0]?.trim() ?? '', metric]),
  )
  return {
    milliseconds: numberIn(metrics.get('batch'), /;\s*dur="?(\d+(?:\.\d+)?)/),
    statements: numberIn(metrics.get('statements'), /;\s*desc="?(\d+)/),
  }
}

function numberIn(metric: string | undefined, pattern: RegExp): number | null {
  const found = metric?.match(pattern)?.[1]
  return found === undefined ? null : Number(found)
}
