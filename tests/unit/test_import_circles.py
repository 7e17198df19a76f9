"""No module imports itself through others, not even for its types.

Import-linter checks the directions between packages. This test looks inside them. It also counts imports in
functions and imports for the type checker, because they only postpone the circle.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = {
    "callboard": ROOT / "packages" / "callboard" / "src",
    "callboard_server": ROOT / "packages" / "callboard-server" / "src",
}

Graph = dict[str, set[str]]


def modules(package: str) -> dict[str, Path]:
    """Return the files of *package* by module name."""
    source = SOURCES[package]
    found: dict[str, Path] = {}
    for path in (source / package).rglob("*.py"):
        parts = path.relative_to(source).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def import_graph(files: dict[str, Path]) -> Graph:
    """Return for each module which of *files* it imports, anywhere in its text."""
    return {name: set(imported(path, files)) - {name} for name, path in files.items()}


def imported(path: Path, files: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in files)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{path} has a relative import"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                if submodule in files:
                    yield submodule
                elif node.module in files:
                    yield node.module


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of modules that reach each other, by Tarjan's algorithm."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = lowest[node] = len(number)
        open_nodes.append(node)
        for target in graph[node]:
            if target not in number:
                visit(target)
                lowest[node] = min(lowest[node], lowest[target])
            elif target in open_nodes:
                lowest[node] = min(lowest[node], number[target])
        if lowest[node] == number[node]:
            start = open_nodes.index(node)
            if len(open_nodes) - start > 1:
                found.append(sorted(open_nodes[start:]))
            del open_nodes[start:]

    for node in graph:
        if node not in number:
            visit(node)
    return sorted(found)


@pytest.mark.parametrize("package", SOURCES)
def test_no_module_imports_itself_through_others(package: str) -> None:
    assert circles(import_graph(modules(package))) == []


def test_a_circle_is_found_wherever_the_import_is(tmp_path: Path) -> None:
    texts = {
        "a": "import b",
        "b": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from c import C",
        "c": "class C:\n    def run(self) -> None:\n        import a",
        "d": "import a",
    }
    files = {name: tmp_path / f"{name}.py" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, encoding="utf-8")
    assert circles(import_graph(files)) == [["a", "b", "c"]]
