"""Write requirements/*.txt: the exact versions that `make` installs, taken from its environment.

    python -m tools.pin_requirements build web server test
    .venv-ftrack25/bin/python tools/pin_requirements.py ftrack25

To move to newer versions, upgrade them in the environment, run the tests, and write the pins again. A file
contains names and versions only: which package index to use is decided where they are installed.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# Written by `make pins` from the group `{group}` of pyproject.toml.\n"


def requirements_of(group: str) -> list[Requirement]:
    """Return the requirements of *group* in pyproject.toml.

    "server" selects those of the two distributions.
    """
    if group == "server":
        names = [*_dependencies("callboard"), *_dependencies("callboard-server")]
    else:
        names = _read(ROOT / "pyproject.toml")["dependency-groups"][group]
    return [each for each in map(Requirement, names) if each.name != "callboard"]


def _dependencies(distribution: str) -> list[str]:
    names: list[str] = _read(ROOT / "packages" / distribution / "pyproject.toml")["project"]["dependencies"]
    return names


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def pins(requirements: Iterable[Requirement]) -> list[str]:
    """Return sorted `name==version` lines for *requirements*, which keep their markers, and all they need."""
    markers: dict[str, Marker | None] = {canonicalize_name(each.name): each.marker for each in requirements}
    found: dict[str, str] = {}
    waiting: list[tuple[Requirement, str]] = [(each, "") for each in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        if (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        found[name] = metadata.version(name)
        needed = [Requirement(text) for text in metadata.requires(name) or ()]
        waiting += [(each, option) for each in needed for option in ("", *requirement.extras)]
    return [_line(name, found[name], markers.get(name)) for name in sorted(found)]


def _line(name: str, version: str, marker: Marker | None) -> str:
    return f"{name}=={version}; {marker}" if marker else f"{name}=={version}"


def main(groups: Sequence[str]) -> None:
    """Write the file of each of *groups*."""
    for group in groups:
        path = ROOT / "requirements" / f"{group}.txt"
        path.parent.mkdir(exist_ok=True)
        lines = pins(requirements_of(group))
        path.write_text(HEADER.format(group=group) + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        print(f"{path.relative_to(ROOT)}: {len(lines)} packages")


if __name__ == "__main__":
    main(sys.argv[1:])
