/**
 * One event hub connection, shared by all tabs of a user.
 *
 * Programs see one listener per browser, and heartbeats are answered even when background tabs are throttled.
 * Each message is sent to all tabs, and a tab ignores replies to other tabs' events.
 */
import { HubConnection, type HubState } from '@/lib/hub'
import type { HubMessage, TabMessage } from '@/lib/shared-hub'

const ports = new Set<MessagePort>()
let connection: HubConnection | null = null
let state: HubState = 'connecting'

addEventListener('connect', (joined) => {
  const port = (joined as MessageEvent).ports[0]
  if (port === undefined) return
  port.addEventListener('message', (message: MessageEvent<TabMessage>) => take(port, message.data))
  port.start()
})

function take(port: MessagePort, message: TabMessage): void {
  if (message.kind === 'join') join(port, message)
  else if (message.kind === 'publish') connection?.publish(message.event)
  else leave(port)
}

function join(port: MessagePort, { user, csrf }: Extract<TabMessage, { kind: 'join' }>): void {
  ports.add(port)
  if (connection !== null) {
    connection.useToken(csrf)
    return post(port, { kind: 'state', state })
  }
  state = 'connecting'
  connection = new HubConnection(user, csrf, {
    onEvent: (event) => postAll({ kind: 'event', event }),
    onAcknowledged: (id, problem) => postAll({ kind: 'acknowledged', id, problem }),
    onState: (now) => {
      state = now
      postAll({ kind: 'state', state })
    },
    onSignedOut: () => {
      connection = null
      postAll({ kind: 'signed-out' })
    },
  })
  void connection.start()
}

function leave(port: MessagePort): void {
  ports.delete(port)
  if (ports.size > 0) return
  connection?.stop()
  connection = null
}

function postAll(message: HubMessage): void {
  for (const port of ports) post(port, message)
}

function post(port: MessagePort, message: HubMessage): void {
  port.postMessage(message)
}
