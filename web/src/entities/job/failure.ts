/** The error message of a failed job. */
import { parsed } from '@/lib/api'
import { isFields, textOrNull } from '@/lib/fields'
import { messageOf, titleOf, type Job } from './job'

export interface Failure {
  /** The first line, always shown in full. */
  readonly first: string
  /** Further lines, and the error and traceback in the data; '' when there are none. */
  readonly details: string
}

export function failureOf(job: Job): Failure {
  const first = titleOf(job)
  const message = messageOf(job).trim()
  const rest = message.startsWith(first) ? message.slice(first.length).trim() : ''
  const value = job.data === null ? undefined : parsed(job.data)
  const reported = isFields(value) ? [value.error, value.message, value.traceback].map(textOrNull) : []
  const details = [rest, ...reported]
    .filter((part): part is string => part !== null && part !== '' && part !== first)
    .map((part) => part.trimEnd())
  return { first, details: [...new Set(details)].join('\n') }
}
