/**
 * The text of a file: first its start, then all of it when the user searches or asks for it.
 *
 * The bytes are kept, so the user can choose another encoding without another request.
 */
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { fileUrl, type JobFile } from '@/entities/job/job'
import { ApiError } from '@/lib/api'
import { serverReturns } from '@/lib/server-return'
import { detectEncoding, isText, type Encoding } from '@/lib/text-encoding'
import { fetchFile } from './file-content'

export const firstBytes = 1024 * 1024
/** The most that a page loads of a text. A text of this size takes about 200 MB of memory. */
export const mostBytes = 64 * 1024 * 1024

export function useFileText(file: JobFile) {
  const pieces = shallowRef<readonly Uint8Array[]>([])
  const total = ref(file.sizeBytes)
  const problem = shallowRef<unknown>(null)
  const state = ref<'loading' | 'ready' | 'failed'>('loading')
  /** The bytes loaded so far, while all of the file is loading. */
  const arriving = ref<number | null>(null)
  const chosen = ref<Encoding | null>(null)
  const aborting = new AbortController()
  onScopeDispose(() => aborting.abort())

  const loaded = computed(() => pieces.value.reduce((sum, piece) => sum + piece.length, 0))
  const isComplete = computed(() => total.value === null || loaded.value >= total.value)
  const detected = computed(() => detectEncoding(pieces.value[0] ?? new Uint8Array()))
  const encoding = computed(() => chosen.value ?? detected.value)
  const isReadable = computed(() => chosen.value !== null || isText(pieces.value[0] ?? new Uint8Array()))
  const text = computed(() => {
    const decoder = new TextDecoder(encoding.value)
    const whole = pieces.value.map((piece) => decoder.decode(piece, { stream: true })).join('')
    // A line that is cut looks like a short one.
    return isComplete.value ? whole : whole.slice(0, whole.lastIndexOf('\n') + 1) || whole
  })

  async function loadStart(): Promise<void> {
    state.value = 'loading'
    try {
      const response = await requested(0, firstBytes)
      if (response.status !== 416) {
        const bytes = new Uint8Array(await response.arrayBuffer())
        total.value = totalOf(response.headers) ?? total.value ?? bytes.length
        pieces.value = [bytes.subarray(0, firstBytes)]
      }
      state.value = 'ready'
    } catch (error) {
      if (aborting.signal.aborted) return
      problem.value = error
      state.value = 'failed'
      if (error instanceof ApiError && error.status === 0) void loadWhenBack()
    }
  }

  async function loadWhenBack(): Promise<void> {
    try {
      await serverReturns(aborting.signal)
    } catch {
      return
    }
    if (state.value === 'failed') await loadStart()
  }

  /** Load the rest of the file, up to `mostBytes`. */
  async function loadAll(): Promise<void> {
    if (isComplete.value || arriving.value !== null || loaded.value >= mostBytes) return
    arriving.value = loaded.value
    try {
      const response = await requested(loaded.value, mostBytes)
      const added: Uint8Array[] = []
      const reader = response.body?.getReader()
      for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
        added.push(next.value)
        arriving.value += next.value.length
      }
      pieces.value = [...pieces.value, ...added]
    } catch (error) {
      if (!aborting.signal.aborted) problem.value = error
    } finally {
      arriving.value = null
    }
  }

  function requested(start: number, end: number): Promise<Response> {
    return fetchFile(fileUrl(file, 'inline'), {
      headers: { range: `bytes=${start}-${end - 1}` },
      signal: aborting.signal,
    })
  }

  void loadStart()
  return {
    text,
    state,
    problem,
    total,
    loaded,
    arriving,
    isComplete,
    isReadable,
    encoding,
    detected,
    chosen,
    loadStart,
    loadAll,
  }
}

/** Return the size of the whole file from "bytes 0-99/1234"; null when it is unknown. */
export function totalOf(headers: Headers): number | null {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  return total === undefined ? null : Number(total)
}
