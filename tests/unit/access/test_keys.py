"""API keys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callboard.errors import InvalidCredentials, NotFound, ValidationError
from callboard.wire.values import instant_text
from callboard_server.access.keys import (
    NOTED_EVERY,
    PREFIX,
    NewKey,
    create_key,
    digest,
    revoke_key,
    verify_key,
)
from callboard_server.records.api_keys import keys_of, note_key_used
from tests.support.operations import update
from tests.support.world import ADMIN, ANN, BOB, START, World


def new_key(world: World, user_id: str = ANN.user_id, name: str = "farm", text: str | None = None) -> NewKey:
    return world.database.write(
        lambda tx: create_key(tx, user_id, name, key_id=world.new_id(), now=world.clock(), text=text)
    )


def test_a_key_authenticates_its_user(world: World) -> None:
    key = new_key(world)
    verified = world.database.read(lambda tx: verify_key(tx, "ANN", key.text, START))
    assert verified.actor == ANN
    assert key.text.startswith(PREFIX)


def test_only_a_digest_is_stored(world: World) -> None:
    key = new_key(world)
    rows = world.database.read(lambda tx: tx.fetch("SELECT _hash FROM api_key", {}))
    assert (digest(key.text),) in rows
    assert all(key.text not in str(row) for row in rows)


@pytest.mark.parametrize(
    ("username", "spoiled"), [("bob", False), ("", False), ("ann", True), ("nobody", False)]
)
def test_a_key_of_another_user_or_a_wrong_key_is_refused(world: World, username: str, spoiled: bool) -> None:
    text = new_key(world).text + ("x" if spoiled else "")
    with pytest.raises(InvalidCredentials):
        world.database.read(lambda tx: verify_key(tx, username, text, START))


def test_a_deactivated_user_is_refused(world: World) -> None:
    key = new_key(world)
    world.do(ADMIN, update("User", ANN.user_id, is_active=False))
    with pytest.raises(InvalidCredentials):
        world.database.read(lambda tx: verify_key(tx, "ann", key.text, START))


def test_a_revoked_key_is_refused_and_others_are_kept(world: World) -> None:
    first, second = new_key(world), new_key(world, name="laptop")
    world.database.write(lambda tx: revoke_key(tx, ANN.user_id, first.row.id))
    with pytest.raises(InvalidCredentials):
        world.database.read(lambda tx: verify_key(tx, "ann", first.text, START))
    assert [row.name for row in world.database.read(lambda tx: keys_of(tx, ANN.user_id))] == ["laptop"]
    assert world.database.read(lambda tx: verify_key(tx, "ann", second.text, START)).key_id == second.row.id


def test_a_key_is_revoked_only_by_its_owner(world: World) -> None:
    key = new_key(world)
    with pytest.raises(NotFound):
        world.database.write(lambda tx: revoke_key(tx, BOB.user_id, key.row.id))


def test_the_last_use_is_recorded_once_a_minute(world: World) -> None:
    key = new_key(world)

    def is_worth_noting() -> bool:
        return world.database.read(lambda tx: verify_key(tx, "ann", key.text, world.clock())).is_worth_noting

    assert is_worth_noting()
    world.database.write(lambda tx: note_key_used(tx, key.row.id, instant_text(world.clock())))
    assert not is_worth_noting()
    world.clock.advance(seconds=NOTED_EVERY / timedelta(seconds=1))
    assert is_worth_noting()


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_key_requires_a_name(world: World, name: str) -> None:
    with pytest.raises(ValidationError):
        new_key(world, name=name)


def test_the_text_of_a_key_may_be_given(world: World) -> None:
    assert new_key(world, text="a-key-that-was-chosen").text == "a-key-that-was-chosen"
