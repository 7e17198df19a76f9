/** What a failed job says about its failure. */
import { parsed } from '@/lib/api'
import { isFields, textOrNull } from '@/lib/fields'
import { messageOf, titleOf, type Job } from './job'

export interface Failure {
  /** Read at once, never cut. */
  readonly first: string
  /** The rest: further lines, and the error and traceback of the data, or '' when there is no more. */
  readonly details: string
}

export function failureOf(job: Job): Failure {
  const first = titleOf(job)
  const message = messageOf(job).trim()
  const rest = message.startsWith(first) ? message.slice(first.length).trim() : ''
  const value = job.data === null ? undefined : parsed(job.data)
  const told = isFields(value) ? [value.error, value.message, value.traceback].map(textOrNull) : []
  const details = [rest, ...told]
    .filter((part): part is string => part !== null && part !== '' && part !== first)
    .map((part) => part.trimEnd())
  return { first, details: [...new Set(details)].join('\n') }
}
