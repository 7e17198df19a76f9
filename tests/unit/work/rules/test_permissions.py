"""Every entity type declares who may change it, or is open to everyone who works in the project."""

from __future__ import annotations

import inspect

import pytest

from callboard_server.model.entity import Entity
from callboard_server.work import authorize
from callboard_server.work.rules.permissions import DEFAULT, TABLE, administrators, everyone, permissions_of
from tests.support.world import model

OPEN_TO_EVERYONE = frozenset(
    {
        "Asset",
        "AssetVersion",
        "AssetVersionLink",
        "CalendarEvent",
        "CalendarEventResource",
        "Component",
        "ContextAncestor",
        "ContextScope",
        "CustomAttributeLink",
        "DashboardResource",
        "DashboardWidget",
        "EntitySetting",
        "ListObject",
        "NoteComponent",
        "NoteLabelLink",
        "Participant",
        "Recipient",
        "ReviewSessionFolder",
        "ReviewSessionInvitee",
        "ReviewSessionObject",
        "ReviewSessionObjectAnnotation",
        "ReviewSessionObjectAnnotationComponent",
        "ReviewSessionObjectStatus",
        "TypedContextLink",
    }
)
"""Types, by the owner of their table, without a declaration: everyone who can see what they belong to may
write them. Add a new type here, or declare its permissions beside its rules.
"""


def stored_as(entity: Entity) -> Entity:
    """Return the type that changes of *entity* are about: a view is stored as another type."""
    root = model().store(entity)
    return root if model().root(entity) is not root else entity


@pytest.mark.parametrize("entity", [pytest.param(entity, id=entity.name) for entity in model()])
def test_every_type_has_permissions(entity: Entity) -> None:
    stored = stored_as(entity)
    if stored.made_by_server:
        assert permissions_of(model(), stored) is DEFAULT, "no user can change it"
    else:
        is_open = model().store(entity).name in OPEN_TO_EVERYONE
        assert is_open == (permissions_of(model(), stored) is DEFAULT)


def test_declared_types_exist() -> None:
    assert TABLE.keys() <= {entity.name for entity in model()}
    assert OPEN_TO_EVERYONE.isdisjoint(TABLE.keys() - {"Component"})
    for declared in TABLE.values():
        assert {*declared.part_of.values(), *declared.moved_into.values()} <= {one.name for one in model()}


def test_subtypes_have_the_permissions_of_their_base_type() -> None:
    assert permissions_of(model(), model().entity("Shot")) is TABLE["Context"]
    assert permissions_of(model(), model().entity("Project")) is TABLE["Project"]
    assert permissions_of(model(), model().entity("AssetVersionList")) is TABLE["List"]
    assert TABLE["Note"].create is everyone
    assert TABLE["Status"].update is administrators


def test_the_step_itself_names_no_type() -> None:
    source = inspect.getsource(authorize)
    assert [entity.name for entity in model() if f'"{entity.name}"' in source] == []
