"""The compiler, specified by text files: queries with their rows or error, and their SQL on each database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from callboard.errors import CallboardError
from callboard_server.access.visibility import restrict
from callboard_server.query.bind.binder import bind
from callboard_server.query.parser import parse
from callboard_server.storage.database import Database
from tests.queries.cases import Case, CaseFile, format_error, format_rows, format_value, read
from tests.queries.production import stage_production
from tests.support.answers import facts
from tests.support.naive import Naive
from tests.support.world import World, model

CUSTOM_ATTRIBUTES = "custom_attributes"
"""The file with a separate production and test module."""

FILES = [read(path) for path in sorted(Path(__file__).parent.glob("*.txt")) if path.stem != CUSTOM_ATTRIBUTES]
CASES = [
    pytest.param(file, case, id=f"{file.path.stem}: {case.title}") for file in FILES for case in file.cases
]


@pytest.fixture(scope="module")
def production(shared_database: Database) -> World:
    world = World(shared_database)
    stage_production(world)
    return world


@pytest.fixture(scope="module")
def stored(production: World) -> dict[str, list[dict[str, Any]]]:
    """Every row of the production, for the naive interpreter."""
    found = {}
    for root in model().stores():
        columns = model().family_columns(root)
        names = ", ".join(f'"{name}"' for name in columns)
        rows = production.sql(f"SELECT {names} FROM {production.tables.by_root[root.name].name}")
        found[root.name] = [dict(zip(columns, row, strict=True)) for row in rows]
    return found


def test_titles_are_unique() -> None:
    for file in FILES:
        titles = [case.title for case in file.cases]
        assert len(titles) == len(set(titles))


@pytest.mark.parametrize(("file", "case"), CASES)
def test_case(
    file: CaseFile, case: Case, production: World, stored: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    found = check(file, case, production, updating=bool(request.config.getoption("update")))
    if "error" not in found:
        whole = rows_of(production, case, normalised=False)
        assert naive_rows(production, case, stored) == whole
        if "group by" not in case.query:
            assert facts(model(), rows_of(production, case)) == facts(model(), whole)


def check(file: CaseFile, case: Case, production: World, *, updating: bool) -> dict[str, str]:
    """Compare *case* with its result, or update its file; return the result."""
    found = found_fields(production, case)
    if updating:
        case.fields.update(
            {
                name: value
                for name, value in found.items()
                if name in {"sqlite", "postgresql"} or not is_specified(case)
            }
        )
        file.write()
    assert {name: case.fields.get(name, "") for name in found} == found
    return found


def is_specified(case: Case) -> bool:
    """Return whether *case* contains the expected result."""
    return "rows" in case.fields or "error" in case.fields


def found_fields(world: World, case: Case) -> dict[str, str]:
    """Return the fields of *case* with its result."""
    try:
        answer = world.ask(getattr(world, case.fields.get("as", "admin")), case.query)
    except CallboardError as error:
        return {"error": format_error(error, case.query)}
    found = {"rows": format_rows(answer.data)}
    if answer.next_offset is not None or "next" in case.fields:
        found["next"] = format_value(answer.next_offset)
    statements = ["\n".join(line.rstrip() for line in text.split("\n")) for text in world.statements]
    return {**found, world.database.dialect.name: "\n".join(statements)}


def rows_of(world: World, case: Case, *, normalised: bool = True) -> list[dict[str, Any]]:
    return world.ask(getattr(world, case.fields.get("as", "admin")), case.query, normalised=normalised).data


def naive_rows(world: World, case: Case, stored: dict[str, Any]) -> list[dict[str, Any]]:
    query = restrict(
        bind(parse(case.query), model()), getattr(world, case.fields.get("as", "admin")), model()
    )
    return Naive(model(), stored, query.visible).answer(query)
