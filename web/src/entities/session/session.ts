/** The signed-in user and the server. */
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
  /** Whether the user manages a project, and so sees its jobs. */
  readonly isManager: boolean
}

export interface Session {
  readonly user: SignedInUser
  /** The position in the event stream from which the page follows events. */
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

/** Return the session. The router guarantees that there is one on all pages except sign-in. */
export function useSession(): ComputedRef<Session> {
  return computed(() => {
    if (current.value === null) throw new Error('useSession() requires a signed-in user.')
    return current.value
  })
}

export async function signIn(client: QueryClient, username: string, password: string): Promise<void> {
  const session = readSession(await send('POST', '/web/sign-in', { username, password }))
  client.setQueryData(sessionOptions.queryKey, session)
}

/** Sign out, and reload the page to drop all loaded data. */
export async function signOut(): Promise<void> {
  await send('POST', '/web/sign-out')
  window.location.assign('/sign-in')
}

/** When the session ends, open the sign-in page and return to the current page afterwards. */
export function returnAfterSignIn(): void {
  onSignedOut(() => {
    if (window.location.pathname === '/sign-in') return
    const next = window.location.pathname + window.location.search
    if (current.value !== null) window.location.assign(`/sign-in?next=${encodeURIComponent(next)}`)
  })
}

const current = shallowRef<Session | null>(null)

function readSession(value: unknown): Session {
  const fields = fieldsOf(value)
  const user = fieldsOf(fields.user)
  const server = fieldsOf(fields.server)
  useCsrfToken(textOf(fields.csrf))
  current.value = {
    user: {
      id: textOf(user.id),
      ...readPerson(user),
      isAdministrator: user.is_administrator === true,
      isManager: user.is_manager === true,
    },
    cursor: numberOf(fields.cursor),
    serverUrl: textOf(server.url) || window.location.origin,
    serverVersion: textOf(server.version),
    isDemo: fields.demo === true,
  }
  return current.value
}
