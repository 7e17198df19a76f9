"""Who may see what belongs to an entity of any type, which only an identifier leads to."""

from __future__ import annotations

from collections.abc import Mapping

from callboard_server.access.permission import CriteriaRule, Viewer
from callboard_server.query.compose import none, not_
from callboard_server.query.syntax import Criteria


def belongs_to(viewer: Viewer, owners: Mapping[str, CriteriaRule], prefix: str = "_") -> tuple[Criteria, ...]:
    """Build the criterion that the identifier does not lead to an owner that *viewer* must not see.

    *owners* are the rules by the name of the collection that contains the owner, which is *prefix* and the
    name.
    """
    return tuple(none(f"{prefix}{name}", not_(rule(viewer))) for name, rule in owners.items())
