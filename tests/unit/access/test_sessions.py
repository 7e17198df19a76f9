"""Web sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from callboard.errors import InvalidCredentials, PermissionDenied
from callboard_server.access.sessions import (
    LIFETIME,
    Opened,
    WebSession,
    check_csrf,
    end_session,
    extend_session,
    find_session,
    open_session,
)
from tests.support.operations import update
from tests.support.world import ADMIN, ANN, World

SECRET = "the secret of this server"


def opened(world: World) -> Opened:
    return world.database.write(lambda tx: open_session(tx, ANN.user_id, SECRET, world.clock()))


def found(world: World, cookie: str, secret: str = SECRET) -> WebSession:
    return world.database.read(lambda tx: find_session(tx, cookie, secret, world.clock()))


def test_a_cookie_identifies_its_user(world: World) -> None:
    session = opened(world)
    assert found(world, session.cookie).person.username == ANN.username
    assert found(world, session.cookie).csrf == session.csrf


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "é", "x" * 5000])
def test_a_forged_cookie_is_refused(world: World, cookie: str) -> None:
    with pytest.raises(InvalidCredentials):
        found(world, cookie)


def test_a_cookie_of_another_server_is_refused(world: World) -> None:
    with pytest.raises(InvalidCredentials):
        found(world, opened(world).cookie, "another secret")


def test_the_token_is_not_stored(world: World) -> None:
    token = opened(world).cookie.rpartition(".")[0]
    assert all(
        token not in str(row)
        for row in world.database.read(lambda tx: tx.fetch("SELECT * FROM user_session", {}))
    )


def test_an_idle_session_expires_and_a_used_session_is_extended(world: World) -> None:
    session = opened(world)
    assert not found(world, session.cookie).is_half_over
    world.clock.advance(seconds=LIFETIME / timedelta(seconds=1) * 0.6)
    assert found(world, session.cookie).is_half_over
    world.database.write(lambda tx: extend_session(tx, session.cookie, SECRET, world.clock()))
    world.clock.advance(seconds=LIFETIME / timedelta(seconds=1) * 0.9)
    assert found(world, session.cookie).person.username == ANN.username
    world.clock.advance(seconds=LIFETIME / timedelta(seconds=1) * 0.1)
    with pytest.raises(InvalidCredentials):
        found(world, session.cookie)


def test_signing_out_ends_the_session(world: World) -> None:
    session, other = opened(world), opened(world)
    world.database.write(lambda tx: end_session(tx, session.cookie, SECRET))
    world.database.write(lambda tx: end_session(tx, "forged", SECRET))
    with pytest.raises(InvalidCredentials):
        found(world, session.cookie)
    assert found(world, other.cookie).person.username == ANN.username


def test_a_deactivated_user_is_signed_out(world: World) -> None:
    session = opened(world)
    world.do(ADMIN, update("User", ANN.user_id, is_active=False))
    with pytest.raises(InvalidCredentials):
        found(world, session.cookie)


@pytest.mark.parametrize("given", [None, "", "wrong", "é"])
def test_a_change_requires_the_csrf_token(world: World, given: str | None) -> None:
    session = found(world, opened(world).cookie)
    check_csrf(session, session.csrf)
    with pytest.raises(PermissionDenied):
        check_csrf(session, given)
