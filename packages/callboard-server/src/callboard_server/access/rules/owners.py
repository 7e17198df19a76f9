"""Who may see whatever in a project an identifier of no fixed type can lead to."""

from __future__ import annotations

from collections.abc import Mapping

from callboard_server.access.permission import CriteriaRule, Viewer
from callboard_server.access.rules.belonging import belongs_to
from callboard_server.access.rules.components import component
from callboard_server.access.rules.contexts import context, context_link
from callboard_server.access.rules.lists import list_, of_list
from callboard_server.access.rules.notes import note
from callboard_server.access.rules.review import of_session, session
from callboard_server.access.rules.time import calendar_event
from callboard_server.access.rules.versions import asset, version, version_link
from callboard_server.query.compose import all_of
from callboard_server.query.syntax import Criteria

OWNERS: Mapping[str, CriteriaRule] = {
    "contexts": context,
    "assets": asset,
    "versions": version,
    "components": component,
    "lists": list_,
    "list_objects": of_list,
    "notes": note,
    "sessions": session,
    "objects": of_session,
    "calendar_events": calendar_event,
    "context_links": context_link,
    "version_links": version_link,
}
"""Rules by the name of the internal collection that contains the owner, as in `model.types.metadata`."""


def of_owner(viewer: Viewer) -> Criteria:
    """What belongs to an entity of any type is visible to those who see the entity."""
    return all_of(*belongs_to(viewer, OWNERS))


def between_owners(viewer: Viewer) -> tuple[Criteria, ...]:
    """What links two entities of any type is visible to those who see both."""
    return *belongs_to(viewer, OWNERS, "_from_"), *belongs_to(viewer, OWNERS, "_to_")


def link_between_owners(viewer: Viewer) -> Criteria:
    return all_of(*between_owners(viewer))


ATTACHMENTS: Mapping[str, CriteriaRule] = {
    "Note": of_owner,
    "Metadata": of_owner,
    "EntitySetting": of_owner,
    "ListObject": of_owner,
    "CustomAttributeValue": of_owner,
    "CustomAttributeLink": link_between_owners,
}
"""Which entities may be attached where, by the type that owns the table."""
