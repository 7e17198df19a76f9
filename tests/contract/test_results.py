"""What clients hold after a commit: unknown values, precise times, and the work of deleted users."""

from __future__ import annotations

from typing import Any

import arrow
import pytest

from tests.contract.production import Production, make_production
from tests.support.clients import Client


@pytest.fixture
def made(client: Client, unique: str) -> Production:
    """A production of either client."""
    return make_production(client, unique)


def test_values_that_nobody_set_are_unknown_until_they_are_read(made: Production) -> None:
    session = made.session
    not_set = made.client.module("symbol").NOT_SET
    user = session.create("User", {"username": made.name, "first_name": "Dee", "last_name": None})
    session.commit()
    with session.auto_populating(False):
        assert (user["username"], user["first_name"], user["is_active"]) == (made.name, "Dee", True)
        assert user["last_name"] is None
        assert user["email"] is not_set
        assert user["thumbnail_id"] is not_set
    assert user["email"] is None


def test_times_are_as_precise_as_they_were_sent(made: Production) -> None:
    session = made.session
    sent = arrow.get("2026-11-24T10:11:12.345678+00:00")
    note = session.create("Note", {"content": "x", "date": sent, "user_id": user_id(session)})
    session.commit()
    assert note["date"] == sent
    later = sent.shift(seconds=1)
    note["completed_at"] = later
    session.commit()
    assert note["completed_at"] == later
    stored: Any = made.again(note)
    assert (stored["date"], stored["completed_at"]) == (
        sent.replace(microsecond=0),
        later.replace(microsecond=0),
    )


def test_the_time_logs_of_a_deleted_user_are_kept(made: Production) -> None:
    session = made.session
    user = session.create("User", {"username": made.name})
    log = session.create(
        "Timelog", {"user": user, "context": made.task, "name": "x", "comment": "x", "duration": 60}
    )
    session.commit()
    session.delete(user)
    session.commit()
    stored: Any = made.again(log)
    assert (stored["user_id"], stored["user"], stored["duration"]) == (None, None, 60)
    assert made.client.session().query(f'User where username is "{made.name}"').first() is None


def user_id(session: Any) -> str:
    found: str = session.query(f'User where username is "{session.api_user}"').one()["id"]
    return found
