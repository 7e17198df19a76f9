"""Bare components, lists by their system type and users without a username, with published clients."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.production import Production, make_production
from tests.support.clients import Client


@pytest.fixture
def made(client: Client, unique: str) -> Production:
    """A production of either client."""
    return make_production(client, unique)


def test_a_bare_component(made: Production) -> None:
    session = made.session
    component = session.create("Component", {"name": f"{made.name}/beauty", "version": made.version()})
    session.commit()
    assert component["name"] == f"{made.name}/beauty"
    component["metadata"]["a"] = "b"
    component["name"] = "other"
    session.commit()
    assert (component["name"], component["system_type"]) == ("other", "component")
    again: Any = made.client.session()
    found = again.get("Component", component["id"])
    assert (found.entity_type, found["name"], found["metadata"]["a"]) == ("Component", "other", "b")
    members = again.query(
        f'select components from AssetVersion where id is "{component["version_id"]}"'
    ).one()
    assert members["components"][:] == [found]
    session.delete(component)
    session.commit()
    assert made.client.session().query(f'Component where id is "{found["id"]}"').first() is None


@pytest.mark.parametrize(
    ("system_type", "kind"), [("assetversion", "AssetVersionList"), ("task", "TypedContextList")]
)
def test_a_list_by_its_system_type(made: Production, system_type: str, kind: str) -> None:
    session = made.session
    created = session.create(
        "List",
        {
            "name": made.name,
            "system_type": system_type,
            "project": made.project,
            "category": session.query("ListCategory").first(),
        },
    )
    session.commit()
    assert (created["name"], created["is_open"]) == (made.name, True)
    created["name"] = f"{made.name}-2"
    session.commit()
    found = made.client.session().query(f'List where id is "{created["id"]}"').one()
    assert (found.entity_type, found["name"]) == (kind, f"{made.name}-2")
    item = made.version() if system_type == "assetversion" else made.task
    found["items"].append(found.session.get(item.entity_type, item["id"]))
    found.session.commit()
    assert [each["id"] for each in made.again(found)["items"]] == [item["id"]]


def test_users_without_a_username(made: Production) -> None:
    session = made.session
    users = [session.create("User", {"first_name": made.name, "is_active": True}) for _ in range(2)]
    session.commit()
    assert len({user["username"] for user in users}) == 2
    for user in users:
        assert made.again(user)["username"] == user["username"]
        assert user["username"].startswith("unnamed-")
