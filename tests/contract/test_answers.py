"""Clients have everything that a query selects without another request, whatever they already hold."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from callboard_server.testing import RunningServer
from tests.support.clients import Client
from tests.support.live import Person, administrator, fresh
from tests.support.operations import create

SELECTIONS = (
    "name, children",
    "name, description, children.id",
    "name, ancestors",
    "name, parent, project.children",
    "name, parent.children",
    "name, parent.children.name, project.full_name",
    "name, descendants.name, descendants.parent.name",
    "name, parent.name, parent.children.parent.name, project.name",
    "name, outgoing_links.to.name, incoming_links.from.name",
    "name, assignments.resource.username, parent.children.assignments.resource.username",
    "name, metadata, children.metadata, ancestors.metadata",
    "name, custom_attributes, parent.children.custom_attributes",
    "name, object_type.name, children.object_type.name, ancestors.object_type.name",
)
EARLIER = (None, "parent, children", "project, ancestors, outgoing_links.to, metadata")
"""What the session has selected before."""

LINKED = 35


@pytest.fixture(scope="module")
def project_id(server: RunningServer) -> str:
    """A project with folders in two levels, assignments, metadata, and a long row of links."""
    with administrator(server) as person:
        return make_project(person)


def make_project(person: Person) -> str:
    schema = person.ask('ProjectSchema where name is "VFX Scheme"')[0]["id"]
    project, top = fresh(), fresh()
    inner, linked = [fresh() for _ in range(4)], [fresh() for _ in range(LINKED)]
    person.do(
        create("Project", id=project, name=f"t{project[:12]}", project_schema_id=schema),
        create("Folder", id=top, name="top", parent_id=project),
        *(create("Folder", id=one, name=f"in {one}", parent_id=top) for one in inner),
        *(create("Milestone", id=one, name=f"linked {one}", parent_id=inner[0]) for one in linked),
        *(create("Appointment", context_id=one, resource_id=person.id, type="assignment") for one in inner),
        *(create("Metadata", parent_id=one, parent_type="Folder", key="a", value=one) for one in inner),
        *(create("TypedContextLink", from_id=one, to_id=other) for one, other in pairwise([*inner, *linked])),
    )
    return project


@pytest.mark.parametrize("earlier", EARLIER)
def test_selected_values_cost_one_request(client: Client, project_id: str, earlier: str | None) -> None:
    session = client.session()
    for selection in SELECTIONS:
        session.reset()
        if earlier:
            session.query(f'select {earlier} from TypedContext where project_id is "{project_id}"').all()
        with client.counted(session) as requests:
            rows = session.query(f'select {selection} from Folder where project_id is "{project_id}"').all()
            assert len(rows) == 5
            for path in selection.split(", "):
                assert [read(row, path.split(".")) for row in rows]
        assert len(requests) == 1, selection


def test_a_long_row_of_links_is_read(client: Client, project_id: str) -> None:
    session = client.session()
    text = "select name, outgoing_links.to.name, outgoing_links.to.outgoing_links from Milestone"
    rows = session.query(f'{text} where project_id is "{project_id}"').all()
    assert len(rows) == LINKED
    assert all(row["name"].startswith("linked") for row in rows)
    assert sum(map(len, (read(row, ["outgoing_links", "to", "name"]) for row in rows))) == LINKED - 1


def read(entity: Any, names: list[str]) -> Any:
    """Return the values at the end of a path."""
    if not names:
        return entity["id"]
    value = entity[names[0]]
    if names[0] in {"metadata", "custom_attributes"}:
        return dict(value)
    if isinstance(value, str) or value is None:
        return value
    if hasattr(value, "entity_type"):
        return read(value, names[1:])
    return [read(member, names[1:]) for member in value]
