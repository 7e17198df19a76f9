"""An event: a topic, data, a source and a target."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

__all__ = ["Event", "event_of_wire", "wire_of_event"]


class Event(MutableMapping[str, Any]):
    """An event, as a mapping of its fields.

    A subscriber can stop it, so that later subscribers in this process don't receive it.
    """

    def __init__(
        self,
        topic: str,
        id: str | None = None,  # noqa: A002 - the documented name
        data: Any = None,
        sent: str | None = None,
        source: Mapping[str, Any] | None = None,
        target: str = "",
        in_reply_to_event: str | None = None,
    ) -> None:
        self._data: dict[str, Any] = {
            "id": id or uuid.uuid4().hex,
            "data": data or {},
            "topic": topic,
            "sent": sent,
            "source": dict(source or {}),
            "target": target,
            "in_reply_to_event": in_reply_to_event,
        }
        self._is_stopped = False

    def stop(self) -> None:
        """Don't pass the event to further subscribers of this process."""
        self._is_stopped = True

    def is_stopped(self) -> bool:
        """Return whether a subscriber has stopped the event."""
        return self._is_stopped

    def __repr__(self) -> str:
        return f"<Event {self._data}>"

    def __getitem__(self, key: str) -> Any:
        return self._data[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._data[key] = value

    def __delitem__(self, key: str) -> None:
        del self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


def wire_of_event(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return *event* in the format of the event hub."""
    fields = dict(event)
    fields["inReplyToEvent"] = fields.pop("in_reply_to_event", None)
    return fields


def event_of_wire(fields: Mapping[str, Any]) -> Event:
    """Return the event with these *fields* in the format of the event hub; unknown fields are ignored."""
    known = {name: fields.get(name) for name in ("id", "data", "sent", "source")}
    return Event(
        str(fields.get("topic", "")),
        target=fields.get("target") or "",
        in_reply_to_event=fields.get("inReplyToEvent"),
        **known,
    )
