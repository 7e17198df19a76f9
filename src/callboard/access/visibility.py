"""What an actor may see and change, told as criteria of the query language.

Administrators see and change everything. Everybody else sees own jobs, and jobs whose shared link they opened, with the files attached
to them; files that no job holds or that belong to a version, people, roles and locations are seen by all who are signed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from attrs import evolve

from callboard.access.actor import Actor
from callboard.model.entity import Model
from callboard.model.types.components import DEEPEST_CONTAINER
from callboard.query.bind import bind_criteria
from callboard.query.bound import BoundCriteria, BoundQuery
from callboard.query.parser import parse_criteria

OWN = 'user_id is "{actor}"'
SEEN = f'({OWN} or _grants any (user_id is "{{actor}}"))'


def in_some(job_component: str, depth: int = DEEPEST_CONTAINER) -> str:
    """Return that a component, or a container that it is in, has a link to a job that meets *job_component*."""
    above = f" or container has ({in_some(job_component, depth - 1)})" if depth else ""
    return f"_job_components any ({job_component}){above}"


LOOSE_OR_SEEN = f"version_id is_not none or not ({in_some('')}) or {in_some(f'job has {SEEN}')}"
"""What a version has is there to be reviewed, whichever job made it."""

READABLE: Mapping[str, str] = {
    "Job": SEEN,
    "JobComponent": f"job has {SEEN}",
    "Component": LOOSE_OR_SEEN,
    "ComponentLocation": f"component has ({LOOSE_OR_SEEN})",
    "Metadata": f"not _components any () or _components any ({LOOSE_OR_SEEN})",
}
"""Who may see, by the type that owns the table; a type that is not named is seen by everybody."""

WRITABLE: Mapping[str, str] = {name: criteria.replace(SEEN, f"({OWN})") for name, criteria in READABLE.items()}
"""Who may change what exists: as above, but a shared link gives eyes only."""

ADMINISTRATORS_ONLY = frozenset({"UserType", "Location", "SecurityRole", "UserSecurityRole", "Membership", "JobGrant"})
"""Types, by the owner of their table, that only administrators create, change and delete."""

OWN_PROFILE = frozenset({"first_name", "last_name", "email", "thumbnail_id"})
"""What a user may change of his own entity; all else of users and groups is for administrators."""


def restrict(query: BoundQuery, actor: Actor, model: Model) -> BoundQuery:
    """Return *query* narrowed to what *actor* may see: the one place where that is decided."""
    return query if actor.is_administrator else evolve(query, visible=readable(model, actor.user_id))


@lru_cache(maxsize=512)
def readable(model: Model, user_id: str) -> Mapping[str, BoundCriteria]:
    """Return what the user may see, by the type that owns the table."""
    return _bound(READABLE, model, user_id)


@lru_cache(maxsize=512)
def writable(model: Model, user_id: str) -> Mapping[str, BoundCriteria]:
    """Return what the user may change, by the type that owns the table."""
    return _bound(WRITABLE, model, user_id)


def _bound(rules: Mapping[str, str], model: Model, user_id: str) -> Mapping[str, BoundCriteria]:
    return {
        name: bind_criteria(parse_criteria(text.format(actor=user_id)), model.entity(name), model, internal=True)
        for name, text in rules.items()
    }
