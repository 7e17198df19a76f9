"""Where the subscriptions are found that may want an event: by its topic, and by one field that each of them
asks to have a value.

Whether they do want it is for their expressions to say. So the cost of an event follows how many may want it,
not how many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from callboard.wire.expression import Condition, text_at
from callboard_server.server.hub.listeners import Subscription

SEEN_DIFFERENTLY = ("data.entities", "data.parents")
"""What each user sees their own part of: no place to look a subscription up by."""

Key = tuple[str | None, Condition | None]
"""A topic, or None for all, and the condition by which a subscription is found there, or None."""


@define(eq=False)
class _Shelf:
    """The subscriptions of one topic: those without a key, and the others by field and value."""

    plain: set[Subscription] = field(factory=set)
    by_field: dict[str, dict[str, set[Subscription]]] = field(factory=dict)

    def bucket(self, key: Condition | None) -> set[Subscription]:
        if key is None:
            return self.plain
        return self.by_field.get(key.field, {}).get(key.value, set())

    def made_bucket(self, key: Condition | None) -> set[Subscription]:
        if key is None:
            return self.plain
        return self.by_field.setdefault(key.field, {}).setdefault(key.value, set())

    def drop_bucket(self, key: Condition | None) -> None:
        if key is not None:
            values = self.by_field[key.field]
            del values[key.value]
            if not values:
                del self.by_field[key.field]

    @property
    def is_empty(self) -> bool:
        return not self.plain and not self.by_field


@define(eq=False)
class Directory:
    """All subscriptions of a hub."""

    _shelves: dict[str | None, _Shelf] = field(factory=dict)
    _keys: dict[Subscription, list[Key]] = field(factory=dict)

    def add(self, subscription: Subscription) -> None:
        """Let *subscription* be found."""
        keys = self._keys[subscription] = []
        for topic in (None,) if subscription.topics is None else sorted(subscription.topics):
            shelf = self._shelves.setdefault(topic, _Shelf())
            possible = [
                one
                for one in subscription.required
                if one.field != "topic" and not one.field.startswith(SEEN_DIFFERENTLY)
            ]
            key = min(possible, key=lambda one: len(shelf.bucket(one)), default=None)
            shelf.made_bucket(key).add(subscription)
            keys.append((topic, key))

    def remove(self, subscription: Subscription) -> None:
        """Let *subscription* be found no more; one that is not here stays away."""
        for topic, key in self._keys.pop(subscription, ()):
            shelf = self._shelves[topic]
            bucket = shelf.bucket(key)
            bucket.discard(subscription)
            if not bucket:
                shelf.drop_bucket(key)
            if shelf.is_empty:
                del self._shelves[topic]

    def candidates(self, topic: str, event: Mapping[str, Any]) -> Iterator[Subscription]:
        """Yield all subscriptions that may want *event*, each once."""
        for shelf in (self._shelves.get(topic), self._shelves.get(None)):
            if shelf is None:
                continue
            yield from tuple(shelf.plain)
            for name, by_value in tuple(shelf.by_field.items()):
                text = text_at(event, name)
                if text is not None:
                    yield from tuple(by_value.get(text, ()))
