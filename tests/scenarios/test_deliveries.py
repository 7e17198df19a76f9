"""Webhook deliveries as rows, on both databases.

Which process sends them and when, their outcomes, and what the log keeps.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from callboard_server.records import deliveries, delivery_attempts, delivery_claims
from callboard_server.records.action_log import KEPT, log_attempt
from callboard_server.records.automations import Webhook, enabled_automations
from callboard_server.records.deliveries import NewDelivery
from callboard_server.records.delivery_attempts import AttemptRow
from callboard_server.records.delivery_claims import Claimed, Outcome
from callboard_server.storage.transaction import Transaction
from tests.scenarios.test_automations import automation
from tests.support.operations import create, delete, update
from tests.support.world import World

LEASE = timedelta(minutes=1)
OVER_AT_ONCE = timedelta(0)
HOUR_MS = 3_600_000


@pytest.fixture
def jobs(world: World) -> World:
    """A world in which the webhook `a-hook` receives events about jobs."""
    world.do(world.admin, *automation("a", 'entity.entity_type = "Job"'))
    world.automations = world.database.read(enabled_automations)
    return world


def make_deliveries(world: World, *jobs: str) -> list[str]:
    """Create each of *jobs*, and so a waiting delivery for each.

    Return the identifiers of the deliveries, in order.
    """
    before = {row[0] for row in world.sql("SELECT id FROM webhook_delivery")}
    for job in jobs:
        known = world.values(world.admin, f"Job where id is {job}")
        world.do(
            world.ann,
            update("Job", job, data=f'{{"n": {world.new_id.count}}}') if known else create("Job", id=job),
        )
    found = world.sql("SELECT id FROM webhook_delivery ORDER BY sequence")
    return [row[0] for row in found if row[0] not in before]


def due(world: World) -> dict[str, bool]:
    return {hook.id: is_due for hook, is_due in world.database.read(delivery_claims.due_webhooks)}


def hook_of(world: World, identifier: str = "a-hook") -> Webhook:
    return next(
        hook for hook, _ in world.database.read(delivery_claims.due_webhooks) if hook.id == identifier
    )


def claimed(
    world: World, token: str = "t", most: int = 10, lease: timedelta = LEASE, hook: str = "a-hook"
) -> list[Claimed]:
    found = hook_of(world, hook)
    return world.database.write(
        lambda tx: delivery_claims.claim(tx, found, token=token, most=most, lease=lease)
    )


def noted(world: World, one: Claimed, *, wait: timedelta | None = None, **about: Any) -> bool:
    chosen = {
        "is_delivered": False,
        "status": 500,
        "error": "no",
        "answer": "a\nb",
        "milliseconds": 7,
        "ended_at": "2026-11-24T10:00:00",
        "wait": wait,
        **about,
    }
    return world.database.write(lambda tx: delivery_claims.note(tx, Outcome(claimed=one, **chosen)))


def succeeded(world: World, one: Claimed) -> bool:
    return noted(world, one, is_delivered=True, status=204, error=None, answer="")


def states(world: World) -> list[str]:
    return [row[0] for row in world.sql("SELECT state FROM webhook_delivery ORDER BY sequence")]


def test_waiting_deliveries_are_claimed_in_order(jobs: World) -> None:
    assert due(jobs) == {"a-hook": False}
    assert claimed(jobs) == []
    ids = make_deliveries(jobs, "one", "two", "three")
    assert due(jobs) == {"a-hook": True}
    first = claimed(jobs, "t", most=2)
    assert [one.id for one in first] == ids[:2]
    assert [(one.attempts, one.token, one.webhook_id) for one in first] == [(1, "t", "a-hook")] * 2
    assert [one.id for one in claimed(jobs, "u")] == ids[2:]
    assert claimed(jobs, "v") == []
    assert due(jobs) == {"a-hook": False}


def test_deliveries_of_an_entity_wait_for_the_previous_one(jobs: World) -> None:
    ids = make_deliveries(jobs, "one", "one", "two", "one")
    first = claimed(jobs)
    assert [one.id for one in first] == [ids[0], ids[2]]
    assert claimed(jobs) == []
    assert noted(jobs, first[0], wait=OVER_AT_ONCE)
    (again,) = claimed(jobs)
    assert (again.id, again.attempts) == (ids[0], 2)
    assert succeeded(jobs, again)
    (following,) = claimed(jobs)
    assert following.id == ids[1]
    assert noted(jobs, following)
    assert [one.id for one in claimed(jobs)] == [ids[3]]


def test_a_delivery_that_keeps_failing_no_longer_blocks_the_next(jobs: World) -> None:
    ids = make_deliveries(jobs, "one", "one")
    for attempt in range(1, delivery_claims.PATIENCE + 1):
        (one,) = claimed(jobs)
        assert (one.id, one.attempts) == (ids[0], attempt)
        assert noted(
            jobs, one, wait=timedelta(0) if attempt < delivery_claims.PATIENCE else timedelta(hours=1)
        )
    (passing,) = claimed(jobs)
    assert passing.id == ids[1]
    assert noted(jobs, passing, wait=timedelta(0))
    jobs.change(f"UPDATE webhook_delivery SET next_at = next_at - {2 * HOUR_MS} WHERE id = '{ids[0]}'")
    assert [one.id for one in claimed(jobs, most=1)] == [ids[0]]
    assert claimed(jobs) == [], "while the earlier one is on its way, the other waits"


def test_an_expired_lease_is_lost(jobs: World) -> None:
    make_deliveries(jobs, "one")
    (slow,) = claimed(jobs, "slow", lease=OVER_AT_ONCE)
    (quick,) = claimed(jobs, "quick")
    assert (quick.id, quick.attempts) == (slow.id, 2)
    assert not succeeded(jobs, slow)
    assert states(jobs) == ["waiting"]
    assert succeeded(jobs, quick)
    assert states(jobs) == ["delivered"]
    assert not noted(jobs, quick)
    assert len(jobs.sql("SELECT number FROM webhook_attempt")) == 1


def test_a_released_delivery_is_due_at_once_and_counts_no_attempt(jobs: World) -> None:
    make_deliveries(jobs, "one")
    (one,) = claimed(jobs)
    jobs.database.write(lambda tx: delivery_claims.put_back(tx, one))
    (again,) = claimed(jobs, "u")
    assert (again.id, again.attempts) == (one.id, 1)


def test_concurrent_claims_never_claim_a_delivery_twice(jobs: World) -> None:
    ids = make_deliveries(jobs, *(f"job-{number}" for number in range(40)))
    hook, start = hook_of(jobs), Barrier(4)

    def work(worker: int) -> list[str]:
        start.wait()
        mine: list[str] = []
        while found := jobs.database.write(
            lambda tx: delivery_claims.claim(tx, hook, token=f"w{worker}", most=3, lease=LEASE)
        ):
            mine += [one.id for one in found]
        return mine

    with ThreadPoolExecutor(4) as pool:
        found = [one for mine in pool.map(work, range(4)) for one in mine]
    assert sorted(found) == sorted(ids)


def test_retry_delays_use_the_clock_of_the_database(jobs: World) -> None:
    (identifier,) = make_deliveries(jobs, "one")
    (one,) = claimed(jobs)
    assert noted(jobs, one, wait=timedelta(hours=1))
    ((state, next_at, tried_at),) = jobs.sql("SELECT state, next_at, tried_at FROM webhook_delivery")
    assert state == "failed"
    assert abs(next_at - tried_at - HOUR_MS) < 5000
    assert due(jobs) == {"a-hook": False}
    jobs.change(f"UPDATE webhook_delivery SET next_at = next_at - {HOUR_MS}")
    assert [one.id for one in claimed(jobs)] == [identifier]


def test_a_disabled_automation_keeps_its_queue_and_sends_pings(jobs: World) -> None:
    ids = make_deliveries(jobs, "one")
    jobs.do(jobs.admin, update("Automation", "a", enabled=False))
    assert due(jobs) == {"a-hook": False}
    assert claimed(jobs) == []
    ping = NewDelivery("ping-1", "a", "a-hook", "", '["ping-1"]', deliveries.PING, "{}")
    jobs.database.write(lambda tx: deliveries.add_deliveries(tx, [ping]))
    assert due(jobs) == {"a-hook": True}
    assert [one.id for one in claimed(jobs)] == ["ping-1"]
    jobs.do(jobs.admin, update("Automation", "a", enabled=True))
    assert [one.id for one in claimed(jobs)] == ids


def test_deliveries_of_a_deleted_webhook_are_given_up(jobs: World) -> None:
    make_deliveries(jobs, "one")
    jobs.change("DELETE FROM action")
    assert jobs.database.write(deliveries.give_up_orphans) == 1
    assert states(jobs) == ["given_up"]
    assert jobs.database.write(deliveries.give_up_orphans) == 0
    jobs.do(jobs.admin, delete("Automation", "a"))


def test_the_log_records_each_attempt(jobs: World) -> None:
    (identifier,) = make_deliveries(jobs, "one")
    for wait in (timedelta(0), timedelta(0), None):
        (one,) = claimed(jobs)
        assert noted(jobs, one, wait=wait)
    found = jobs.database.read(lambda tx: deliveries.delivery(tx, identifier))
    assert found is not None
    row, payload = found
    assert (row.state, row.attempts, row.next_at, row.status, row.error, row.milliseconds) == (
        "given_up",
        3,
        None,
        500,
        "no",
        7,
    )
    assert f'"id":"{identifier}"' in payload
    tries = jobs.database.read(lambda tx: delivery_attempts.attempts(tx, identifier))
    assert [one.number for one in tries] == [1, 2, 3]
    assert tries[0] == AttemptRow(1, tries[0].tried_at, False, 500, "no", 7, "a\nb")
    assert jobs.database.read(lambda tx: deliveries.delivery(tx, "nothing")) is None


def test_a_resent_delivery_starts_over_and_keeps_its_log(jobs: World) -> None:
    (identifier,) = make_deliveries(jobs, "one")
    (one,) = claimed(jobs)
    noted(jobs, one)
    assert jobs.database.write(lambda tx: deliveries.send_again(tx, identifier))
    assert not jobs.database.write(lambda tx: deliveries.send_again(tx, "nothing"))
    (again,) = claimed(jobs)
    assert (again.id, again.attempts) == (identifier, 1)
    assert succeeded(jobs, again)
    tries = jobs.database.read(lambda tx: delivery_attempts.attempts(tx, identifier))
    assert [(one.number, one.is_delivered, one.status) for one in tries] == [(1, False, 500), (2, True, 204)]


def test_deliveries_are_listed_by_page_newest_first(jobs: World) -> None:
    ids = make_deliveries(jobs, *(f"job-{number}" for number in range(5)))
    jobs.change("UPDATE webhook_delivery SET created_at = 1000 WHERE sequence < 4")

    def listed(**about: Any) -> list[str]:
        return [
            row.id
            for row in jobs.database.read(lambda tx: deliveries.deliveries(tx, **{"most": 10, **about}))
        ]

    whole = listed()
    assert sorted(whole) == sorted(ids)
    pages: list[str] = []
    before = None
    while page := jobs.database.read(lambda tx: deliveries.deliveries(tx, most=2, before=before)):  # noqa: B023  # called at once
        pages += [row.id for row in page]
        before = page[-1]
    assert pages == whole
    (one,) = claimed(jobs, most=1)
    succeeded(jobs, one)
    assert listed(state="delivered") == [one.id]
    assert listed(automation_id="a", webhook_id="a-hook", state="waiting") == [
        other for other in whole if other != one.id
    ]
    assert listed(automation_id="b") == []


def test_health_reports_waiting_deliveries_and_the_start_of_failures(jobs: World) -> None:
    assert jobs.database.read(delivery_attempts.health) == {}
    make_deliveries(jobs, "one", "two", "three")

    def health() -> tuple[int, bool, bool]:
        found = jobs.database.read(delivery_attempts.health)["a-hook"]
        return found.waiting, found.failing_since is not None, found.delivered_at is not None

    assert health() == (3, False, False)
    first, second, third = claimed(jobs)
    noted(jobs, first, wait=timedelta(hours=1))
    noted(jobs, second)
    assert health() == (2, True, False)
    jobs.change("UPDATE webhook_attempt SET tried_at = tried_at - 1000")
    succeeded(jobs, third)
    assert health() == (1, False, True)


def test_old_deliveries_are_dropped_with_their_attempts(jobs: World) -> None:
    make_deliveries(jobs, "one", "two")
    for one in claimed(jobs):
        succeeded(jobs, one)
    jobs.database.write(lambda tx: deliveries.drop_deliveries(tx, timedelta(days=30)))
    assert len(jobs.sql("SELECT delivery_id FROM webhook_attempt")) == 2
    oldest = "sequence IN (SELECT min(sequence) FROM webhook_delivery)"
    jobs.change(f"UPDATE webhook_delivery SET created_at = created_at - {31 * 24 * HOUR_MS} WHERE {oldest}")
    jobs.database.write(lambda tx: deliveries.drop_deliveries(tx, timedelta(days=30)))
    assert states(jobs) == ["delivered"]
    assert len(jobs.sql("SELECT delivery_id FROM webhook_attempt")) == 1


def test_claiming_from_a_long_queue_of_one_entity_is_fast(jobs: World) -> None:
    """Without an index on the due time or the order, PostgreSQL took half a minute for this."""
    entities = ['["hot"]'] * 4000 + [f'["{number}"]' for number in range(4000)]
    many = [
        NewDelivery(f"d-{number}", "a", "a-hook", "Job", entity, "update", "{}")
        for number, entity in enumerate(entities)
    ]
    jobs.database.write(lambda tx: deliveries.add_deliveries(tx, many))
    jobs.change("UPDATE webhook_delivery SET sequence = CAST(substr(id, 3) AS BIGINT), next_at = 1000")
    started = time.monotonic()
    assert [one.id for one in claimed(jobs, most=3)] == ["d-0", "d-4000", "d-4001"]
    assert time.monotonic() - started < 3
    jobs.change("UPDATE webhook_delivery SET next_at = next_at + 9000000000000")
    started = time.monotonic()
    assert due(jobs) == {"a-hook": False}
    assert time.monotonic() - started < 1


def test_finding_due_deliveries_takes_one_statement(jobs: World) -> None:
    jobs.do(jobs.admin, *(one for number in range(6) for one in automation(f"b{number}")))
    make_deliveries(jobs, *(f"job-{number}" for number in range(20)))

    def statements(tx: Transaction) -> int:
        delivery_claims.due_webhooks(tx)
        return tx.statements

    assert jobs.database.read(statements) == 1


# -- The log of actions
# ------------------------------------------------------------------------------------------------------------


def action_log(world: World) -> list[tuple[str, str]]:
    """Return the outcomes in the log of the action, newest first."""
    found = world.rows(
        world.admin,
        "select status, message, created_at from ActionLog where action_id is a-hook order by id descending",
    )
    assert all(row["created_at"]["value"] == "2026-11-24T10:00:00" for row in found)
    return [(row["status"], row["message"]) for row in found]


def test_each_attempt_is_in_the_log_of_its_action(jobs: World) -> None:
    make_deliveries(jobs, "one", "two")
    first, second = claimed(jobs)
    noted(jobs, first, error="The receiver answered with the status 500.")
    succeeded(jobs, second)
    assert sorted(action_log(jobs)) == [
        ("failure", "The receiver answered with the status 500."),
        ("success", "The receiver answered with the status 204 after 7 ms."),
    ]


def test_an_attempt_after_the_lease_is_not_logged(jobs: World) -> None:
    make_deliveries(jobs, "one")
    (one,) = claimed(jobs)
    assert succeeded(jobs, one)
    assert not succeeded(jobs, one)
    assert len(action_log(jobs)) == 1


def test_the_log_keeps_the_newest_attempts(jobs: World) -> None:
    def log(tx: Transaction) -> None:
        for number in range(KEPT + 5):
            log_attempt(tx, "a-hook", f"attempt {number}", "2026-11-24T10:00:00", is_success=True)

    jobs.database.write(log)
    jobs.database.write(
        lambda tx: log_attempt(tx, "a-hook", "the last", "2026-11-24T10:00:00", is_success=False)
    )
    found = action_log(jobs)
    assert len(found) == KEPT
    assert ("failure", "the last") in found


def test_clients_only_read_the_log(jobs: World) -> None:
    make_deliveries(jobs, "one")
    succeeded(jobs, claimed(jobs)[0])
    (row,) = jobs.rows(jobs.admin, "ActionLog")
    for operation in (
        create("ActionLog", action_id="a-hook"),
        update("ActionLog", str(row["id"]), message="fine"),
    ):
        assert "by the server only" in jobs.refusal(jobs.admin, operation).message
    assert jobs.rows(jobs.ann, "ActionLog") == []
    assert jobs.rows(jobs.ann, "select count(id) from ActionLog group by status") == []
    assert jobs.rows(jobs.ann, "ActionLog where action.automation.name like '%'") == []


def test_the_log_is_deleted_with_its_automation(jobs: World) -> None:
    make_deliveries(jobs, "one", "two")
    first, second = claimed(jobs)
    succeeded(jobs, first)
    jobs.do(jobs.admin, delete("Automation", "a"))
    for name in ("Trigger", "Action", "ActionLog"):
        assert jobs.rows(jobs.admin, name) == []
    succeeded(jobs, second)
    assert jobs.rows(jobs.admin, "ActionLog") == []
