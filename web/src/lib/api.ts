/**
 * JSON requests to the server.
 *
 * A cookie identifies the browser. Requests that change data also send the token set by `useCsrfToken`, which
 * protects against cross-site request forgery.
 */
import { fieldsOf, isFields, textOrNull } from '@/lib/fields'

/** A part of a text, in code points. */
export interface Span {
  readonly position: number
  readonly length: number
}

/** An error from the server or the network. `code` is stable. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly hint: string | null = null,
    readonly retryAfterSeconds: number | null = null,
    /** The part of the query that caused the error, if any. */
    readonly span: Span | null = null,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }
type Method = 'GET' | 'POST' | 'DELETE'

let token = ''
let whenSignedOut: () => void = () => undefined

export function useCsrfToken(given: string): void {
  token = given
}

/** Return the token, for requests that do not use `send`, such as the socket of the event hub. */
export function csrfToken(): string {
  return token
}

/** Call *listener* when the session has ended. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener
}

export interface Exchange {
  readonly value: unknown
  readonly headers: Headers
}

export async function send(method: Method, path: string, body?: Json): Promise<unknown> {
  return (await exchange(method, path, body)).value
}

/** Send a request; return the value and headers of the response. *signal* aborts the request. */
export async function exchange(
  method: Method,
  path: string,
  body?: Json,
  signal?: AbortSignal,
): Promise<Exchange> {
  const response = await reach(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      'ftrack-strict-api': 'true',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'X-Callboard-CSRF': token }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  })
  return { value: await answerOf(response, path), headers: response.headers }
}

async function reach(path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(path, options)
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('server.unreachable', 'The server is not responding.', 0)
  }
}

async function answerOf(response: Response, path: string): Promise<unknown> {
  if (response.status === 204) return null
  const value = parsed(await response.text())
  if (response.ok && !(isFields(value) && 'exception' in value)) {
    if (value === undefined)
      throw new ApiError('server.unexpected', 'The server returned an unreadable response.', response.status)
    return value
  }
  const error = errorFrom(value, response)
  if (response.status === 401 && !path.startsWith('/web/sign-in')) whenSignedOut()
  throw error
}

function errorFrom(value: unknown, response: Response): ApiError {
  const fields = fieldsOf(value)
  const details = fieldsOf(fields.error)
  const away = [502, 503, 504].includes(response.status)
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new ApiError(
    typeof fields.error_code === 'string'
      ? fields.error_code
      : away
        ? 'server.unreachable'
        : `http.${response.status}`,
    typeof fields.content === 'string'
      ? fields.content
      : away
        ? 'The server is not responding.'
        : `The server returned status ${response.status}.`,
    response.status,
    textOrNull(details.hint),
    Number.isFinite(seconds) ? seconds : null,
    typeof details.position === 'number' && typeof details.length === 'number'
      ? { position: details.position, length: details.length }
      : null,
  )
}

/** Parse *text* as JSON; return undefined when it is invalid. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
