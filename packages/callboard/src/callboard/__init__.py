"""Callboard: the Python client of a production tracker for animation, effects and games.

`import callboard` is fast: each public name below is imported when it is first used.

::

    import callboard

    with callboard.Session() as session:
        for task in session.query("select name, status.name from Task"):
            print(task["name"], task["status"]["name"])

The modules have the names of the ftrack client: `session`, `query`, `entity`, `event`,
`accessor`, `structure`, `resource_identifier_transformer`, `attribute`, `collection`,
`operation`, `symbol`, `exception`, `inspection`, `cache` and `plugin`. The client runs inside
other applications, so it imports only the standard library, and urllib3 for the first request.
It shares `errors` and `wire` with the server, and never imports the server.

For readers of the source, in order: `session` (the entry point), `protocols` (what the other
modules require of a session), `query` (results, page by page), `unit_of_work` (commit,
rollback), `loading` (values fetched when they are first read), `core` (everything that needs
no I/O), `transport` and `api` (one batch over HTTP), `settings` and `schema_cache` (read
before the first request), `components`, `entity.location` with `accessor` and `structure`
(files), `entity` (methods of single types), `instant` (times).
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # that of `typing`, without the time its import takes
__version__ = "0.1.0"

_HOMES = {
    "Session": "callboard.session",
    "mixin": "callboard.mixing",
}
"""The module of each public name that is not a module itself."""

__all__ = [
    "Session",
    "__version__",
    "accessor",
    "attribute",
    "cache",
    "collection",
    "data",
    "entity",
    "event",
    "exception",
    "inspection",
    "mixin",
    "operation",
    "plugin",
    "query",
    "resource_identifier_transformer",
    "session",
    "structure",
    "symbol",
]

if TYPE_CHECKING:
    from typing import Any

    from callboard import (
        accessor,
        attribute,
        cache,
        collection,
        data,
        entity,
        event,
        exception,
        inspection,
        operation,
        plugin,
        query,
        resource_identifier_transformer,
        session,
        structure,
        symbol,
    )
    from callboard.mixing import mixin
    from callboard.session import Session


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'callboard' has no attribute {name!r}")
    home = _HOMES.get(name)
    value = import_module(f"callboard.{name}") if home is None else getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
