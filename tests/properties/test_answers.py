"""SQLite, PostgreSQL and the naive interpreter agree about random queries of random productions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings

from callboard.errors import ParseError
from callboard_server.access.actor import Actor
from callboard_server.access.visibility import restrict
from callboard_server.actions.query import run_query
from callboard_server.query.bind.binder import bind
from callboard_server.query.format import format_query
from callboard_server.query.parser import parse
from callboard_server.storage.database import Database
from callboard_server.storage.transaction import Transaction
from tests.properties.production import productions, store
from tests.properties.queries import queries
from tests.properties.rows import Rows, empty
from tests.support.answers import facts, order, repeated_in_later_rows
from tests.support.naive import Naive
from tests.support.world import RecordedTransaction, World, model

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]

ROOT = Actor("root", "root", is_administrator=True)
FIRST = Actor("u1", "ann-u1")
MANY = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@pytest.fixture(scope="module", autouse=True)
def emptied(both_databases: tuple[Database, Database]) -> None:
    """Empty both databases: each example inserts its own rows and rolls them back."""
    for database in both_databases:
        database.write(empty)


class Undo(Exception):
    """Rolls a transaction back, and carries its result."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


def found_in(database: Database, rows: Rows, text: str, actor: Actor) -> Any:
    """Return the complete and the normalised result of *text*, and the number of statements.

    The database contains *rows* during the call only.
    """
    world = World(database)

    def work(tx: Transaction) -> None:
        store(tx, rows)
        recorded = RecordedTransaction(tx)
        whole = run_query(world.call(recorded, actor, normalised=False), text)
        statements = recorded.statements
        raise Undo((whole, run_query(world.call(tx, actor), text), statements))

    with pytest.raises(Undo) as caught:
        database.write(work)
    return caught.value.found


def naive_answer(rows: Rows, text: str, actor: Actor) -> list[dict[str, Any]]:
    query = restrict(bind(parse(text), model()), actor, model())
    return Naive(model(), rows, query.visible).answer(query)


def rounded(value: Any) -> Any:
    """Return *value* with numbers rounded to the precision that all interpreters share."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return {key: rounded(each) for key, each in value.items()} if isinstance(value, dict) else value


def is_accepted(text: str) -> bool:
    """Return whether *text* binds: some random queries compare times with names."""
    try:
        bind(parse(text), model())
    except ParseError as error:
        note(f"refused: {error}")
        return False
    return True


@MANY
@given(rows=productions(), text=queries())
def test_both_databases_agree_with_the_naive_interpreter(
    both_databases: tuple[Database, Database], rows: Rows, text: str
) -> None:
    if not is_accepted(text):
        return
    for actor in (ROOT, FIRST):
        expected = rounded(naive_answer(rows, text, actor))
        for database in both_databases:
            whole, normalised, _ = found_in(database, rows, text, actor)
            assert rounded(whole.data) == expected, f"{database.dialect.name} for {actor.username}"
            if " group by " not in text:
                assert order(model(), normalised.data) == order(model(), whole.data)
                assert facts(model(), normalised.data) == facts(model(), whole.data)
                assert not repeated_in_later_rows(model(), normalised.data)


@settings(max_examples=40, deadline=None)
@given(rows=productions(), text=queries(paged=False))
def test_the_number_of_statements_does_not_depend_on_rows(
    both_databases: tuple[Database, Database], rows: Rows, text: str
) -> None:
    if not is_accepted(text):
        return
    for database in both_databases:
        some, more, most = (
            found_in(database, given_rows, text, ROOT)[2]
            for given_rows in (rows, with_copies(rows, "x"), with_copies(with_copies(rows, "x"), "y"))
        )
        # A collection is not queried if no row owns it, so rows of a new kind may add a statement. More rows
        # of the same kinds add none.
        assert some <= more == most


def with_copies(rows: Rows, suffix: str) -> Rows:
    """Return *rows* and a copy of each with another identifier; the copies refer to each other."""
    kept = {"UserType", "SecurityRole", "Location"}
    renamed = {
        "id",
        "parent_id",
        "user_id",
        "group_id",
        "component_id",
        "job_id",
        "container_id",
        "thumbnail_id",
        "username",
    }

    def copy(row: dict[str, Any]) -> dict[str, Any]:
        return {
            key: f"{value}{suffix}" if key in renamed and value is not None else value
            for key, value in row.items()
        }

    return {name: found if name in kept else [*found, *map(copy, found)] for name, found in rows.items()}


@settings(max_examples=300, deadline=None)
@given(text=queries())
def test_a_formatted_query_parses_to_the_same_tree(text: str) -> None:
    tree = parse(text)
    assert parse(format_query(tree)) == tree
