"""The expression that selects the events of a subscriber."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from callboard.event.expression import Parser

__all__ = ["Subscription"]


class Subscription:
    """An expression over events, such as `topic=ftrack.update`; `str` returns its text.

    Raises: ParseError.
    """

    parser: ClassVar[Parser] = Parser()

    def __init__(self, subscription: str) -> None:
        self._text = subscription
        self._expression = self.parser.parse(subscription)

    def __str__(self) -> str:
        return self._text

    def includes(self, event: Mapping[str, Any]) -> bool:
        """Return whether *event* matches."""
        return self._expression.match(event)
