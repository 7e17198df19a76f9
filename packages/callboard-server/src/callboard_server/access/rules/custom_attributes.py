"""Who may read and change custom attributes: a configuration lists the roles that may do so."""

from __future__ import annotations

from collections.abc import Callable

from callboard_server.access.permission import CriteriaRule, Permission, Rule, Viewer
from callboard_server.access.rules.belonging import belongs_to
from callboard_server.access.rules.contexts import context
from callboard_server.access.rules.lists import list_, of_list
from callboard_server.access.rules.owners import between_owners
from callboard_server.access.rules.projects import in_project
from callboard_server.access.rules.versions import asset, version
from callboard_server.query.compose import all_of, any_, any_of, has, is_none
from callboard_server.query.syntax import Criteria

VALUE_OWNERS = {
    "contexts": context,
    "assets": asset,
    "versions": version,
    "lists": list_,
    "list_objects": of_list,
}
ROLES = {Permission.READ: "read_security_roles", Permission.WRITE: "write_security_roles"}


def configuration(viewer: Viewer) -> Criteria:
    """A configuration is visible to those who see its project."""
    return any_of(is_none("project_id"), in_project(viewer, "_project"))


def has_role(viewer: Viewer) -> Criteria:
    """Criteria on a configuration: one of the user's roles may read or write its values.

    Configurations themselves are written by administrators alone, so writing one means writing its values.
    """
    return any_(ROLES[viewer.permission], viewer.role)


def value(viewer: Viewer) -> Criteria:
    """A value is visible to those who have a role of its configuration and see the entity."""
    return all_of(has("configuration", has_role(viewer)), *belongs_to(viewer, VALUE_OWNERS))


def value_of(entity: CriteriaRule) -> Callable[[Viewer], Criteria]:
    """Return the rule for values of entities of one type, for which *entity* is the rule."""

    def rule(viewer: Viewer) -> Criteria:
        return all_of(has("configuration", has_role(viewer)), has("_entity", entity(viewer)))

    return rule


def value_of_user(viewer: Viewer) -> Criteria:
    """Users are visible to everybody, so only the role matters."""
    return has("configuration", has_role(viewer))


def link(viewer: Viewer) -> Criteria:
    """A link is visible to those who have a role of its configuration and see both ends."""
    return all_of(has("configuration", has_role(viewer)), *between_owners(viewer))


RULES = {
    "CustomConfigurationBase": Rule(configuration, write=has_role),
    "CustomAttributeValue": Rule(value, write=value),
    "ContextCustomAttributeValue": Rule(value_of(context)),
    "AssetCustomAttributeValue": Rule(value_of(asset)),
    "AssetVersionCustomAttributeValue": Rule(value_of(version)),
    "ListCustomAttributeValue": Rule(value_of(list_)),
    "ListObjectCustomAttributeValue": Rule(value_of(of_list)),
    "UserCustomAttributeValue": Rule(value_of_user),
    "CustomAttributeLink": Rule(link),
    "CustomAttributeLinkFrom": Rule(link),
}
