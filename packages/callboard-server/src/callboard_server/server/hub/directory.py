"""An index of subscriptions, by topic and by the value of one field that their expression requires.

It finds the subscriptions that may match an event. Only their expressions are evaluated, so the cost of an
event depends on the number of candidates, not on the number of subscriptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import define, field

from callboard.wire.expression import Condition, text_at
from callboard_server.server.hub.listeners import Subscription

USER_SPECIFIC = ("data.entities", "data.parents")
"""The fields that differ between users, which the index therefore cannot use."""

Key = tuple[str | None, Condition | None]
"""A topic (None for all), and the condition under which a subscription is indexed (None for none)."""


@define(eq=False)
class _TopicIndex:
    """The subscriptions of one topic: those without a condition, and the others by field and value."""

    plain: set[Subscription] = field(factory=set)
    by_field: dict[str, dict[str, set[Subscription]]] = field(factory=dict)

    def bucket(self, key: Condition | None) -> set[Subscription]:
        if key is None:
            return self.plain
        return self.by_field.get(key.field, {}).get(key.value, set())

    def ensure_bucket(self, key: Condition | None) -> set[Subscription]:
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

    _topics: dict[str | None, _TopicIndex] = field(factory=dict)
    _keys: dict[Subscription, list[Key]] = field(factory=dict)

    def add(self, subscription: Subscription) -> None:
        """Add *subscription*."""
        keys = self._keys[subscription] = []
        for topic in (None,) if subscription.topics is None else sorted(subscription.topics):
            index = self._topics.setdefault(topic, _TopicIndex())
            possible = [
                one
                for one in subscription.required
                if one.field != "topic" and not one.field.startswith(USER_SPECIFIC)
            ]
            key = min(possible, key=lambda one: len(index.bucket(one)), default=None)
            index.ensure_bucket(key).add(subscription)
            keys.append((topic, key))

    def remove(self, subscription: Subscription) -> None:
        """Remove *subscription*. An unknown one is ignored."""
        for topic, key in self._keys.pop(subscription, ()):
            index = self._topics[topic]
            bucket = index.bucket(key)
            bucket.discard(subscription)
            if not bucket:
                index.drop_bucket(key)
            if index.is_empty:
                del self._topics[topic]

    def candidates(self, topic: str, event: Mapping[str, Any]) -> Iterator[Subscription]:
        """Yield all subscriptions that may match *event*, each once."""
        for index in (self._topics.get(topic), self._topics.get(None)):
            if index is None:
                continue
            yield from tuple(index.plain)
            for name, by_value in tuple(index.by_field.items()):
                text = text_at(event, name)
                if text is not None:
                    yield from tuple(by_value.get(text, ()))
