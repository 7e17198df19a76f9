"""Add a class to the classes of an existing object."""

from __future__ import annotations

import types

__all__ = ["mixin"]


def mixin(instance: object, mixin_class: type, name: str | None = None) -> None:
    """Change the class of *instance* to one that also derives from *mixin_class*.

    Do nothing when it already does. *name* is the name of the new class; the default is the
    two names joined.
    """
    current = type(instance)
    if issubclass(current, mixin_class):
        return
    name = name or f"{current.__name__}{mixin_class.__name__}"
    combined = types.new_class(name, (mixin_class, current))
    combined.__module__ = current.__module__
    instance.__class__ = combined
