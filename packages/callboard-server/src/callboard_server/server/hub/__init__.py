"""The event hub: sockets of clients that publish and hear events.

Reading order: `listeners` (one connection and its subscriptions), `directory` (where subscriptions are
found), `presence` (who is connected), `routing` (who hears what), `socket` (the protocol's two routes).
"""
