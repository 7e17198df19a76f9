"""Callboard: a production tracker for animation, effects and games.

`import callboard` costs next to nothing: every public name below is imported when it is
first used, and nothing here ever imports the server.

::

    import callboard

    with callboard.Session() as session:
        for task in session.query("select name, status.name from Task"):
            print(task["name"], task["status"]["name"])
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # that of `typing`, without the time its import takes
__version__ = "0.1.0"

_HOMES = {
    "Session": ("callboard.client.session", "Session"),
    "mixin": ("callboard.client.mixing", "mixin"),
    "accessor": ("callboard.client.accessor", None),
    "attribute": ("callboard.client.core.attribute", None),
    "collection": ("callboard.client.core.collection", None),
    "data": ("callboard.client.data", None),
    "entity": ("callboard.client.entity", None),
    "event": ("callboard.client.event", None),
    "exception": ("callboard.client.exception", None),
    "inspection": ("callboard.client.inspection", None),
    "operation": ("callboard.client.core.operations", None),
    "session": ("callboard.client.session", None),
    "structure": ("callboard.client.structure", None),
    "symbol": ("callboard.client.symbol", None),
}
"""Where each public name lives: a module, and a name in it or None for the module itself."""

__all__ = [
    "Session",
    "__version__",
    "accessor",
    "attribute",
    "collection",
    "data",
    "entity",
    "event",
    "exception",
    "inspection",
    "mixin",
    "operation",
    "session",
    "structure",
    "symbol",
]

if TYPE_CHECKING:
    from typing import Any

    from callboard.client import accessor, data, entity, event, exception, inspection, session, structure, symbol
    from callboard.client.core import attribute, collection
    from callboard.client.core import operations as operation
    from callboard.client.mixing import mixin
    from callboard.client.session import Session


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'callboard' has no attribute {name!r}")
    module = import_module(home[0])
    value = module if home[1] is None else getattr(module, home[1])
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
