"""A callback, and the events that it is called with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from callboard.event.base import Event
from callboard.event.subscription import Subscription

__all__ = ["Subscriber"]


class Subscriber:
    """A callback for the events of a subscription.

    Subscribers with a lower priority are called first. The target of an event is matched
    against the metadata.
    """

    def __init__(
        self,
        subscription: str,
        callback: Callable[[Event], Any],
        metadata: Mapping[str, Any],
        priority: float,
    ) -> None:
        self.subscription = Subscription(subscription)
        self.callback = callback
        self.metadata = dict(metadata)
        self.priority = priority

    def __repr__(self) -> str:
        return f"<Subscriber {self.metadata} of {str(self.subscription)!r}>"

    def interested_in(self, event: Mapping[str, Any]) -> bool:
        """Return whether the subscription includes *event*."""
        return self.subscription.includes(event)
