"""Webhooks that scripts set up as entities, with either client."""

from __future__ import annotations

from typing import Any

import pytest

from callboard_server.access.targets import Targets
from callboard_server.testing import running_server
from tests.support.clients import IS_OLD, OFFICIAL, OURS, Client
from tests.support.people import Person
from tests.support.receiver import receiver


def made(session: Any, url: str, text: str) -> tuple[Any, Any, Any]:
    automation = session.create("Automation", {"name": "Task created"})
    trigger = session.create("Trigger", {"automation_id": automation["id"], "filter": text})
    webhook = session.create("WebhookAction", {"automation_id": automation["id"], "webhook_url": url})
    session.commit()
    return automation, trigger, webhook


@pytest.mark.parametrize("name", [OFFICIAL] if IS_OLD else [OFFICIAL, OURS])
def test_a_script_sets_up_a_webhook_that_is_called(name: str) -> None:
    with receiver() as target, running_server(webhook_targets=Targets.of(["127.0.0.1"])) as server:
        client = Client(name, server)
        session = client.session()
        made(session, target.url, 'entity.entity_type = "Job" and entity.operation = "create"')
        job = session.create("Job", {"status": "running"})
        session.commit()
        (got,) = target.wait_for(1)
        assert got.payload["entity"]["id"] == [job["id"]]
        assert got.payload["entity"]["new"]["status"] == "running"
        assert got.payload["metadata"]["server_url"] == f"{server.url}/"
        client.close()


def test_an_automation_is_read_changed_and_deleted(client: Client, ann: Person) -> None:
    session = client.session()
    automation, trigger, webhook = made(session, "https://hooks.example.com/in", 'entity.id = "nothing"')
    other = client.session()
    found = other.query(
        "select name, enabled, triggers.filter, actions.webhook_url from Automation "
        f"where id is {automation['id']}"
    ).one()
    assert (found["name"], found["enabled"]) == ("Task created", True)
    assert [one["filter"] for one in found["triggers"]] == ['entity.id = "nothing"']
    assert [one["webhook_url"] for one in found["actions"]] == ["https://hooks.example.com/in"]
    found["enabled"] = False
    other.commit()
    assert client.session().get("Automation", automation["id"])["enabled"] is False
    assert client.session(ann).query("WebhookAction").all() == []
    trigger["filter"] = "entity.operation = "
    with pytest.raises(
        client.module("exception").ServerError, match="Failed to parse the filter at character 20"
    ):
        session.commit()
    session.reset()
    last = client.session()
    last.delete(last.get("Automation", automation["id"]))
    last.commit()
    assert client.session().query(f"WebhookAction where id is {webhook['id']}").first() is None
