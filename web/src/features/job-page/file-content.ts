/** Load the start of a file as text, and its checksum. */
import { queryOptions } from '@tanstack/vue-query'
import { fileUrl, type JobFile } from '@/entities/job/job'
import { ApiError } from '@/lib/api'

const longestPreview = 1024 * 1024

export interface FileText {
  readonly text: string
  /** Whether the file is longer than the text. */
  readonly isCut: boolean
}

export function fileTextOptions(file: JobFile) {
  return queryOptions({
    queryKey: ['files', 'text', file.componentId] as const,
    queryFn: async (): Promise<FileText> => {
      const response = await reach(fileUrl(file, 'inline'), {
        headers: { range: `bytes=0-${longestPreview - 1}` },
      })
      const bytes = new Uint8Array(await response.arrayBuffer())
      return {
        text: new TextDecoder().decode(bytes.subarray(0, longestPreview)),
        isCut: (file.sizeBytes ?? bytes.length) > longestPreview,
      }
    },
    staleTime: Infinity,
  })
}

/** Query the MD5 in hexadecimal; null when the server does not return it. */
export function checksumOptions(file: JobFile) {
  return queryOptions({
    queryKey: ['files', 'checksum', file.componentId] as const,
    queryFn: async (): Promise<string | null> =>
      checksumFrom((await reach(fileUrl(file, 'download'), { method: 'HEAD' })).headers),
    staleTime: Infinity,
    retry: false,
  })
}

export function checksumFrom(headers: Headers): string | null {
  const encoded = headers.get('content-md5')
  if (encoded !== null && encoded !== '')
    return [...atob(encoded)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return /^"?([0-9a-f]{32})"?$/.exec(headers.get('etag') ?? '')?.[1] ?? null
}

async function reach(path: string, options: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', ...options }).catch(() => {
    throw new ApiError('server.unreachable', 'The server is not responding.', 0)
  })
  if (!response.ok)
    throw new ApiError(
      `http.${response.status}`,
      response.status === 404
        ? 'The content of this file is missing from storage.'
        : `The server returned status ${response.status}.`,
      response.status,
    )
  return response
}
