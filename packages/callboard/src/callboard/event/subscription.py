"""Which events a subscriber wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.errors import MalformedOperation
from callboard.exception import ParseError
from callboard.wire.expression import Expression, parse_expression

__all__ = ["Subscription", "parsed"]


class Subscription:
    """An expression over events, such as `topic=ftrack.update`.

    Its text is that of `str`. Raises: ParseError.
    """

    def __init__(self, subscription: str) -> None:
        self._text = subscription
        self._expression = parsed(subscription)

    def __str__(self) -> str:
        return self._text

    def includes(self, event: Mapping[str, Any]) -> bool:
        """Return whether *event* is one of those."""
        return self._expression.matches(event)


def parsed(text: str) -> Expression:
    """Return the expression in *text*. Raises: ParseError, which says where it is wrong."""
    try:
        return parse_expression(text)
    except MalformedOperation as error:
        raise ParseError(str(error)) from None
