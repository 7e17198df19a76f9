"""The projection `__permissions.<attribute>` with published clients, which have no such attribute."""

from __future__ import annotations

import pytest

from tests.contract.production import Production, make_production
from tests.support.clients import Client


@pytest.fixture
def made(client: Client, unique: str) -> Production:
    """A production of either client."""
    return make_production(client, unique)


def test_clients_ignore_the_options_and_keep_the_attributes(made: Production) -> None:
    session = made.client.session()
    text = f'select status_id, __permissions.status_id from TypedContext where id is "{made.task["id"]}"'
    task = session.query(text).one()
    assert (task.entity_type, task["id"]) == ("Task", made.task["id"])
    assert task["status_id"] == made.again(made.task)["status_id"]
    assert "__permissions" not in list(task.keys())
