"""A numbered step, and how steps are read from a package."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections.abc import Callable, Mapping
from importlib import resources

from attrs import frozen

from callboard_server.storage.migrations.schema import Schema

MODULE = re.compile(r"s(?P<number>\d{4})_(?P<name>\w+)\.py")


@frozen
class Step:
    """One change of the definitions: `apply` is run once on every database made by an earlier version.

    `declared` holds the statements that add what the model declared when the step was written, by dialect.
    `fingerprints` are digests of all definitions at that time, by dialect. `shape` is the digest by which a
    database without a record is recognized; only the first step has one.
    """

    number: int
    name: str
    description: str
    apply: Callable[[Schema], None]
    declared: Mapping[str, tuple[str, ...]]
    fingerprints: Mapping[str, str]
    shape: str | None = None

    @property
    def title(self) -> str:
        """Return the number and the name, as messages quote them."""
        return f"{self.number:04} {self.name}"


def read_steps(package: str) -> tuple[Step, ...]:
    """Return the steps in *package* in order, each a module `s0002_name.py` with a file `s0002_name.json`.

    The module has a docstring and a function `apply`. `tools.write_step` writes the file.
    """
    folder = resources.files(package)
    found = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if (match := MODULE.fullmatch(entry.name)) is None:
            continue
        stem = entry.name.removesuffix(".py")
        module = importlib.import_module(f"{package}.{stem}")
        frozen_part = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
        found.append(
            Step(
                number=int(match["number"]),
                name=match["name"],
                description=inspect.cleandoc(module.__doc__ or "").partition("\n")[0],
                apply=module.apply,
                declared={name: tuple(texts) for name, texts in frozen_part["declared"].items()},
                fingerprints=frozen_part["fingerprints"],
                shape=frozen_part.get("shape"),
            )
        )
    return tuple(found)
