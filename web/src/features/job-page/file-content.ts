/** Load what the server returns about the content of files. */
import { queryOptions } from '@tanstack/vue-query'
import type { Job } from '@/entities/job/job'
import { ApiError, send } from '@/lib/api'
import { isFields, textOrNull } from '@/lib/fields'

/** Query the MD5 of each file of *job* that is stored on the server: in hexadecimal, by component. */
export function checksumsOptions(job: Job) {
  return queryOptions({
    queryKey: ['files', 'checksums', job.id, job.files.length] as const,
    queryFn: async (): Promise<ReadonlyMap<string, string>> =>
      readChecksums(await send('GET', `/web/jobs/${encodeURIComponent(job.id)}/checksums`)),
    // A file of the same name may have been replaced since the last visit.
    staleTime: 0,
  })
}

export function readChecksums(answer: unknown): ReadonlyMap<string, string> {
  if (!isFields(answer)) return new Map()
  return new Map(
    Object.entries(answer).flatMap(([id, value]) => {
      const md5 = textOrNull(value)
      return md5 === null ? [] : [[id, md5] as const]
    }),
  )
}

/** Fetch the content of a file, or a range of it. Raises: ApiError. */
export async function fetchFile(path: string, options: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', ...options }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('server.unreachable', 'The server is not responding.', 0)
  })
  // The range of an empty file cannot be satisfied.
  if (!response.ok && response.status !== 416)
    throw new ApiError(
      `http.${response.status}`,
      response.status === 404
        ? 'The content of this file is missing from storage.'
        : `The server returned status ${response.status}.`,
      response.status,
    )
  return response
}
