/**
 * The tab's access to the event stream: through a shared worker, or its own stream where those are not
 * supported.
 */
import { send } from '@/lib/api'
import { EventStream, type StreamEvent, type StreamListener, type StreamState } from '@/lib/event-stream'

export type StreamMessage =
  | { readonly kind: 'events'; readonly events: readonly StreamEvent[] }
  | { readonly kind: 'notice'; readonly subjects: readonly string[] }
  | { readonly kind: 'gap' }
  | { readonly kind: 'state'; readonly state: StreamState }
  | { readonly kind: 'signed-out' }

/** Follow the events of *userId* after *cursor*; return a function that stops. */
export function followEvents(userId: string, cursor: number, listener: StreamListener): () => void {
  if (typeof SharedWorker === 'undefined') {
    const stream = new EventStream(cursor, listener)
    stream.start()
    return () => stream.stop()
  }
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
    type: 'module',
    name: `callboard-events-${userId}`,
  })
  worker.port.addEventListener('message', (message: MessageEvent<StreamMessage>) =>
    hand(message.data, listener),
  )
  worker.port.start()
  worker.port.postMessage({ join: cursor })
  const leave = (): void => worker.port.postMessage('leave')
  window.addEventListener('pagehide', leave)
  return () => {
    window.removeEventListener('pagehide', leave)
    leave()
  }
}

function hand(message: StreamMessage, listener: StreamListener): void {
  if (message.kind === 'events') listener.onEvents(message.events)
  else if (message.kind === 'notice') listener.onNotice(message.subjects)
  else if (message.kind === 'gap') listener.onGap()
  else if (message.kind === 'state') listener.onState(message.state)
  else listener.onSignedOut()
}

/** Request the session in this tab: status 401 leads to the sign-in page. */
export function checkSession(): void {
  send('GET', '/web/session').catch(() => undefined)
}
