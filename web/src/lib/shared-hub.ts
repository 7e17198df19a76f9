/**
 * The tab's access to the event hub: through a shared worker, or its own connection where those are not
 * supported.
 */
import { csrfToken } from '@/lib/api'
import { HubConnection, type HubListener, type HubState, type HubUser, type Published } from '@/lib/hub'
import type { HubEvent } from '@/lib/hub-packets'

export type TabMessage =
  | { readonly kind: 'join'; readonly user: HubUser; readonly csrf: string }
  | { readonly kind: 'publish'; readonly event: Published }
  | { readonly kind: 'leave' }

export type HubMessage =
  | { readonly kind: 'event'; readonly event: HubEvent }
  | { readonly kind: 'acknowledged'; readonly id: string; readonly problem: string | null }
  | { readonly kind: 'state'; readonly state: HubState }
  | { readonly kind: 'signed-out' }

export interface Hub {
  publish(event: Published): void
  leave(): void
}

export function joinHub({ id, username }: HubUser, listener: HubListener): Hub {
  const user = { id, username }
  return typeof SharedWorker === 'undefined' ? ownLine(user, listener) : sharedLine(user, listener)
}

function ownLine(user: HubUser, listener: HubListener): Hub {
  const connection = new HubConnection(user, csrfToken(), listener)
  void connection.start()
  return { publish: (event) => connection.publish(event), leave: () => connection.stop() }
}

function sharedLine(user: HubUser, listener: HubListener): Hub {
  const worker = new SharedWorker(new URL('./hub-worker.ts', import.meta.url), {
    type: 'module',
    name: `callboard-hub-${user.id}`,
  })
  const post = (message: TabMessage): void => worker.port.postMessage(message)
  worker.port.addEventListener('message', (message: MessageEvent<HubMessage>) => hand(message.data, listener))
  worker.port.start()
  const join = (): void => post({ kind: 'join', user, csrf: csrfToken() })
  const leave = (): void => post({ kind: 'leave' })
  /** The browser may restore the page from its back/forward cache. */
  const rejoin = (event: PageTransitionEvent): void => void (event.persisted && join())
  join()
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', rejoin)
  return {
    publish: (event) => post({ kind: 'publish', event }),
    leave: () => {
      window.removeEventListener('pagehide', leave)
      window.removeEventListener('pageshow', rejoin)
      leave()
    },
  }
}

function hand(message: HubMessage, listener: HubListener): void {
  if (message.kind === 'event') listener.onEvent(message.event)
  else if (message.kind === 'acknowledged') listener.onAcknowledged(message.id, message.problem)
  else if (message.kind === 'state') listener.onState(message.state)
  else listener.onSignedOut()
}
