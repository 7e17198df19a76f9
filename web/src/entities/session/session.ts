/** Who is signed in, and at which server. */
import { queryOptions, type QueryClient } from '@tanstack/vue-query'
import { computed, shallowRef, type ComputedRef } from 'vue'
import { readPerson } from '@/entities/people/person'
import { onSignedOut, send, useCsrfToken } from '@/lib/api'
import { fieldsOf, numberOf, textOf } from '@/lib/fields'

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
  const told = fieldsOf(value)
  const user = fieldsOf(told.user)
  const server = fieldsOf(told.server)
  useCsrfToken(textOf(told.csrf))
  current.value = {
    user: {
      id: textOf(user.id),
      ...readPerson(user),
      isAdministrator: user.is_administrator === true,
    },
    cursor: numberOf(told.cursor),
    serverUrl: textOf(server.url) || window.location.origin,
    serverVersion: textOf(server.version),
    isDemo: told.demo === true,
  }
  return current.value
}
