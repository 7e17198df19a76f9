"""Metadata and custom attributes of entities that the same commit deletes, in the orders of clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.production import Production

ATTRIBUTE = "fstart"


def set_attribute(entity: Any) -> None:
    entity["custom_attributes"][ATTRIBUTE] = 1001


def set_metadata(entity: Any) -> None:
    entity["metadata"]["a"] = "b"


def set_both_twice(entity: Any) -> None:
    for value in (1, 2):
        entity["custom_attributes"][ATTRIBUTE] = value
        entity["metadata"]["a"] = str(value)


def replace_metadata(entity: Any) -> None:
    entity["metadata"]["kept"] = "new"
    del entity["metadata"]["old"]


CHANGES = (set_attribute, set_metadata, set_both_twice)


def new_shot(production: Production) -> Any:
    return production.session.create(
        "Shot", {"name": f"{production.name}_new", "parent": production.sequence}
    )


def is_stored(production: Production, identifier: str) -> bool:
    return bool(production.client.session().query(f'Context where id is "{identifier}"').all())


def metadata_of(production: Production, identifier: str) -> list[Any]:
    text = f'Metadata where parent_id is "{identifier}"'
    rows: list[Any] = production.client.session().query(text).all()
    return rows


@pytest.mark.parametrize("change", CHANGES)
def test_a_new_entity_is_changed_and_deleted(production: Production, change: Callable[[Any], None]) -> None:
    session, shot = production.session, new_shot(production)
    identifier = shot["id"]  # the client forgets the key of an entity that it has not sent
    change(shot)
    session.delete(shot)
    production.shot["name"] = f"{production.name}_renamed"
    session.commit()
    assert not is_stored(production, identifier)
    assert metadata_of(production, identifier) == []
    assert production.again(production.shot)["name"].endswith("_renamed")


def test_a_new_entity_with_metadata_is_deleted(production: Production) -> None:
    session = production.session
    shot = session.create("Shot", {"name": "x", "parent": production.sequence, "metadata": {"a": "b"}})
    identifier = shot["id"]
    session.delete(shot)
    session.commit()
    assert metadata_of(production, identifier) == []


def test_a_new_version_and_a_new_user_are_changed_and_deleted(production: Production) -> None:
    session = production.session
    asset = production.version()["asset"]
    version = session.create("AssetVersion", {"asset": asset})
    user = session.create("User", {"username": f"{production.name}_user"})
    component = session.create("FileComponent", {"name": "x", "metadata": {"a": "b"}})
    identifiers = [entity["id"] for entity in (version, user, component)]
    for entity in (version, user, component):
        set_metadata(entity)
        session.delete(entity)
    session.commit()
    assert [metadata_of(production, identifier) for identifier in identifiers] == [[], [], []]


@pytest.mark.parametrize("change", CHANGES)
def test_a_stored_entity_is_changed_and_deleted(
    production: Production, change: Callable[[Any], None]
) -> None:
    identifier = production.shot["id"]
    change(production.shot)
    production.session.delete(production.shot)
    production.session.commit()
    assert not is_stored(production, identifier)
    assert metadata_of(production, identifier) == []


@pytest.mark.parametrize("change", [*CHANGES, replace_metadata])
@pytest.mark.parametrize("deleted", ["shot", "sequence"])
def test_a_stored_entity_is_deleted_and_changed(
    production: Production, change: Callable[[Any], None], deleted: str
) -> None:
    session, shot = production.session, production.shot
    identifier = shot["id"]
    shot["metadata"] = {"kept": "1", "old": "2"}
    session.commit()
    session.delete(getattr(production, deleted))
    change(shot)
    session.commit()
    assert not is_stored(production, identifier)
    assert metadata_of(production, identifier) == []


def test_deletion_and_creation_in_one_commit(production: Production) -> None:
    session, dropped, kept = production.session, new_shot(production), production.shot
    for shot in (dropped, kept):
        set_both_twice(shot)
    session.delete(dropped)
    session.commit()
    again = production.again(kept)
    assert again["custom_attributes"][ATTRIBUTE] == 2
    assert dict(again["metadata"]) == {"a": "2"}
