"""Extreme values of every kind of attribute: stored and read back as they were sent, or refused by name.

Neither a change nor a query ever ends with an unexpected error.
"""

from __future__ import annotations

import math
import random
import string
from typing import Any

import orjson
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from callboard.errors import CallboardError, ParseError, ValidationError
from callboard.wire.values import instant_text, parse_instant
from callboard_server.query.format import quote
from callboard_server.query.syntax import Literal
from callboard_server.storage.database import Database
from tests.properties.studio import BEGINNING, FIRST_FRAME
from tests.support.operations import create, moment, update
from tests.support.world import World

ATTRIBUTES: tuple[tuple[str, Any, str], ...] = (
    ("Task", "t1", "description"),
    ("Task", "t1", "name"),
    ("Task", "t1", "bid"),
    ("Task", "t1", "sort"),
    ("Task", "t1", "end_date"),
    ("Task", "t1", "status_id"),
    ("Project", "p1", "is_private"),
    ("Job", "j1", "data"),
    ("Job", "j1", "created_at"),
    ("NoteLabel", "nl1", "sort"),
    ("AssetVersion", "v1", "version"),
    ("Location", "studio", "name"),
    ("AssetType", "kind", "short"),
    ("CustomAttributeConfiguration", FIRST_FRAME, "key"),
    ("Metadata", ["t1", "a"], "value"),
    ("ContextCustomAttributeValue", [FIRST_FRAME, "sh1"], "value"),
)

numbers = (
    st.floats()
    | st.integers(-(10**400), 10**400)
    | st.sampled_from((2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64, 1e19, 1e308, -1e20, 5e-324, 0.1))
)
spelled = numbers.map(str) | st.sampled_from(
    ("1e400", "9" * 5000, "٣", "1_000", "0x10", "1e-400", " 7 ", "+7")
)
LONG = "".join(random.Random(1).choices(string.ascii_letters + "\u00e9\u4e2d\U0001f3ac", k=70_000))
"""Text that databases cannot compress much."""


@frozen
class Length:
    """Stands for the start of LONG, which is too long to be printed with a counterexample."""

    count: int


texts = (
    st.builds(Length, st.sampled_from((255, 512, 600, 3_000, 60_000, 70_000)))
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(
        (
            "a\x00b",
            "\ud800",
            "\udfff\ud800",
            "\u2028",
            "\ufffe",
            "\U0001f3ac",
            "\r\n",
            "\\",
            "%",
            "_",
        )
    )
)
times = st.datetimes().map(lambda each: moment(each.isoformat())) | st.sampled_from(
    tuple(
        map(
            moment,
            (
                "0001-01-01T00:00:00+14:00",
                "9999-12-31T23:59:59.999999-14:00",
                "2024-02-30",
                "10000-01-01",
                "2024-01-01T24:00:00",
                "2024-01-01T00:00:60",
                "2024-01-31T10:00:00.123456789Z",
            ),
        )
    )
)
values = numbers | spelled | texts | times | st.booleans()


@pytest.fixture(scope="module")
def worlds(both_databases: tuple[Database, Database]) -> tuple[World, World]:
    """A world on each database, with the same entities. Accepted changes are kept."""
    found = tuple(map(World, both_databases))
    for world in found:
        for batch in BEGINNING:
            world.do(world.admin, *batch)
        world.do(
            world.admin,
            create("Metadata", parent_id="t1", parent_type="Task", key="a", value=""),
            create("Location", id="studio", name="Studio"),
            create("AssetType", id="kind", name="Kind", short="kind"),
        )
    return found[0], found[1]


@settings(max_examples=250, deadline=None)
@given(about=st.sampled_from(ATTRIBUTES), value=values)
def test_a_value_is_kept_or_refused_by_name(
    worlds: tuple[World, World], about: tuple[str, Any, str], value: Any
) -> None:
    entity_type, key, name = about
    value = LONG[: value.count] if isinstance(value, Length) else value
    errors = [change(world, entity_type, key, name, value) for world in worlds]
    assert str(errors[0]) == str(errors[1])
    for world, error in zip(worlds, errors, strict=True):
        if error is None:
            assert same(read(world, entity_type, key, name), value), str(value)[:80]
        else:
            assert isinstance(error, ValidationError)
            assert name in error.message or entity_type in error.message or "fstart" in error.message
            orjson.dumps(error.message)


@settings(max_examples=250, deadline=None)
@given(
    about=st.sampled_from(ATTRIBUTES),
    operator=st.sampled_from(("is", "is_not", ">", "<", ">=", "<=", "like", "not_like", "in", "not_in")),
    value=numbers.map(str) | spelled | texts,
    quoted=st.booleans(),
)
def test_a_literal_is_compared_or_refused_by_name(
    worlds: tuple[World, World], about: tuple[str, Any, str], operator: str, value: str | Length, quoted: bool
) -> None:
    entity_type, _, name = about
    value = LONG[: value.count] if isinstance(value, Length) else value
    literal = quote(Literal(value, quoted=True)) if quoted else value
    literal = f"({literal})" if operator.endswith("in") else literal
    text = f"select {name} from {entity_type} where {name} {operator} {literal} order by {name}"
    outcomes = []
    for world in worlds:
        try:
            outcomes.append(orjson.dumps(world.rows(world.admin, text)))
        except ParseError as error:
            outcomes.append(orjson.dumps(error.message))
    assert outcomes[0] == outcomes[1]


def change(world: World, entity_type: str, key: Any, name: str, value: Any) -> CallboardError | None:
    """Set one attribute; return the error, or None when it was accepted."""
    try:
        (answer,) = world.do(world.admin, update(entity_type, key, **{name: value}))
    except CallboardError as error:
        return error
    orjson.dumps(answer)
    return None


def read(world: World, entity_type: str, key: Any, name: str) -> Any:
    names = {
        "Metadata": ("parent_id", "key"),
        "ContextCustomAttributeValue": ("configuration_id", "entity_id"),
    }
    parts = zip(names.get(entity_type, ("id",)), [key] if isinstance(key, str) else key, strict=True)
    where = " and ".join(f'{part} is "{text}"' for part, text in parts)
    (row,) = orjson.loads(
        orjson.dumps(world.rows(world.admin, f"select {name} from {entity_type} where {where}"))
    )
    return row[name]


def same(found: Any, given: Any) -> bool:
    """Return whether the value that was *found* is the one that was *given*, in another spelling."""
    if isinstance(given, dict):
        text = given["value"]
        as_time = isinstance(found, dict) and found["value"] == instant_text(parse_instant(text))
        return as_time or bool(found == text)
    if isinstance(found, int | float) and isinstance(given, str):
        return math.isclose(found, float(given), rel_tol=0)
    return bool(found == given or found == str(given))
