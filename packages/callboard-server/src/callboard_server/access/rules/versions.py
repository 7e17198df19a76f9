"""Who may read and change assets and asset versions."""

from __future__ import annotations

from callboard_server.access.permission import Rule, Viewer
from callboard_server.access.rules.projects import assigned, in_project_or
from callboard_server.query.compose import all_of, any_of, has, is_none
from callboard_server.query.syntax import Criteria


def asset(viewer: Viewer) -> Criteria:
    """An asset is visible to those who see its project, or are assigned to its context."""
    alternatives = in_project_or(viewer, assigned(viewer, "context_id"))
    return any_of(is_none("project_id"), *alternatives)


def version(viewer: Viewer) -> Criteria:
    """A version is visible to those who see its project, or are assigned to its task or its asset."""
    on_asset = has("asset", assigned(viewer, "context_id"))
    alternatives = in_project_or(viewer, assigned(viewer, "task_id"), on_asset)
    return any_of(is_none("project_id"), *alternatives)


def version_link(viewer: Viewer) -> Criteria:
    """A link is visible to those who see both ends."""
    seen = version(viewer)
    return all_of(has("from", seen), has("to", seen))


RULES = {
    "Asset": Rule(asset),
    "AssetVersion": Rule(version),
    "AssetVersionLink": Rule(version_link),
}
