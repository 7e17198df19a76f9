"""A world to test in: a database with three users, a clock that tests advance, and counted identifiers.

`ann` and `bob` are ordinary users, `admin` is an administrator. `world.do(ann, create("Job"))` commits a
batch of ann's, `world.ask(ann, "Job")` runs a query of hers, and `world.events()` returns what has been
published.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from attrs import define, field, frozen

from callboard.errors import CallboardError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard_server.access.actor import Actor
from callboard_server.access.rights import actor_in
from callboard_server.access.targets import Targets
from callboard_server.actions.batch import perform
from callboard_server.actions.call import Call, Tokens
from callboard_server.actions.query import QueryResult, run_query
from callboard_server.model.model import Model
from callboard_server.model.types import standard_model
from callboard_server.records.automations import Automation
from callboard_server.records.own_tables import OWN_TABLES
from callboard_server.records.people import person
from callboard_server.records.seed import seed
from callboard_server.records.status_rules import StatusRuleGroup
from callboard_server.storage.database import Database
from callboard_server.storage.dialect import Dialect
from callboard_server.storage.migrations.shape import create_tables, declared_tables
from callboard_server.storage.rows import Reader
from callboard_server.storage.state import STATE
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Row, Transaction
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation
from tests.support.operations import Operation, create

Contents = dict[str, list[Row]]
"""The rows of every table."""

ADMIN = Actor("admin-id", "admin", "Ada Admin", is_administrator=True)
ANN = Actor("ann-id", "ann", "Ann Archer")
BOB = Actor("bob-id", "bob", "Bob Builder")
START = datetime(2026, 11, 24, 10, 0, 0, tzinfo=UTC)


@cache
def model() -> Model:
    return standard_model()


@cache
def tables() -> Tables:
    return Tables(model())


def all_tables() -> Sequence[sa.Table]:
    """Return every table, referenced tables first."""
    return (*tables().metadata.tables.values(), STATE, *OWN_TABLES)


@cache
def reader() -> Reader:
    return Reader(tables())


class Clock:
    """A clock that tests advance."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


class Counter:
    """Identifiers in order: id-1, id-2, ..."""

    def __init__(self, prefix: str = "id") -> None:
        self.prefix = prefix
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return f"{self.prefix}-{self.count}"


def url_object(url: str) -> dict[str, str]:
    """Return *url* as answers contain it."""
    return {"value": url, "url": url}


class PlainLinks:
    """Addresses in a form that tests can read."""

    def component_url(self, component_id: str) -> str:
        return f"url:{component_id}"

    def thumbnail_url(self, component_id: str) -> str:
        return f"thumbnail:{component_id}"

    def placeholder_url(self) -> str:
        return "placeholder"

    def upload_url(self, upload_id: str, part_number: int | None = None) -> str:
        return f"upload:{upload_id}:{part_number}"

    def widget_url(self, user_id: str) -> str:
        return f"widget:{user_id}?"

    def page_url(self, path: str) -> str:
        return f"page:{path}"


class RecordedTransaction(Transaction):
    """Forwards everything to *inner*, and keeps the text of every statement."""

    def __init__(self, inner: Transaction) -> None:
        super().__init__()
        self.inner = inner
        self.texts: list[str] = []
        self.dialect: Dialect = inner.dialect

    def fetch(self, text: str, parameters: dict[str, Any]) -> list[Row]:
        self._note(text)
        return self.inner.fetch(text, parameters)

    def change(self, text: str, parameters: dict[str, Any]) -> int:
        self._note(text)
        return self.inner.change(text, parameters)

    def change_many(self, text: str, parameters: Sequence[dict[str, Any]]) -> None:
        self._note(text)
        self.inner.change_many(text, parameters)

    def lock_outbox(self) -> None:
        self.inner.lock_outbox()

    def _note(self, text: str) -> None:
        self.texts.append(text)
        self.statements += 1


@frozen
class Event:
    """An event of the outbox. `audiences` runs parallel to its entities: users, or None for all users."""

    sequence: int
    payload: dict[str, Any]
    audiences: list[list[str] | None]

    @property
    def entities(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.payload["data"]["entities"]
        return found

    def audience_of(self, entity_type: str) -> list[str] | None:
        """Return the audience of the first entity of *entity_type*."""
        index = next(
            index for index, entity in enumerate(self.entities) if entity["entity_type"] == entity_type
        )
        return self.audiences[index]


@define(eq=False)
class World:
    database: Database
    clock: Clock = field(factory=Clock)
    new_id: Counter = field(factory=Counter)
    tokens: Tokens = field(factory=Tokens)
    statements: list[str] = field(factory=list)
    freed: list[str] = field(factory=list)
    admin: Actor = ADMIN
    ann: Actor = ANN
    bob: Actor = BOB
    automations: Sequence[Automation] = ()
    status_rules: Sequence[StatusRuleGroup] = ()
    targets: Targets = Targets()

    @property
    def model(self) -> Model:
        return model()

    @property
    def tables(self) -> Tables:
        return tables()

    def call(self, tx: Transaction, actor: Actor, *, normalised: bool = True) -> Call:
        return Call(
            tx,
            actor,
            model(),
            tables(),
            reader(),
            PlainLinks(),
            self.clock,
            self.new_id,
            self.tokens,
            normalised=normalised,
            freed=self.freed,
            automations=self.automations,
            status_rules=self.status_rules,
            targets=self.targets,
            server_url="https://callboard.test/",
        )

    def do(self, actor: Actor, *operations: Operation) -> list[dict[str, Any]]:
        """Commit *operations* as one batch of *actor*, and keep its SQL in `statements`."""

        def work(tx: Transaction) -> list[dict[str, Any]]:
            recorded = RecordedTransaction(tx)
            results = commit(
                self.call(recorded, actor), [read_operation(operation, model()) for operation in operations]
            )
            self.statements = recorded.texts
            tx.announced = recorded.announced
            return list(results)

        return self.database.write(work)

    def perform(self, actor: Actor, *operations: Operation) -> list[Any]:
        """Perform *operations* of any kind as one request of *actor*."""
        return self.database.write(lambda tx: perform(self.call(tx, actor), list(operations)))

    def ask(self, actor: Actor, text: str, *, normalised: bool = True) -> QueryResult:
        """Run the query *text* as *actor*, and keep its SQL in `statements`."""

        def work(tx: Transaction) -> QueryResult:
            recorded = RecordedTransaction(tx)
            answer = run_query(self.call(recorded, actor, normalised=normalised), text)
            self.statements = recorded.texts
            return answer

        return self.database.read(work)

    def rows(self, actor: Actor, text: str) -> list[dict[str, Any]]:
        """Return the entities, or rows of aggregates, that the query *text* returns."""
        return self.ask(actor, text).data

    def values(self, actor: Actor, text: str, name: str = "id") -> list[Any]:
        """Return one attribute of all rows that the query *text* returns."""
        return [row[name] for row in self.rows(actor, text)]

    def refusal(self, actor: Actor, *operations: Operation) -> CallboardError:
        """Return the error that *operations* raise, having checked that they change nothing."""
        before = self.contents()
        try:
            results = self.do(actor, *operations)
        except CallboardError as error:
            assert self.contents() == before, "a refused batch changed something"
            return error
        raise AssertionError(f"was accepted: {results}")

    def query_error(self, actor: Actor, text: str) -> CallboardError:
        """Return the error that the query *text* raises."""
        try:
            answer = self.ask(actor, text)
        except CallboardError as error:
            return error
        raise AssertionError(f"was answered: {answer}")

    def events(self) -> list[Event]:
        """Return every published event, in order."""
        found = self.sql("SELECT sequence, payload, audience FROM outbox ORDER BY sequence")
        return [
            Event(sequence, json.loads(payload), json.loads(audience))
            for sequence, payload, audience in found
        ]

    def forget_events(self) -> None:
        """Empty the outbox, so that a test sees its own events only."""
        self.change("DELETE FROM outbox")

    def sql(self, text: str, **parameters: Any) -> list[Row]:
        return self.database.read(lambda tx: tx.fetch(text, parameters))

    def change(self, text: str, **parameters: Any) -> None:
        self.database.write(lambda tx: tx.change(text, parameters))

    def contents(self) -> Contents:
        """Return every row of every table."""

        def work(tx: Transaction) -> Contents:
            return {
                table.name: sorted(tx.fetch(f"SELECT * FROM {table.name}", {}), key=repr)
                for table in all_tables()
            }

        return self.database.read(work)

    def restore(self, contents: Contents) -> None:
        """Replace everything that is stored with *contents*, as `contents` returned them."""

        def work(tx: Transaction) -> None:
            for table in reversed(all_tables()):
                tx.change(f"DELETE FROM {table.name}", {})
            for table in all_tables():
                names = [column.name for column in table.columns]
                places = ", ".join(
                    f":{name}" if tx.dialect.name == "sqlite" else f"%({name})s" for name in names
                )
                rows = [dict(zip(names, row, strict=True)) for row in contents[table.name]]
                if rows:
                    tx.change_many(f"INSERT INTO {table.name} VALUES ({places})", rows)

        self.database.write(work)

    def actor(self, user_id: str) -> Actor:
        """Return a user with the rights of their roles, as the server looks up the sender of a request."""

        def work(tx: Transaction) -> Actor:
            found = person(tx, user_id)
            assert found is not None, f"there is no user {user_id}"
            return actor_in(tx, found)

        return self.database.read(work)

    def grant(self, job_id: str, actor: Actor) -> None:
        """Make a job visible to *actor*, as opening its shared link does."""
        place = "(:job, :user)" if self.database.dialect.name == "sqlite" else "(%(job)s, %(user)s)"
        self.change(f"INSERT INTO job_grant (job_id, user_id) VALUES {place}", job=job_id, user=actor.user_id)


@frozen
class Make:
    """Builders for entities: the server fills in what a call leaves out."""

    world: World

    def job(self, owner: Actor = ANN, **data: Any) -> str:
        """Make a job of *owner*; return its identifier. `description` becomes its data."""
        if "description" in data:
            data["data"] = json.dumps({"description": data.pop("description")})
        return str(self.world.do(owner, create("Job", **data))[0]["data"]["id"])

    def file(
        self,
        owner: Actor = ANN,
        *,
        job: str | None = None,
        location: str | None = SERVER_LOCATION_ID,
        **data: Any,
    ) -> str:
        """Make a file of *owner* in *location*, attached to *job*; return its identifier."""
        identifier = data["id"] = data.get("id") or self.world.new_id()
        operations = [create("FileComponent", **data)]
        if location:
            operations.append(create("ComponentLocation", component_id=identifier, location_id=location))
        if job:
            operations.append(create("JobComponent", component_id=identifier, job_id=job))
        self.world.do(owner, *operations)
        return str(identifier)

    def entity(self, entity_type: str, /, actor: Actor = ADMIN, **data: Any) -> str:
        """Make any entity that has an identifier; return the identifier."""
        return str(self.world.do(actor, create(entity_type, **data))[0]["data"]["id"])


def populate(database: Database) -> None:
    """Fill a new database with what every world contains, without leaving events of it."""
    people = [
        create("User", id=actor.user_id, username=actor.username, first_name=first, last_name=last)
        for actor in (ADMIN, ANN, BOB)
        for first, last in (actor.name.split(),)
    ]
    roles = Counter("role")
    database.write(lambda tx: create_tables(tx, declared_tables(tables(), OWN_TABLES)))
    database.write(lambda tx: seed(tx, tables(), roles))
    world = World(database)
    world.do(ADMIN, *people)
    administrator = world.values(ADMIN, 'SecurityRole where name is "Administrator"')[0]
    world.do(
        ADMIN,
        create("UserSecurityRole", id="admin-role-id", user_id=ADMIN.user_id, security_role_id=administrator),
    )
    world.forget_events()
