"""Which documented scenarios the tests of this folder are about.

All but those named here, each with its reason.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent
NUMBERED = re.compile(r"test_((?:\d{3}_)+)")

DOCUMENTED = set(range(1, 132))
LEFT_OUT = {
    47: "is about plugins alone, and asks nothing of a server",
    48: "is about plugins alone, and asks nothing of a server",
    49: "is about plugins alone, and asks nothing of a server",
    50: "is about plugins alone, and asks nothing of a server",
    51: "is about plugins alone, and asks nothing of a server",
    61: "is about plugins alone, and asks nothing of a server",
}


def covered() -> dict[int, list[str]]:
    """Return the tests of each scenario: those whose names begin with its number, or with several."""
    found: dict[int, list[str]] = {}
    for path in sorted(FOLDER.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = node.name if isinstance(node, ast.FunctionDef) else ""
            numbered = NUMBERED.match(name)
            for number in numbered[1].rstrip("_").split("_") if numbered else ():
                found.setdefault(int(number), []).append(f"{path.stem}.{name}")
    return found


def test_every_scenario_is_covered_or_left_out_for_a_reason() -> None:
    found = covered()
    print(*(f"{number:03d}: {', '.join(tests)}" for number, tests in sorted(found.items())), sep="\n")  # noqa: T201 # with `pytest -s`
    assert set(found) == DOCUMENTED - set(LEFT_OUT)
