"""The webhook deliveries of a batch: one for each change and webhook with a matching trigger.

They are stored in the transaction of the batch.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import orjson

from callboard.errors import ValidationError
from callboard_server.access.administrators import AUTOMATIONS
from callboard_server.events.filters.parser import parse_filter
from callboard_server.events.filters.tree import Filter, names_operation
from callboard_server.events.update_event import Item, News
from callboard_server.events.webhook_payload import DELETE, FORM, Circumstances, body, entity_payload
from callboard_server.records.automations import Automation
from callboard_server.records.deliveries import NewDelivery, add_deliveries
from callboard_server.work.batch import Batch


def queue_webhooks(batch: Batch, news: News | None) -> None:
    """Store the deliveries of *news*, with one statement, or none if no trigger matches.

    Changes of automations are not delivered, because their headers can contain secrets.
    """
    if news is None or not batch.call.automations:
        return
    about = Circumstances(batch.call.clock(), news.user_id, batch.call.server_url)
    public = (item for item in news.items if batch.root(item.difference.entity).name not in AUTOMATIONS)
    add_deliveries(batch.call.tx, (one for item in public for one in _deliveries(batch, item, about)))


def _deliveries(batch: Batch, item: Item, about: Circumstances) -> Iterator[NewDelivery]:
    entity = entity_payload(item.difference)
    for automation in batch.call.automations:
        if item.is_private and not automation.includes_private:
            continue
        whole = {**body("", FORM, about, automation.configuration_hash), "entity": entity}
        if is_triggered(automation, whole):
            for webhook_id in automation.webhooks:
                identifier = batch.call.new_id()
                yield NewDelivery(
                    id=identifier,
                    automation_id=automation.id,
                    webhook_id=webhook_id,
                    entity_type=entity["entity_type"],
                    entity_key=orjson.dumps(entity["id"]).decode(),
                    operation=entity["operation"],
                    payload=orjson.dumps({**whole, "id": identifier}).decode(),
                )


@lru_cache(maxsize=512)
def parsed(text: str) -> Filter | None:
    """Return the parsed filter; None if it is invalid.

    A filter that was stored by other means must not make every change fail.
    """
    try:
        return parse_filter(text)
    except ValidationError:
        return None


def is_triggered(automation: Automation, whole: dict[str, Any]) -> bool:
    """Return whether a trigger of *automation* matches.

    A deletion matches only a trigger that names the operation: other servers don't send deletions, so
    receivers may not expect them.
    """
    trees = [tree for text in automation.filters if (tree := parsed(text)) is not None]
    if whole["entity"]["operation"] == DELETE:
        trees = [tree for tree in trees if names_operation(tree, DELETE)]
    return any(tree.matches(whole) for tree in trees)
