"""The users who receive an event about an entity that belongs to a user and not to a project."""

from __future__ import annotations

from typing import TypeAlias

from callboard_server.records.roles import groups_of_all_users
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.scope import rows

Audience: TypeAlias = tuple[str, ...] | None
"""The users who receive an event, in order; None for all users."""


OWNERS = {"ApiKey": "resource_id", "UserSession": "user_id"}
"""The types that only one user sees, with the column of the user."""


def owner_audience(column: str, change: Change) -> Audience:
    """Return the owner of an entity; nobody if it has none."""
    owner = change.values[column]
    return (owner,) if owner else ()


def view_audience(batch: Batch, view: Change) -> Audience:
    """Return the users who see a saved view now, or saw it before."""
    states = (view.values, view.before or {})
    if any(state.get("global") for state in states):
        return None
    owners = {state["user_id"] for state in states if state.get("user_id")}
    stored = rows(batch, "UserViewShare", ("user_view_id", "resource_id"), {view.key[0]})
    shares = {resource for _, resource in stored}
    shares |= {
        change.values["resource_id"]
        for change in batch.staged
        if change.entity.name == "UserViewShare" and change.values["user_view_id"] == view.key[0]
    }
    members = groups_of_all_users(batch.call.tx) if shares else {}
    return tuple(sorted({*owners, *shares, *(user for user, groups in members.items() if groups & shares)}))
