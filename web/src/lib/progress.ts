/**
 * Read a job's progress from its data.
 *
 * Existing scripts report progress in the description. The rules, in order:
 *
 *  1. A finite number `progress` in the data wins, clamped to 0..1. Text that looks like a number does not count.
 *  2. Paths, URLs, dates, times, versions and file names are ignored.
 *  3. In the remaining text, the first valid count or percentage wins. It is the outermost one ("step 2 of 5:
 *     30 of 200"), so the bar does not move back and forth.
 *  4. "n of m", in the languages of `ofWords` or with m first as in Japanese, Chinese and Korean, is progress if
 *     0 <= n <= m and m > 0. It is not if it counts results ("2 of 2 warnings") or resources ("4 of 16 cores"), or
 *     if the number is a name or an attempt ("attempt 2 of 3"). Amounts with units ("1.2 of 4.8 GB") are counts.
 *  5. "n/m" can also be a fraction, date, ratio or shutter time. It is progress if rule 4 holds and there is further
 *     evidence: surrounding brackets, a preceding colon, a counted noun next to it, m above 31, an activity before it
 *     ("Rendering 5/12", "Rendering sh010 5/12"), or nothing else in the text. No fraction may follow ("1/2 size").
 *  6. "n %" is progress from 0 to 100 if only punctuation, a completion word or "of" and a number follow, and no
 *     property precedes it ("quality 90%"). A sign or range ("+5 %", "10-20 %") makes it a measurement.
 *  7. Otherwise the progress is unknown: a wrong bar is worse than none.
 */
import {
  activityStems,
  activityWords,
  completionStems,
  countedStems,
  fractionStems,
  joiningWords,
  namingStems,
  ofWords,
  propertyStems,
  resourceStems,
  resultSigns,
  resultStems,
} from './progress-words'

export interface Progress {
  /** 0..1 */
  readonly fraction: number
  /** The text beside the bar: "3 of 200" or "42 %". */
  readonly text: string
  /** What is counted: the number of things or bytes in all. Missing for a percentage. */
  readonly total?: number
  readonly isBytes?: boolean
}

/** A part of the description that may be progress; `before` and `after` are the surrounding text. */
interface Candidate {
  readonly start: number
  readonly progress: Progress
  readonly before: string
  readonly after: string
  readonly bySlash: boolean
}

const longestRead = 600
const number = String.raw`\d{1,3}(?:[.,'’  ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?`
const spaced = String.raw`[1-9]\d{0,2}(?: \d{3})+(?!\d)`
const unit = String.raw`(?:\s?(?:[kKMGT]i?B|[kMGT]o|bytes?|B)(?![\p{L}\d]))?`
const counter = String.raw`(?:\s?(?:件|個|个|枚|本|帧|张|張|条|項|项|步|フレーム|ファイル|ショット|カット|개|장|프레임|파일|건))?`

const countPatterns: readonly { pattern: RegExp; totalFirst?: boolean; bySlash?: boolean }[] = [
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d.,/])(${spaced})(${unit})\s?(?:${ofWords.join('|')}|/)\s?(${spaced})(${unit})`,
      'giu',
    ),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\p{L}\d.,/:-])(${number})(${unit})(?:\s(?:\p{L}{3,}\s)?(?:${ofWords.join('|')})\s)` +
        String.raw`(${number})(${unit})(?!\s\d{3}\b)(?!\d|/|[:-]\d)`,
      'giu',
    ),
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\d.,/+-]|\p{Script=Latin})(${number})${counter}(${unit})\s?[/／⁄]\s?` +
        String.raw`(${number})(${unit})(?![\d/]|-\d|\.\d|,\d)`,
      'giu',
    ),
    bySlash: true,
  },
  {
    pattern: new RegExp(
      String.raw`(${number})${counter}()\s?(?:中の?|のうち、?|中的|中第|\s중)\s?(?:已\S{1,3}\s?)?第?\s?(${number})()`,
      'giu',
    ),
    totalFirst: true,
  },
  {
    pattern: new RegExp(
      String.raw`(?:共|全|总共|總共|총)\s?(${number})${counter}()\p{Script=Han}{0,4}` +
        String.raw`\s?[，,、]?\s?(?:已\S{1,3}|现在|正在\S{0,3}|중)?\s?第?\s?(${number})()`,
      'giu',
    ),
    totalFirst: true,
  },
  {
    pattern: new RegExp(
      String.raw`第?\s?(${number})${counter}()目?\s?[，,、(（]\s?(?:共|全|总共|總共|총)\s?(${number})()`,
      'giu',
    ),
  },
]
const percentWords =
  String.raw`percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b|por cento\b|per cento\b|procent\b|` +
  String.raw`процент\p{L}*|パーセント|퍼센트`
const percentPattern = new RegExp(
  String.raw`(?<![\p{L}\d.,/+<>≤≥±~≈–-])(${number})\s?(?:%|％|٪|${percentWords})`,
  'giu',
)
const leadingPercentPattern =
  /(?:(?<![\p{L}\d%])%|百分之)([1-9]?\d(?:[.,]\d+)?|100)(?![\d\p{Script=Latin}.])/giu

/** Text that only looks like a count. It is blanked out, which preserves positions. */
const blanked: readonly RegExp[] = [
  /\b[a-z][a-z+.-]*:\/\/\S+/giu,
  /(?<=^|[\s"'(=[])(?:[A-Za-z]:)?[\\/]\S+/gu,
  /\S*\\\S+/gu,
  /[\w.~-]*[A-Za-z_~][\w.~-]*\/\S*/gu,
  /\d[\w.-]*\/(?!\d+(?:[.,]\d+)?(?:[kKMGT]i?B|B)\b)[\w.-]*[A-Za-z_]\S*/gu,
  /\d+(?:\/\d+){2,}\S*/gu,
  /\b\d{4}-\d{1,2}-\d{1,2}(?:T\S+)?/gu,
  /\b\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})\b/gu,
  /\b\d{1,2}:\d{2}(?::\d{2})*(?:[.;:]\d+)?\b/gu,
  /(?<![\p{L}\d])v\d+(?:\.\d+)*\b/giu,
  /%0?\d*d\b/gu,
]

/** Return the progress in a job's *data* (JSON, other text or null), or null when unknown. */
export function progressOf(data: string | null): Progress | null {
  if (data === null || data === '') return null
  const value = read(data)
  if (typeof value === 'string') return progressInText(value)
  const reported = value.progress
  if (typeof reported === 'number' && Number.isFinite(reported)) {
    const fraction = Math.min(1, Math.max(0, reported))
    return { fraction, text: percentText(fraction * 100) }
  }
  return typeof value.description === 'string' ? progressInText(value.description) : null
}

function read(data: string): string | Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(data)
    if (typeof value === 'string') return value
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : {}
  } catch {
    return data
  }
}

/** Return the progress in a description, or null when unknown. */
export function progressInText(description: string): Progress | null {
  const text = blanked.reduce(
    (rest, pattern) => rest.replace(pattern, (found) => '¦'.repeat(found.length)),
    description.slice(0, longestRead),
  )
  const reported = [...counts(text), ...percentages(text)].filter((candidate) => candidate !== null)
  return reported.sort((one, other) => one.start - other.start)[0]?.progress ?? null
}

function counts(text: string): (Candidate | null)[] {
  return countPatterns.flatMap(({ pattern, totalFirst = false, bySlash = false }) =>
    [...text.matchAll(pattern)].map((match) => {
      const amounts: [number, number] = [
        amountOf(match[1], match[2], match[4]),
        amountOf(match[3], match[4], match[2]),
      ]
      const [done, total] = totalFirst ? [amounts[1], amounts[0]] : amounts
      if (!(done >= 0 && done <= total && total > 0)) return null
      const isMeasured = `${match[2] ?? ''}${match[4] ?? ''}`.trim() !== ''
      if (!isMeasured && !(Number.isInteger(done) && Number.isInteger(total))) return null
      if (wordsOf(match[0]).some((word) => startsAny(word, resultStems))) return null
      const shown = totalFirst
        ? `${match[3]} of ${match[1]}`
        : `${match[1]}${match[2]} of ${match[3]}${match[4]}`
      const progress = { fraction: done / total, text: shown.trim(), total, isBytes: isMeasured }
      const candidate = around(text, match, progress, bySlash)
      return isCountOfWork(candidate, total) ? candidate : null
    }),
  )
}

function percentages(text: string): (Candidate | null)[] {
  const matches = [...text.matchAll(percentPattern), ...text.matchAll(leadingPercentPattern)]
  return matches.map((match) => {
    const percent = plain(match[1] ?? '')
    if (!(percent >= 0 && percent <= 100)) return null
    const candidate = around(text, match, { fraction: percent / 100, text: percentText(percent) }, false)
    return isPercentOfWork(candidate) ? candidate : null
  })
}

function around(text: string, match: RegExpExecArray, progress: Progress, bySlash: boolean): Candidate {
  const end = match.index + match[0].length
  return { start: match.index, progress, before: text.slice(0, match.index), after: text.slice(end), bySlash }
}

function isCountOfWork(candidate: Candidate, total: number): boolean {
  const previous = wordBefore(candidate.before)
  const following = nounAfter(candidate.after)
  if (startsAny(previous, resultStems) || isAny(previous, namingStems) || isSign(candidate)) return false
  if (following.some((word) => startsAny(word, resultStems))) return false
  if (following.some((word) => startsAny(word, resourceStems))) return false
  if (/^\s?["″”×x]/u.test(candidate.after)) return false
  return !candidate.bySlash || isMeantAsCount(candidate, previous, following, total)
}

function isMeantAsCount(
  candidate: Candidate,
  previous: string,
  following: readonly string[],
  total: number,
): boolean {
  if (isAny(following[0] ?? '', fractionStems)) return false
  const bracketed =
    /[([{（【]\s?#?$/u.test(candidate.before) && /^[\s\p{L}%.,\d]{0,24}[)\]}）】]/u.test(candidate.after)
  const afterColon = /[:：]\s*$/u.test(candidate.before)
  const beside = startsAny(previous, countedStems) || startsAny(following[0] ?? '', countedStems)
  const withCounter =
    new RegExp(`^${counter.slice(0, -1)}`, 'u').test(candidate.after) ||
    /[第帧件個个]\s?$/u.test(candidate.before)
  return (
    bracketed ||
    afterColon ||
    beside ||
    withCounter ||
    total > 31 ||
    isActivity(previous) ||
    endsActivity(candidate) ||
    isAlone(candidate)
  )
}

function isActivity(word: string): boolean {
  if (activityWords.includes(word)) return true
  return word.endsWith('ing') && activityStems.some((stem) => word.startsWith(stem))
}

/** Return whether the text is an activity, then names with digits, then the count: "Rendering sh010_v3 5/12". */
function endsActivity(candidate: Candidate): boolean {
  const [first = '', ...names] = candidate.before.trim().split(/\s+/)
  return (
    isActivity(first.toLowerCase()) &&
    names.length > 0 &&
    names.every((name) => /[\d_¦]/u.test(name)) &&
    /^[\s.…!)-]*$/u.test(candidate.after)
  )
}

/** Return whether the text contains nothing but the count, or the count and then an activity: "5/12 rendering". */
function isAlone(candidate: Candidate): boolean {
  if (candidate.before.trim() !== '') return false
  const word = /^[\s:–—-]*(\p{L}*)/u.exec(candidate.after)?.[1]?.toLowerCase() ?? ''
  return /^[\s.…!]*$/u.test(candidate.after) || isActivity(word)
}

/** In writing systems without spaces, a result word directly follows the count. */
function isSign(candidate: Candidate): boolean {
  const after = candidate.after.replace(new RegExp(`^${counter}`, 'u'), '').trimStart()
  const near = candidate.before.slice(-6) + ' ' + (/^[^\s、。，,;；(（]{0,8}/u.exec(after)?.[0] ?? '')
  return (
    resultSigns.some((sign) => near.includes(sign)) ||
    namingStems.some(
      (stem) =>
        /[^\p{ASCII}]{2}/u.test(stem) &&
        candidate.before.slice(-5).includes(stem) &&
        /\P{Script=Latin}/u.test(stem),
    )
  )
}

function isPercentOfWork(candidate: Candidate): boolean {
  if (
    isAny(wordBefore(candidate.before), propertyStems) ||
    propertyStems.some((stem) => /\p{Script=Han}/u.test(stem) && candidate.before.trimEnd().endsWith(stem))
  )
    return false
  const after = candidate.after.trimStart()
  if (after === '' || /^(?:[^\p{L}\p{N}\s+<>/-]|-\s|[–—]\s|\d+\/)/u.test(after)) return true
  const next = /^\p{L}+/u.exec(after)?.[0].toLowerCase() ?? ''
  if (startsAny(next, completionStems)) return true
  if (ofWords.includes(next)) return /^\p{L}+\s\d/u.test(after)
  return candidate.before.trim() === '' && /^\p{L}{3,}ing\b/u.test(after)
}

function wordBefore(text: string): string {
  return /(\p{L}+)(?:\.{3}|[\s:：#(（[…])*$/u.exec(text)?.[1]?.toLowerCase() ?? ''
}

/** Return up to three words that name what is counted: "render warnings" in "2 of 2 render warnings for v3". */
function nounAfter(text: string): string[] {
  const phrase = /^[\s\p{L}'’-]*/u.exec(text.replace(new RegExp(`^${counter}`, 'u'), ''))?.[0] ?? ''
  const words = wordsOf(phrase)
  const end = words.findIndex((word) => joiningWords.includes(word))
  return words.slice(0, end === -1 ? 3 : Math.min(end, 3))
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}'’]*/gu) ?? []
}

/** Return whether *word* starts with one of *stems*; a stem that ends with $ must match the whole word. */
function startsAny(word: string, stems: readonly string[]): boolean {
  return (
    word !== '' &&
    stems.some((stem) => (stem.endsWith('$') ? word === stem.slice(0, -1) : word.startsWith(stem)))
  )
}

/** Return whether *word* is one of *words* or its plural. */
function isAny(word: string, words: readonly string[]): boolean {
  return word !== '' && words.some((known) => word === known || word === `${known}s`)
}

const unitSizes: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

/** Return the amount in *text*; a unit given only with the other number applies to both. */
function amountOf(text = '', ownUnit = '', otherUnit = ''): number {
  const named = ownUnit.trim() === '' ? otherUnit : ownUnit
  const prefix = /^([kmgt]?)i?[bo]/i.exec(named.trim())?.[1]?.toLowerCase() ?? ''
  return plain(text) * (unitSizes[prefix] ?? 1)
}

/** Parse a number with any thousands separator, or with one decimal separator. */
function plain(text: string): number {
  const grouped = /^\d{1,3}(?:[.,'’   ]\d{3})+$/u.test(text) && !/^0/.test(text)
  return Number(grouped ? text.replace(/\D/g, '') : text.replace(',', '.'))
}

function percentText(percent: number): string {
  const hasDecimal = percent > 0 && percent < 10 && !Number.isInteger(percent)
  return `${hasDecimal ? percent.toFixed(1) : Math.floor(percent + 1e-9)} %`
}
