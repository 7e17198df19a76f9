"""The tests of this folder cover every documented scenario, except those listed here with a reason."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent
NUMBERED = re.compile(r"test_((?:\d{3}_)+)")

DOCUMENTED = set(range(1, 132))
EXCLUDED = {
    47: "plugins only, without requests to a server",
    48: "plugins only, without requests to a server",
    49: "plugins only, without requests to a server",
    50: "plugins only, without requests to a server",
    51: "plugins only, without requests to a server",
    61: "plugins only, without requests to a server",
}


def covered() -> dict[int, list[str]]:
    """Return the tests of each scenario, by the numbers at the start of their names."""
    found: dict[int, list[str]] = {}
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = node.name if isinstance(node, ast.FunctionDef) else ""
            numbered = NUMBERED.match(name)
            for number in numbered[1].rstrip("_").split("_") if numbered else ():
                found.setdefault(int(number), []).append(f"{path.stem}.{name}")
    return found


def test_every_scenario_is_covered_or_excluded_with_a_reason() -> None:
    found = covered()
    print(*(f"{number:03d}: {', '.join(tests)}" for number, tests in sorted(found.items())), sep="\n")  # noqa: T201 # with `pytest -s`
    assert set(found) == DOCUMENTED - set(EXCLUDED)
