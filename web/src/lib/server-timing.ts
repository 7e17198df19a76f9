/** What an answer cost, read from its `Server-Timing` header. */
export interface Timing {
  /** On the server, without the way there and back; null when it does not say. */
  readonly milliseconds: number | null
  /** Statements sent to the database. */
  readonly statements: number | null
}

/** Read such as `batch;dur=3.45, statements;desc="2"`. */
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
