"""Concurrent writers: event sequences follow the order of commits without gaps, and names stay unique."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future
from typing import Any

from attrs import evolve

from callboard.errors import CallboardError, DuplicateEntry
from callboard_server.storage.transaction import Transaction
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation
from tests.support.operations import Operation, create, update
from tests.support.world import Counter as Numbered
from tests.support.world import Make, World


def submitted(world: World, name: str, *operations: Operation) -> Future[Any]:
    """Start to commit *operations* as the administrator.

    Identifiers that the server generates begin with *name*.
    """

    def work(tx: Transaction) -> Any:
        call = evolve(world.call(tx, world.admin), new_id=Numbered(name))
        return commit(call, [read_operation(operation, world.model) for operation in operations])

    return world.database.submit_write(work)


def test_event_sequences_have_no_gaps(world: World) -> None:
    futures = [submitted(world, f"w{number}", create("Job", id=f"j{number}")) for number in range(60)]
    failing = [
        submitted(world, f"x{number}", create("Job", id=f"j{number}", status="nonsense"))
        for number in range(10)
    ]
    for future in futures:
        future.result(timeout=30)
    assert all(isinstance(future.exception(timeout=30), CallboardError) for future in failing)
    events = world.events()
    assert [event.sequence for event in events] == list(range(1, 61))
    assert {event.entities[0]["entityId"] for event in events} == set(world.values(world.admin, "Job"))


def test_one_of_many_concurrent_writers_gets_a_name(world: World) -> None:
    names = ("carl", "Carl", "CARL", "cArl")
    futures = [
        submitted(world, f"w{number}", create("User", id=f"u{number}", username=names[number % 4]))
        for number in range(12)
    ]
    errors = [future.exception(timeout=30) for future in futures]
    assert Counter(type(error) for error in errors) == {type(None): 1, DuplicateEntry: 11}
    assert len(world.rows(world.admin, "User where username is carl")) == 1


def test_concurrent_changes_of_a_job_are_not_lost(world: World, make: Make) -> None:
    job = make.job()
    futures = [submitted(world, f"w{number}", update("Job", job, data=str(number))) for number in range(20)]
    futures += [submitted(world, f"v{number}", update("Job", job, status="running")) for number in range(5)]
    for future in futures:
        future.result(timeout=30)
    changes = [event.entities[0]["changes"] for event in world.events()]
    data = [each["data"] for each in changes if "data" in each]
    assert [change["old"] for change in data[1:]] == [change["new"] for change in data[:-1]]
    assert world.values(world.ann, "select data from Job", "data") == [data[-1]["new"]]
    assert world.values(world.ann, "select status from Job", "status") == ["running"]


def test_a_query_sees_a_consistent_snapshot(world: World, make: Make) -> None:
    """A query that takes several statements reads the state of one moment."""
    job = make.job()
    futures = [
        submitted(
            world,
            f"w{number}",
            create("FileComponent", id=f"f{number}"),
            create("JobComponent", component_id=f"f{number}", job_id=job),
        )
        for number in range(20)
    ]
    while not all(future.done() for future in futures):
        (found,) = world.rows(world.admin, "select job_components.component.name from Job")
        assert all(attachment["component"] is not None for attachment in found["job_components"])
    (found,) = world.rows(world.admin, "select job_components from Job")
    assert len(found["job_components"]) == 20
