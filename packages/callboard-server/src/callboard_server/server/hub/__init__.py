"""The event hub: WebSocket connections of clients that publish and receive events.

Reading order: `listeners` (one connection and its subscriptions), `directory` (the index of subscriptions),
`presence` (the connections of all processes), `launches` (the selections of actions), `routing` (deliver
events), `socket` (the protocol's routes).
"""
