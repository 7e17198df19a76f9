/** The error message of a failed job. */
import { parsed } from '@/lib/api'
import { isFields, textOrNull } from '@/lib/fields'
import { firstLineOf, messageOf, titleOf, type Job } from './job'

export interface Failure {
  /** The first line, always shown. */
  readonly first: string
  /** Further lines, and the error, traceback and log in the data; '' when there are none. */
  readonly details: string
}

export function failureOf(job: Job): Failure {
  const first = titleOf(job)
  const line = firstLineOf(job)
  const message = messageOf(job).trim()
  const rest = message.startsWith(line) ? message.slice(line.length).trim() : ''
  const { error, message: reported, traceback, log } = reportedIn(job)
  const details = [line === first || line === '' ? null : line, rest, error, reported, traceback, log]
    .filter((part): part is string => part !== null && part !== '' && part !== first)
    .map((part) => part.trimEnd())
  return { first, details: [...new Set(details)].join('\n') }
}

/**
 * Return why *job* failed, in one line: what it reported as its error, the last line of its traceback or of its
 * description, or else its title.
 */
export function reasonOf(job: Job): string {
  const { error, message, traceback } = reportedIn(job)
  const last = (text: string | null): string | undefined => lastLine(text ?? '', /^[^\s^~]/)
  return (
    firstLine(error) ??
    firstLine(message) ??
    last(traceback) ??
    lastLine(messageOf(job), /\S/) ??
    titleOf(job)
  )
}

/** Return what a finished job reported as its outcome, besides its title; '' when it reported nothing. */
export function outcomeOf(job: Job): string {
  const { message, result } = reportedIn(job)
  const rest = messageOf(job).trim()
  const reported = [message, result].find((text) => text !== null && text.trim() !== '')
  return reported ?? (rest === titleOf(job) ? '' : rest)
}

type Reported = Readonly<Record<'error' | 'message' | 'traceback' | 'log' | 'result', string | null>>

function reportedIn(job: Job): Reported {
  const value = job.data === null ? undefined : parsed(job.data)
  const text = (name: keyof Reported): string | null => (isFields(value) ? textOrNull(value[name]) : null)
  return {
    error: text('error'),
    message: text('message'),
    traceback: text('traceback'),
    log: text('log'),
    result: text('result'),
  }
}

function firstLine(text: string | null): string | undefined {
  return text
    ?.split('\n')
    .find((line) => line.trim() !== '')
    ?.trim()
}

function lastLine(text: string, pattern: RegExp): string | undefined {
  return text
    .split('\n')
    .findLast((line) => pattern.test(line))
    ?.trim()
}
