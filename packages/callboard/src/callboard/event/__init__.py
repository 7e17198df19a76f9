"""Events, published and received through the event hub of the server.

In reading order: `base` (an event), `expression` and `subscription` (which events), `subscriber` (a callback
for them), `hub` (the connection).
"""

from callboard.event import base, expression, hub, subscriber, subscription

__all__ = ["base", "expression", "hub", "subscriber", "subscription"]
