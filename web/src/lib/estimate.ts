/** Estimate the rate and the remaining time of work from its progress so far. */
import { day, minute } from '@/lib/durations'

const second = 1000

/** Progress that was seen at a time in milliseconds. */
export interface Sample {
  readonly at: number
  /** 0..1 */
  readonly fraction: number
}

export interface Estimate {
  /** Progress per millisecond. */
  readonly rate: number
  /** In milliseconds. */
  readonly remaining: number
}

/** The samples that are kept. The rate of the last minutes counts, not that of the start. */
const kept = 40
const recent = 5 * minute

/** From this time of observation on, only observed progress counts, and not the average since the start. */
const trusted = minute
const shortestObservation = 5 * second
const shortestRun = 20 * second
const leastProgress = 0.005
const leastAverage = 0.02
const longestRemaining = 14 * day

/** Add *sample* to *samples*; progress that goes back begins a new history. */
export function withSample(samples: readonly Sample[], sample: Sample): readonly Sample[] {
  const last = samples.at(-1)
  if (last !== undefined && last.fraction === sample.fraction) return samples
  if (last !== undefined && sample.fraction < last.fraction) return [sample]
  return [...samples.slice(1 - kept), sample]
}

/**
 * Return the estimate at *now*, or null while there is too little progress, or none any more.
 *
 * The first estimate is the average since *startedAt*, which may include a wait; it gives way to the rate of the
 * observed *samples*. *startedAt* is null when the average is not valid, as after progress went back.
 */
export function estimate(samples: readonly Sample[], startedAt: number | null, now: number): Estimate | null {
  const last = samples.at(-1)
  if (last === undefined || last.fraction <= 0 || last.fraction >= 1) return null
  const observed = observedRate(samples, now)
  if (observed === 'stalled') return null
  const average = averageRate(last, startedAt)
  const weight = observed === null ? 0 : average === null ? 1 : Math.min(1, observed.span / trusted)
  const rate = weight * (observed?.rate ?? 0) + (1 - weight) * (average ?? 0)
  if (!(rate > 0)) return null
  // The work has gone on since the last report, but no further than the next one.
  const since = Math.min(now - last.at, observed?.interval ?? 0)
  const remaining = Math.max(second, (1 - last.fraction) / rate - since)
  return remaining > longestRemaining ? null : { rate, remaining }
}

function averageRate(last: Sample, startedAt: number | null): number | null {
  if (startedAt === null) return null
  const elapsed = last.at - startedAt
  return elapsed >= shortestRun && last.fraction >= leastAverage ? last.fraction / elapsed : null
}

function observedRate(
  samples: readonly Sample[],
  now: number,
): { rate: number; span: number; interval: number } | 'stalled' | null {
  const last = samples.at(-1)
  const first = samples.find((sample) => last !== undefined && sample.at >= last.at - recent)
  if (last === undefined || first === undefined || first === last) return null
  const span = last.at - first.at
  const interval = span / (samples.length - samples.indexOf(first) - 1)
  if (now - last.at > Math.max(minute, 8 * interval)) return 'stalled'
  const gained = last.fraction - first.fraction
  if (span < shortestObservation || gained < leastProgress) return null
  // A report that is late slows the rate down.
  const late = Math.max(0, now - last.at - 2 * interval)
  return { rate: gained / (span + late), span, interval }
}

/** Describe a remaining time as exactly as an estimate can be. */
export function remainingText(remaining: number): string {
  if (remaining < 10 * second) return 'A few seconds left'
  if (remaining < 55 * second) return `About ${Math.round(remaining / second / 10) * 10} s left`
  const minutes = Math.round(remaining / minute)
  if (minutes < 60) return `About ${minutes < 10 ? minutes : Math.round(minutes / 5) * 5} min left`
  const hours = Math.floor(minutes / 60)
  const rest = Math.round((minutes % 60) / 10) * 10
  if (hours >= 48) return `About ${Math.round(hours / 24)} days left`
  return rest === 60 || rest === 0
    ? `About ${hours + (rest === 60 ? 1 : 0)} h left`
    : `About ${hours} h ${rest} min left`
}

/** Describe a *rate* of things per millisecond with a fitting unit of time; *name* formats an amount. */
export function rateText(rate: number, name: (amount: string) => string): string {
  const units = [
    [second, 'second'],
    [minute, 'minute'],
    [60 * minute, 'hour'],
  ] as const
  const [length, unit] = units.find(([each]) => rate * each >= 1) ?? units[2]
  return `${name(rounded(rate * length))} per ${unit}`
}

function rounded(amount: number): string {
  return amount < 10 ? amount.toFixed(1).replace(/\.0$/, '') : Math.round(amount).toLocaleString()
}
