"""What an actor may see and change, as bound criteria.

Administrators see and change everything. For everybody else, `rules` contains the criteria for each entity
type. They apply wherever an entity occurs: in a query for it, in a collection that contains it, in a
reference to it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from attrs import evolve

from callboard_server.access.actor import Actor
from callboard_server.access.permission import Permission, Viewer
from callboard_server.access.rules import RULES
from callboard_server.access.rules.owners import ATTACHMENTS
from callboard_server.model.model import Model
from callboard_server.query.bind.binder import bind_criteria
from callboard_server.query.bound import BoundCriteria, BoundQuery
from callboard_server.query.syntax import Criteria


def restrict(query: BoundQuery, actor: Actor, model: Model) -> BoundQuery:
    """Return *query* narrowed to what *actor* may see."""
    return query if actor.is_administrator else evolve(query, visible=readable(model, actor))


def readable(model: Model, actor: Actor) -> Mapping[str, BoundCriteria]:
    """Return what *actor*, who is not an administrator, may see, by the type that owns the table."""
    return _permitted(model, viewer_of(actor, Permission.READ))


def writable(model: Model, actor: Actor) -> Mapping[str, BoundCriteria]:
    """Return what *actor*, who is not an administrator, may change, by the type that owns the table."""
    return _permitted(model, viewer_of(actor, Permission.WRITE))


def attachable(model: Model, actor: Actor) -> Mapping[str, BoundCriteria]:
    """Return what *actor*, who is not an administrator, may attach to an entity of any type.

    The criteria are about what is attached, by the type that owns its table.
    """
    return _permitted(model, viewer_of(actor, Permission.ATTACH))


def viewer_of(actor: Actor, permission: Permission) -> Viewer:
    return Viewer(actor.user_id, actor.rights, permission, actor.is_by_global_key)


@lru_cache(maxsize=1536)
def _permitted(model: Model, viewer: Viewer) -> Mapping[str, BoundCriteria]:
    if viewer.permission is Permission.ATTACH:
        return _Bound(ATTACHMENTS, lambda name: ATTACHMENTS[name](viewer), model)
    return _Bound(RULES, lambda name: RULES[name].criteria(viewer), model)


class _Bound(Mapping[str, BoundCriteria]):
    """Criteria by the names of types, composed and bound when they are first used.

    A query for tasks does not wait for the criteria of components.
    """

    def __init__(self, names: Collection[str], compose: Callable[[str], Criteria], model: Model) -> None:
        self._names = names
        self._compose = compose
        self._model = model
        self._bound: dict[str, BoundCriteria] = {}

    def __getitem__(self, name: str) -> BoundCriteria:
        found = self._bound.get(name)
        if found is None:
            criteria, entity = self._compose(name), self._model.entity(name)
            found = self._bound[name] = bind_criteria(criteria, entity, self._model, internal=True)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
