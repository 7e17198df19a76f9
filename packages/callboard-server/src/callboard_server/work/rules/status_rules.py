"""Status rules: who may change the status of a context or version, and to which status.

`StatusRules` decides it for the changes of a batch and for the statuses that clients offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from callboard_server.access.status_rules import is_allowed, roles_held, roles_in
from callboard_server.model.types.status_rules import VERSION_KIND
from callboard_server.records.roles import RoleHeld
from callboard_server.records.status_rules import StatusRuleGroup
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.note_project import own_project
from callboard_server.work.rules.permissions import administrators_only, refuse
from callboard_server.work.rules.workflow import workflows_of
from callboard_server.work.workflow import Workflow

administrators_only("StatusRuleGroup", "StatusRule")


@frozen
class StatusRules:
    """The status rules of some projects, for the user of a batch."""

    held: Sequence[RoleHeld]
    projects: Mapping[str, Change]
    groups: Mapping[tuple[str, str, str], Sequence[StatusRuleGroup]]
    """By project schema, kind and status."""

    def allow(self, entity: Change, before: str | None, status_id: str) -> bool:
        """Return whether the user may change the status of *entity* from *before* to *status_id*."""
        project = self.projects.get(project_of(entity) or "")
        if project is None or status_id == before:
            return True
        schema_id = project.values["project_schema_id"]
        groups = self.groups.get((schema_id, kind_of(entity), status_id), ())
        if not groups:
            return True
        roles = roles_in(self.held, project.key[0], is_private=bool(project.values["is_private"]))
        return is_allowed(groups, roles, before, is_new=before is None)


def status_rules(batch: Batch, entities: Iterable[Change]) -> StatusRules:
    """Return the rules for *entities*, which are contexts and versions.

    Rules are cached, so there is no statement as long as there are none.
    """
    if not batch.call.status_rules:
        return StatusRules((), {}, {})
    projects = batch.find("Context", (project_of(entity) for entity in entities))
    groups: dict[tuple[str, str, str], list[StatusRuleGroup]] = {}
    for group in batch.call.status_rules:
        groups.setdefault((group.schema_id, group.kind, group.status_id), []).append(group)
    return StatusRules(roles_held(batch.call.tx, batch.call.actor), projects, groups)


def settable_statuses(batch: Batch, entities: Sequence[Change]) -> dict[Change, tuple[str, ...]]:
    """Return the statuses that the user may give each of *entities* now, in the order of its workflow.

    These are the statuses of the workflow without those that the rules forbid. The present status is among
    them. Permission to change the entity at all is not considered.
    """
    rules = status_rules(batch, entities)
    workflows = workflows_of(batch, (project_of(entity) for entity in entities))
    found = {}
    for entity in entities:
        present = entity.values["status_id"]
        statuses = statuses_in(workflows.get(project_of(entity) or "", Workflow()), entity)
        allowed = tuple(status for status in statuses if rules.allow(entity, present, status))
        is_missing = present is not None and present not in allowed
        found[entity] = (present, *allowed) if is_missing else allowed
    return found


def statuses_in(workflow: Workflow, entity: Change) -> tuple[str, ...]:
    """Return the statuses that *workflow* has for *entity*."""
    if entity.entity.name == "AssetVersion":
        return workflow.version_statuses
    return workflow.statuses_of(entity.values["object_type_id"], entity.values["type_id"])


def given_statuses(batch: Batch) -> list[Change]:
    """Return the contexts and versions to which the user gives another status.

    Call it before the rules, because the statuses that the server itself sets are not checked.
    """
    if not batch.call.status_rules:
        return []
    return [change for change in batch.staged.touched() if sets_status(batch, change)]


def check_statuses(batch: Batch, restated: Sequence[Change]) -> None:
    """Raise PermissionDenied for one of *restated* whose new status no role of the user allows.

    Call it after the rules, when new entities have a project.
    """
    if not restated:
        return
    rules = status_rules(batch, restated)
    for change in restated:
        before = (change.before or {}).get("status_id")
        if not change.is_deleted and not rules.allow(change, before, change.values["status_id"]):
            names = batch.find("Status", (before, change.values["status_id"]))
            refuse(
                f"None of your roles may change the status of the {change.entity.name} "
                f"{', '.join(change.key)} from {named(names, before)} to "
                f"{named(names, change.values['status_id'])}.",
                "Choose another status, or ask an administrator to change the status rules.",
            )


def named(statuses: Mapping[str, Change], status_id: str | None) -> str:
    found = statuses.get(status_id or "")
    return f'"{found.values["name"]}"' if found else "none"


def sets_status(batch: Batch, change: Change) -> bool:
    """Return whether *change* gives a context or a version another status."""
    if change.is_deleted or change.values.get("status_id") is None or "status_id" not in change.changed():
        return False
    root = batch.root(change.entity).name
    return root == "AssetVersion" or (root == "Context" and change.entity.name != "Project")


def kind_of(entity: Change) -> str:
    """Return the kind of *entity* in status rules: its object type, or that it is a version."""
    if entity.entity.name == "AssetVersion":
        return VERSION_KIND
    return str(entity.values["object_type_id"])


def project_of(entity: Change) -> str | None:
    return own_project(entity)
