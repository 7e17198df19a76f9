"""The queue of tasks, on both databases: claims, leases, attempts, and outcomes that are written once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from callboard_server.jobs import queue
from callboard_server.jobs.queue import LeaseLost, Task
from callboard_server.storage.transaction import Transaction
from tests.support.operations import create, delete, update
from tests.support.world import World

LONG = timedelta(minutes=1)
OVER_AT_ONCE = timedelta(0)


def enqueued(world: World, *names: str) -> list[str]:
    """Enqueue a task for each of *names*, all for one job, and return the names."""
    world.do(world.ann, create("Job", id="job"))
    for name in names:
        world.database.write(lambda tx, name=name: enqueue(tx, name))  # type: ignore[misc]  # bound for each iteration
    return list(names)


def enqueue(tx: Transaction, name: str, job_id: str = "job") -> None:
    queue.enqueue(tx, task_id=name, kind="count", job_id=job_id, payload={"name": name, "of": [1, 2]})


def claimed(world: World, token: str, lease: timedelta = LONG) -> Task | None:
    return world.database.write(lambda tx: queue.claim(tx, token, lease))


def held(world: World, token: str, lease: timedelta = LONG) -> Task:
    task = claimed(world, token, lease)
    assert task is not None
    return task


def test_tasks_are_claimed_in_order_with_their_payload(world: World) -> None:
    assert not world.database.read(queue.is_any_open)
    assert claimed(world, "a") is None
    enqueued(world, "first", "second")
    assert world.database.read(queue.is_any_open)
    assert claimed(world, "a") == Task(
        "first", "count", {"name": "first", "of": [1, 2]}, "job", attempts=1, token="a"
    )
    assert held(world, "b").id == "second"
    assert claimed(world, "c") is None
    assert not world.database.read(queue.is_any_open)


def test_no_task_is_claimed_twice(world: World) -> None:
    names = enqueued(world, *(f"task-{number:03}" for number in range(60)))
    start = Barrier(4)

    def work(worker: int) -> list[str]:
        start.wait()
        mine: list[str] = []
        while task := claimed(world, f"worker-{worker}-{len(mine)}"):
            mine.append(task.id)
        return mine

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, range(4)))
    assert sorted(name for share in shares for name in share) == names


def test_an_expired_lease_goes_to_the_next_worker_and_is_lost_to_the_first(world: World) -> None:
    enqueued(world, "task")
    first = held(world, "first", OVER_AT_ONCE)
    heir = held(world, "heir")
    assert (heir.id, heir.attempts) == (first.id, 2)
    for lose in (
        lambda tx: queue.renew(tx, first, LONG),
        lambda tx: queue.put_back(tx, first, OVER_AT_ONCE),
        lambda tx: queue.finish(tx, first),
    ):
        with pytest.raises(LeaseLost):
            world.database.write(lose)
    world.database.write(lambda tx: queue.finish(tx, heir))
    assert claimed(world, "other") is None


def test_a_lease_that_is_renewed_is_kept(world: World) -> None:
    enqueued(world, "task")
    task = held(world, "first", OVER_AT_ONCE)
    world.database.write(lambda tx: queue.renew(tx, task, LONG))
    assert claimed(world, "other") is None


def test_writes_of_a_worker_without_the_lease_are_rolled_back(world: World) -> None:
    enqueued(world, "task")
    late = held(world, "late", OVER_AT_ONCE)
    held(world, "heir")

    def outcome(tx: Transaction) -> None:
        enqueue(tx, "consequence")
        queue.finish(tx, late)

    with pytest.raises(LeaseLost):
        world.database.write(outcome)
    assert claimed(world, "other") is None


def test_a_task_is_finished_once(world: World) -> None:
    enqueued(world, "task")
    task = held(world, "a")
    world.database.write(lambda tx: queue.finish(tx, task))
    with pytest.raises(LeaseLost):
        world.database.write(lambda tx: queue.finish(tx, task))
    assert world.database.write(lambda tx: queue.forget(tx, timedelta(hours=1))) == 0
    assert world.database.write(lambda tx: queue.forget(tx, timedelta(seconds=-1))) == 1


def test_attempts_are_counted_unless_the_worker_is_at_fault(world: World) -> None:
    enqueued(world, "task")
    for number in range(1, queue.MOST_ATTEMPTS + 1):
        task = held(world, f"again-{number}")
        assert (task.attempts, task.is_hopeless) == (number, False)
        world.database.write(lambda tx, task=task: queue.put_back(tx, task, OVER_AT_ONCE, is_blameless=True))  # type: ignore[misc]
        task = held(world, f"counted-{number}")
        assert task.attempts == number
        world.database.write(lambda tx, task=task: queue.put_back(tx, task, OVER_AT_ONCE))  # type: ignore[misc]
    assert held(world, "last").is_hopeless


def test_a_task_that_is_put_back_waits(world: World) -> None:
    enqueued(world, "task")
    task = held(world, "a")
    world.database.write(lambda tx: queue.put_back(tx, task, LONG))
    assert claimed(world, "b") is None
    assert not world.database.read(queue.is_any_open)


def test_a_task_is_deleted_with_its_job(world: World) -> None:
    enqueued(world, "task")
    task = held(world, "a")
    world.do(world.ann, delete("Job", "job"))
    with pytest.raises(LeaseLost):
        world.database.write(lambda tx: queue.renew(tx, task, LONG))


def test_an_encode_job_that_is_queued_again_runs_again(world: World) -> None:
    world.do(world.ann, create("Job", id="job", type="encode_media"))
    world.database.write(lambda tx: enqueue(tx, "task"))
    task = held(world, "a")
    world.database.write(lambda tx: queue.finish(tx, task))
    world.do(world.ann, update("Job", "job", status="failed"))
    assert claimed(world, "b") is None
    world.do(world.ann, update("Job", "job", status="queued"))
    again = held(world, "c")
    assert (again.id, again.attempts) == ("task", 1)
