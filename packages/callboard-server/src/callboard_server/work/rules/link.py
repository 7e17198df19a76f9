"""Links between versions and between contexts, such as predecessors."""

from __future__ import annotations

from collections.abc import Sequence

from callboard.errors import ValidationError
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.creation_defaults import set_defaults
from callboard_server.work.rules.registry import When, on


@on(When.CREATED, "TypedContextLink")
def complete_links(batch: Batch, links: Sequence[Change]) -> None:
    """Set no pause between the contexts of new links, unless the client has set one, in seconds."""
    del batch
    for link in links:
        set_defaults(link, lag=0.0)


@on(When.SAVED, "AssetVersionLink", "TypedContextLink")
def check_ends(batch: Batch, links: Sequence[Change]) -> None:
    """Refuse a link from an entity to itself."""
    del batch
    for link in links:
        if link.values["from_id"] is not None and link.values["from_id"] == link.values["to_id"]:
            raise ValidationError(
                f"{link.entity.name}.to_id must differ from from_id; got {link.values['to_id']} for both."
            )
