"""Running timers: one for each user, for every version of the clients."""

from __future__ import annotations

import pytest

from callboard.errors import DuplicateEntry
from tests.support.operations import create, delete
from tests.support.world import World


def test_one_timer_runs_at_a_time(world: World) -> None:
    (made,) = world.do(world.ann, create("Timer", user_id="ann-id"))
    for data in ({"user_id": "ann-id"}, {}):
        with pytest.raises(DuplicateEntry):
            world.do(world.ann, create("Timer", **data))
    assert "IntegrityError" in str(world.refusal(world.ann, create("Timer", user_id="ann-id"))), (
        "clients before version 3 look for it"
    )
    timer = made["data"]["id"]
    world.do(world.ann, delete("Timer", timer), create("Timer", user_id="ann-id"))
    world.do(world.bob, create("Timer", user_id="bob-id"))


def test_two_timers_of_one_user_in_a_batch(world: World) -> None:
    assert isinstance(
        world.refusal(world.ann, create("Timer", user_id="ann-id"), create("Timer", user_id="ann-id")),
        DuplicateEntry,
    )


def test_statements_do_not_depend_on_the_number_of_timers(world: World) -> None:
    users = [
        world.do(world.admin, create("User", username=f"user {number}"))[0]["data"]["id"]
        for number in range(6)
    ]
    counted = []
    for some in (users[:1], users[1:]):
        world.do(world.admin, *(create("Timer", user_id=user) for user in some))
        counted.append(len(world.statements))
    assert counted[0] == counted[1]
