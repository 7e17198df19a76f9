/** Links that let other signed-in users see a job. */
import { queryOptions } from '@tanstack/vue-query'
import { shallowRef } from 'vue'
import { readPerson } from '@/entities/people/person'
import { send } from '@/lib/api'
import { parseTime } from '@/lib/durations'
import { fieldsOf, isFields, rowsOf, textOf } from '@/lib/fields'
import type { Job } from './job'

export interface ShareLink {
  readonly id: string
  readonly createdAt: number | null
  /** Null when it does not expire. */
  readonly expiresAt: number | null
  readonly isExpired: boolean
  /** The names of the users who opened it. */
  readonly viewers: readonly string[]
}

/** How long a new link is valid, in days; null for ever. */
export const validities = [1, 7, 30, 365, null] as const
export type Validity = (typeof validities)[number]
export const usualValidity: Validity = 30

/** The job whose links are managed in the dialog. */
export const sharedJob = shallowRef<Job | null>(null)

export function shareLinksOptions(jobId: string) {
  return queryOptions({
    queryKey: ['share-links', jobId] as const,
    queryFn: async (): Promise<readonly ShareLink[]> =>
      readLinks(await send('GET', `/web/jobs/${encodeURIComponent(jobId)}/share`)),
    staleTime: 0,
  })
}

/** Create a link that gives any signed-in user access to the job; return its address. */
export async function createShareLink(jobId: string, days: Validity): Promise<string> {
  const answer = await send('POST', `/web/jobs/${encodeURIComponent(jobId)}/share`, { expires_in_days: days })
  return new URL(textOf(fieldsOf(answer).path), window.location.origin).href
}

export async function withdrawShareLink(jobId: string, linkId: string): Promise<void> {
  await send('DELETE', `/web/jobs/${encodeURIComponent(jobId)}/share/${encodeURIComponent(linkId)}`)
}

export async function redeemShare(token: string): Promise<string> {
  const answer = await send('POST', `/web/share/${encodeURIComponent(token)}`)
  return textOf(fieldsOf(answer).job_id)
}

export function validityText(days: Validity): string {
  if (days === null) return 'without expiry'
  return days === 1 ? 'for 1 day' : days === 365 ? 'for 1 year' : `for ${days} days`
}

export function readLinks(answer: unknown): readonly ShareLink[] {
  const time = (value: unknown): number | null => parseTime(fieldsOf(value).value)
  return rowsOf(answer).map((fields) => ({
    id: textOf(fields.id),
    createdAt: time(fields.created_at),
    expiresAt: time(fields.expires_at),
    isExpired: fields.is_expired === true,
    viewers: rowsOf(fields.viewers)
      .filter(isFields)
      .map((viewer) => textOf(viewer.name) || readPerson(viewer).fullName),
  }))
}
