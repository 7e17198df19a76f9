"""Events: heard and published through the hub of the server.

Reading order: `base` (an event), `subscription`, `subscriber` (who wants which), `hub` (the connection).
"""

from callboard.event import base, hub, subscriber, subscription

__all__ = ["base", "hub", "subscriber", "subscription"]
