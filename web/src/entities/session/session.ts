/** Who is signed in, and at which server. */
import { queryOptions, type QueryClient } from '@tanstack/vue-query'
import { computed, shallowRef, type ComputedRef } from 'vue'
import { isFields, onSignedOut, send, useCsrfToken } from '@/lib/api'

export interface SignedInUser {
  readonly id: string
  readonly username: string
  readonly fullName: string
  readonly isAdministrator: boolean
}

export interface Session {
  readonly user: SignedInUser
  /** The last change that what we load next has seen. */
  readonly cursor: number
  readonly serverUrl: string
  readonly serverVersion: string
  readonly isDemo: boolean
}

export const sessionOptions = queryOptions({
  queryKey: ['session'],
  queryFn: async () => readSession(await send('GET', '/web/session')),
  staleTime: Infinity,
  gcTime: Infinity,
  retry: false,
})

/** The session of a page behind sign-in; the router lets nobody there without one. */
export function useSession(): ComputedRef<Session> {
  return computed(() => {
    if (current.value === null) throw new Error('This component needs a signed-in person.')
    return current.value
  })
}

export async function signIn(client: QueryClient, username: string, password: string): Promise<void> {
  const session = readSession(await send('POST', '/web/sign-in', { username, password }))
  client.setQueryData(sessionOptions.queryKey, session)
}

/** Leave, and forget everything the page has seen. */
export async function signOut(): Promise<void> {
  await send('POST', '/web/sign-out')
  window.location.assign('/sign-in')
}

/** When the server forgets us in mid-work, sign in again and come back to the same place. */
export function returnAfterSignIn(): void {
  onSignedOut(() => {
    if (window.location.pathname === '/sign-in') return
    const next = window.location.pathname + window.location.search
    if (current.value !== null) window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  })
}

const current = shallowRef<Session | null>(null)

function readSession(value: unknown): Session {
  const told = isFields(value) ? value : {}
  const user = isFields(told.user) ? told.user : {}
  const server = isFields(told.server) ? told.server : {}
  useCsrfToken(text(told.csrf))
  current.value = {
    user: {
      id: text(user.id),
      username: text(user.username),
      fullName: [user.first_name, user.last_name].map(text).filter(Boolean).join(' ') || text(user.username),
      isAdministrator: user.is_administrator === true,
    },
    cursor: typeof told.cursor === 'number' ? told.cursor : 0,
    serverUrl: text(server.url) || window.location.origin,
    serverVersion: text(server.version),
    isDemo: told.demo === true,
  }
  return current.value
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
