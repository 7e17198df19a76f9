"""Giving one object the behaviour of another class."""

from __future__ import annotations

import types

__all__ = ["mixin"]


def mixin(instance: object, mixin_class: type, name: str | None = None) -> None:
    """Let *instance* be of *mixin_class* as well; nothing happens when it is already.

    *name* is the name of the combined class, by default the two names together.
    """
    current = type(instance)
    if issubclass(current, mixin_class):
        return
    name = name or f"{current.__name__}{mixin_class.__name__}"
    combined = types.new_class(name, (mixin_class, current))
    combined.__module__ = current.__module__
    instance.__class__ = combined
