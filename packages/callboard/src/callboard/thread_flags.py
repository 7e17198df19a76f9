"""Flags of a session with a value for each thread."""

from __future__ import annotations

import threading
from types import TracebackType

__all__ = ["FlagContext", "Flags"]


class Flags(threading.local):
    """The flags of the current thread; each thread starts with the values given here."""

    def __init__(self, auto_populate: bool) -> None:
        self.auto_populate = auto_populate
        self.record_operations = True


class FlagContext:
    """Sets a flag for the current thread, and restores it at the end of a `with` block."""

    def __init__(self, flags: Flags, name: str, value: bool) -> None:
        self._flags = flags
        self._name = name
        self._value = value
        self._before: list[bool] = []

    def __enter__(self) -> None:
        self._before.append(getattr(self._flags, self._name))
        setattr(self._flags, self._name, self._value)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        setattr(self._flags, self._name, self._before.pop())
