"""Sign-in attempts are throttled after failures."""

from __future__ import annotations

import pytest

from callboard.errors import Throttled
from callboard_server.access.throttle import (
    FORGOTTEN_AFTER,
    FREE_ADDRESS,
    FREE_TOGETHER,
    FREE_USERNAME,
    LONGEST_WAIT,
    begin_attempt,
    succeeded,
    sweep,
)
from tests.support.world import World


def attempt(world: World, username: str = "ann", address: str = "192.0.2.1") -> None:
    world.database.write(lambda tx: begin_attempt(tx, username, address, world.clock()))


def fail(world: World, times: int) -> None:
    for _ in range(times):
        attempt(world)


def test_a_few_failures_are_free_and_then_waits_double(world: World) -> None:
    fail(world, FREE_TOGETHER)
    waits = []
    for _ in range(4):
        with pytest.raises(Throttled) as caught:
            attempt(world)
        waits.append(caught.value.retry_after_seconds)
        world.clock.advance(seconds=caught.value.retry_after_seconds)
        attempt(world)
    assert waits == [2, 4, 8, 16]


def test_an_attempt_that_is_refused_does_not_count(world: World) -> None:
    fail(world, FREE_TOGETHER)
    for _ in range(20):
        with pytest.raises(Throttled) as caught:
            attempt(world)
        assert caught.value.retry_after_seconds == 2


def test_no_wait_is_longer_than_the_longest(world: World) -> None:
    fail(world, FREE_TOGETHER)
    for _ in range(12):
        with pytest.raises(Throttled) as caught:
            attempt(world)
        assert caught.value.retry_after_seconds <= LONGEST_WAIT.total_seconds()
        world.clock.advance(seconds=caught.value.retry_after_seconds)
        attempt(world)


def test_other_users_and_addresses_do_not_wait(world: World) -> None:
    fail(world, FREE_TOGETHER)
    attempt(world, username="bob")
    attempt(world, address="192.0.2.2")


def test_case_and_spaces_in_usernames_are_ignored(world: World) -> None:
    fail(world, FREE_TOGETHER)
    with pytest.raises(Throttled):
        attempt(world, username=" ANN ")


def test_many_usernames_from_one_address_are_throttled(world: World) -> None:
    for number in range(FREE_ADDRESS):
        attempt(world, username=f"user{number}")
    with pytest.raises(Throttled):
        attempt(world, username="another")


def test_one_username_from_many_addresses_is_throttled(world: World) -> None:
    for number in range(FREE_USERNAME):
        attempt(world, address=f"192.0.2.{number}")
    with pytest.raises(Throttled):
        attempt(world, address="198.51.100.1")


def test_a_success_resets_the_failures(world: World) -> None:
    for _ in range(FREE_TOGETHER * 10):
        attempt(world)
        world.database.write(lambda tx: succeeded(tx, "ann", "192.0.2.1"))
    assert world.database.read(lambda tx: tx.fetch("SELECT * FROM sign_in_failure", {})) == []


def test_failures_expire(world: World) -> None:
    fail(world, FREE_TOGETHER)
    world.clock.advance(seconds=FORGOTTEN_AFTER.total_seconds() + 1)
    attempt(world)
    world.clock.advance(seconds=FORGOTTEN_AFTER.total_seconds() + 1)
    world.database.write(lambda tx: sweep(tx, world.clock()))
    assert world.database.read(lambda tx: tx.fetch("SELECT * FROM sign_in_failure", {})) == []
