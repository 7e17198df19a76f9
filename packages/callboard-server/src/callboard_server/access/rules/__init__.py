"""Who may read and change which entities, one module for each module of `model.types` that needs rules.

A rule is a function of the type's name: `notes.note` returns the criteria that a note must meet. `RULES`
lists the rules by the type that owns the table, or that is a query of its own. Everybody sees the types that
are not listed: people, roles, vocabulary, workflow and locations.

Each criterion costs an index lookup for each row. So rules use the project that the row itself contains, and
look up what an identifier of no fixed type leads to by that identifier.
"""

from __future__ import annotations

from collections.abc import Mapping

from callboard_server.access.permission import Rule
from callboard_server.access.rules import (
    automations,
    components,
    contexts,
    credentials,
    custom_attributes,
    feed,
    jobs,
    lists,
    metadata,
    notes,
    people,
    review,
    time,
    versions,
)

RULES: Mapping[str, Rule] = {
    **contexts.RULES,
    **versions.RULES,
    **components.RULES,
    **jobs.RULES,
    **notes.RULES,
    **feed.RULES,
    **time.RULES,
    **lists.RULES,
    **review.RULES,
    **metadata.RULES,
    **people.RULES,
    **credentials.RULES,
    **custom_attributes.RULES,
    **automations.RULES,
}
