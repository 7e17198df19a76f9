"""Methods of single entity types, in addition to the attributes in their schemas.

In reading order: `base`, `factory` (classes from schemas), `location`, `component`,
`asset_version`, `job`, `note`, `project_schema`, `thumbnail`, `user`, `custom_attribute`. A type
without a module here is a plain `Entity`. Each module is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = [
    "asset_version",
    "base",
    "component",
    "factory",
    "job",
    "location",
    "note",
    "project_schema",
    "thumbnail",
    "user",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callboard.entity import (
        asset_version,
        base,
        component,
        factory,
        job,
        location,
        note,
        project_schema,
        thumbnail,
        user,
    )


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
