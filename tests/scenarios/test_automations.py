"""Automations, triggers and webhooks as entities.

Access rights, validation, and the deliveries that changes create.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.access.signing import PREFIX
from callboard_server.access.targets import Targets
from callboard_server.model.types import standard_model, studio_model
from callboard_server.records.automations import enabled_automations, rotate_secret, webhook
from callboard_server.records.studio import Studio, shape_of
from tests.support.film import stage_film
from tests.support.operations import Operation, create, delete, update
from tests.support.world import World

URL = "https://hooks.example.com/callboard?studio=1"
TASKS = 'entity.entity_type = "Task"'


def automation(
    identifier: str = "a", *filters: str, url: str = URL, headers: Any = None, **data: Any
) -> list[Operation]:
    """Return the operations that create an automation with one webhook."""
    return [
        create("Automation", id=identifier, **{"name": f"Automation {identifier}", **data}),
        *(create("Trigger", automation_id=identifier, filter=text) for text in filters or (TASKS,)),
        create(
            "WebhookAction",
            id=f"{identifier}-hook",
            automation_id=identifier,
            webhook_url=url,
            headers=headers,
        ),
    ]


def automated(world: World, *filters: str, **data: Any) -> World:
    """Create an automation and make it take effect."""
    world.do(world.admin, *automation("a", *filters, **data))
    world.automations = world.database.read(enabled_automations)
    return world


def payloads(world: World) -> list[dict[str, Any]]:
    """Return the bodies of the waiting deliveries, in order."""
    return [
        json.loads(text)
        for (text,) in world.sql("SELECT payload FROM webhook_delivery ORDER BY sequence, entity_key")
    ]


# -- Rights and validation
# ------------------------------------------------------------------------------------------------------------


def test_an_automation_can_be_created_with_an_existing_script(world: World) -> None:
    world.do(world.admin, *automation())
    (made,) = world.rows(
        world.admin,
        (
            "select name, enabled, include_private_projects, created_by, creator.username, triggers.filter, "
            "actions, webhook_actions from Automation"
        ),
    )
    assert (made["name"], made["enabled"], made["include_private_projects"]) == ("Automation a", True, False)
    assert made["created_by"] == "admin-id"
    assert made["creator"]["username"] == "admin"
    assert [trigger["filter"] for trigger in made["triggers"]] == [TASKS]
    assert [each["id"] for each in made["actions"]] == ["a-hook"]
    assert made["actions"] == made["webhook_actions"]
    assert world.values(
        world.admin, "select automation.name, webhook_url from WebhookAction", "webhook_url"
    ) == [URL]


@pytest.mark.parametrize("name", ["Automation", "Trigger", "WebhookAction", "Action"])
def test_only_administrators_see_and_change_automations(world: World, name: str) -> None:
    world.do(world.admin, *automation(headers='{"X-Token": "secret"}'))
    assert world.rows(world.ann, name) == []
    assert world.rows(world.ann, f"select count(id) from {name} group by id") == []
    key = world.values(world.admin, name)[0]
    assert world.refusal(world.ann, delete(name, key)).code == "entity.not_found"
    made = {
        "Automation": create("Automation", name="b"),
        "Trigger": create("Trigger", automation_id="a", filter=TASKS),
        "WebhookAction": create("WebhookAction", automation_id="a", webhook_url=URL),
    }
    if name in made:
        assert "Only administrators may create" in world.refusal(world.ann, made[name]).message
    assert all(
        event.audience_of(item["entity_type"]) == [] for event in world.events() for item in event.entities
    ), "only administrators receive these events"


def test_actions_of_every_kind_are_found_by_their_base_type(world: World) -> None:
    world.do(world.admin, *automation())
    (action,) = world.rows(world.admin, "select automation.name, webhook_url from Action")
    assert action["__entity_type__"] == "WebhookAction"
    assert (action["automation"]["name"], action["webhook_url"]) == ("Automation a", URL)
    assert "abstract" in world.refusal(world.admin, create("Action", automation_id="a")).message


def test_an_automation_is_enabled_or_not(world: World) -> None:
    world.do(world.admin, *automation(enabled=False, description="later"))
    (made,) = world.rows(world.admin, "select enabled, description from Automation")
    assert (made["enabled"], made["description"]) == (False, "later")
    error = world.refusal(world.admin, update("Automation", "a", enabled=None))
    assert "Automation.enabled must be true or false" in error.message
    error = world.refusal(world.admin, update("Automation", "a", created_by="ann-id"))
    assert error.code == "validation.immutable"


def test_a_trigger_has_an_automation(world: World) -> None:
    error = world.refusal(world.admin, create("Trigger", filter=TASKS))
    assert "Trigger.automation_id is required" in error.message


def test_no_query_and_no_event_contains_the_secret_of_a_webhook(world: World) -> None:
    results = world.do(world.admin, *automation())
    kept = world.database.read(lambda tx: webhook(tx, "a-hook"))
    assert kept is not None
    assert kept.secret
    assert kept.secret.startswith(PREFIX)
    published = json.dumps(
        [results, world.rows(world.admin, "WebhookAction"), [event.payload for event in world.events()]]
    )
    assert PREFIX not in published
    assert "_secret" not in published
    assert (
        world.query_error(world.admin, 'WebhookAction where _secret like "whsec%"').code
        == "query.unknown_attribute"
    )
    world.database.write(lambda tx: rotate_secret(tx, "a-hook", "whsec_bmV3", "2026-01-01T00:00:00"))
    rotated = world.database.read(lambda tx: webhook(tx, "a-hook"))
    assert rotated is not None
    assert (rotated.secret, rotated.former_secret, rotated.rotated_at) == (
        "whsec_bmV3",
        kept.secret,
        "2026-01-01T00:00:00",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("entity.operation > 3", "character 18"),
        ("entity.new.statusid = 1", "no entity type has an attribute statusid"),
        ("entity.new.name = entity.old.nam", "no entity type has an attribute nam"),
        ('entity.entity_type = "Taks"', 'entity type "Taks"'),
        ('entity.entity_type = "TypedContext"', 'entity type "TypedContext"'),
        ('entity.entity_type = "JobGrant"', 'entity type "JobGrant"'),
        ('entity.entity_type = "WebhookAction"', 'entity type "WebhookAction"'),
        ('entity.operation = "updated"', "must be one of create, update, delete"),
        ("", "is required"),
    ],
)
def test_an_invalid_filter_is_refused(world: World, text: str, message: str) -> None:
    world.do(world.admin, *automation())
    error = world.refusal(world.admin, create("Trigger", automation_id="a", filter=text or None))
    assert message in error.message
    trigger = world.values(world.admin, "Trigger")[0]
    assert message in world.refusal(world.admin, update("Trigger", trigger, filter=text or None)).message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"webhook_url": "http://hooks.example.com/"}, "https"),
        ({"webhook_url": "https://127.0.0.1/"}, "not a public address"),
        ({"webhook_url": "https://localhost/"}, "not a public host"),
        ({"webhook_url": "https://hooks.example.com:22/"}, "port 22"),
        ({"webhook_url": "hooks.example.com"}, "start with https://"),
        ({"webhook_url": URL, "headers": '{"X-Token": "a\\r\\nHost: evil"}'}, "on one line"),
        ({"webhook_url": URL, "headers": "[1]"}, "JSON object of strings"),
        ({"webhook_url": None}, "is required"),
    ],
)
def test_an_invalid_webhook_is_refused(world: World, data: dict[str, Any], message: str) -> None:
    world.do(world.admin, create("Automation", id="a", name="a"))
    assert message in world.refusal(world.admin, create("WebhookAction", automation_id="a", **data)).message


def test_more_targets_can_be_allowed(world: World) -> None:
    world.targets = Targets.of(["127.0.0.1", "hooks.lan"])
    world.do(
        world.admin, *automation(url="http://127.0.0.1:9000/"), *automation("b", url="http://hooks.lan:81/x")
    )
    assert (
        "not a public address"
        in world.refusal(world.admin, *automation("c", url="http://127.0.0.2:9000/")).message
    )


def test_at_most_ten_automations_can_be_enabled(world: World) -> None:
    world.do(world.admin, *(one for number in range(10) for one in automation(f"a{number}")))
    assert world.refusal(world.admin, *automation("b")).code == "automation.too_many"
    world.do(world.admin, *automation("b", enabled=False))
    assert world.refusal(world.admin, update("Automation", "b", enabled=True)).code == "automation.too_many"
    assert (
        "webhooks"
        in world.refusal(world.admin, create("WebhookAction", automation_id="a1", webhook_url=URL)).message
    )
    world.do(world.admin, update("Automation", "a1", enabled=False), update("Automation", "b", enabled=True))
    world.do(world.admin, create("WebhookAction", automation_id="a1", webhook_url=URL))


def test_a_change_takes_effect_in_every_process_at_once(world: World) -> None:
    studio = Studio(shape_of(standard_model()), studio_model)
    first = world.database.read(studio.current)
    assert first.automations == ()
    world.do(world.admin, *automation())
    second = world.database.read(studio.current)
    assert [one.id for one in second.automations] == ["a"]
    assert (second.model, second.tables, second.reader) == (first.model, first.tables, first.reader)
    assert world.database.read(studio.current) is second
    hashes = {second.automations[0].configuration_hash}
    for change in (
        update("WebhookAction", "a-hook", headers='{"X": "1"}'),
        create("Trigger", automation_id="a", filter='entity.entity_type = "Shot"'),
        update("Automation", "a", include_private_projects=True),
    ):
        world.do(world.admin, change)
        hashes.add(world.database.read(studio.current).automations[0].configuration_hash)
    assert len(hashes) == 4
    world.do(world.admin, update("Automation", "a", enabled=False))
    assert world.database.read(studio.current).automations == ()
    world.do(world.admin, update("Automation", "a", enabled=True), delete("WebhookAction", "a-hook"))
    assert world.database.read(studio.current).automations == ()


def test_checking_for_changes_takes_one_statement(world: World) -> None:
    studio = Studio(shape_of(standard_model()), studio_model)
    world.do(world.admin, *automation())
    world.database.read(studio.current)

    def statements(tx: Any) -> int:
        studio.current(tx)
        return int(tx.statements)

    assert world.database.read(statements) == 1


# -- Deliveries
# ------------------------------------------------------------------------------------------------------------


def test_a_payload_contains_an_entity_before_and_after(world: World) -> None:
    stage_film(automated(world, TASKS))
    made = payloads(world)[0]
    task = made["entity"]["id"][0]
    assert list(made) == ["id", "fez_id", "metadata", "entity"]
    assert made["fez_id"] == "ftrack_entity_event_v1"
    assert made["metadata"] == {
        "date": "2026-11-24T10:00:00.000000+00:00",
        "resource_id": "admin-id",
        "server_url": "https://callboard.test/",
        "configuration_hash": world.automations[0].configuration_hash,
    }
    assert made["entity"]["operation"] == "create"
    assert made["entity"]["old"] is None
    world.change("DELETE FROM webhook_delivery")
    world.do(world.ann, update("Task", task, name="Other", bid=7200, end_date="2026-12-01"))
    (changed,) = payloads(world)
    entity = changed["entity"]
    assert (entity["id"], entity["entity_type"], entity["operation"]) == ([task], "Task", "update")
    assert changed["metadata"]["resource_id"] == "ann-id"
    stored = {attribute.name for attribute in world.model.entity("Task").public_stored}
    assert set(entity["new"]) == set(entity["old"]) == stored
    assert {
        "status_id",
        "type_id",
        "project_id",
        "parent_id",
        "priority_id",
        "object_type_id",
        "context_type",
        "sort",
    } <= stored
    assert not any(name.startswith("_") for name in stored)
    differing = {name for name in stored if entity["new"][name] != entity["old"][name]}
    assert differing == {"name", "bid", "end_date"}
    assert (entity["new"]["bid"], entity["new"]["end_date"]) == (7200.0, "2026-12-01T00:00:00")
    ((row_id, state, attempts, operation),) = world.sql(
        "SELECT id, state, attempts, operation FROM webhook_delivery"
    )
    assert (row_id, state, attempts, operation) == (changed["id"], "waiting", 0, "update")


def test_filters_apply_and_private_projects_are_left_out(world: World) -> None:
    automated(
        world, 'entity.entity_type = "Note" and entity.operation = "create"', 'entity.entity_type = "Project"'
    )
    stage_film(world)
    projects = {
        project["id"]: project["is_private"]
        for project in world.rows(world.admin, "select is_private from Project")
    }
    projects_with_deliveries = {
        one["entity"]["id"][0] for one in payloads(world) if one["entity"]["entity_type"] == "Project"
    }
    assert projects_with_deliveries == {
        identifier for identifier, is_private in projects.items() if not is_private
    }
    open_one = next(iter(projects_with_deliveries))
    world.change("DELETE FROM webhook_delivery")
    world.do(world.admin, update("Project", open_one, is_private=True))
    world.do(world.admin, create("Note", parent_id=open_one, parent_type="Project", content="psst"))
    world.do(world.admin, update("Project", open_one, full_name="Psst"))
    assert payloads(world) == []
    world.do(world.admin, update("Automation", "a", include_private_projects=True))
    world.automations = world.database.read(enabled_automations)
    world.do(world.admin, create("Note", parent_id=open_one, parent_type="Project", content="hear"))
    assert [one["entity"]["new"]["content"] for one in payloads(world)] == ["hear"]


def test_deletions_are_delivered_only_where_a_filter_names_them(world: World) -> None:
    jobs = 'entity.entity_type = "Job"'
    world.do(world.admin, *automation("a", jobs), *automation("b", f'{jobs} and entity.operation = "delete"'))
    world.automations = world.database.read(enabled_automations)
    world.do(world.ann, create("Job", id="job"))
    world.do(world.ann, delete("Job", "job"))
    found = world.sql("SELECT webhook_id, operation, payload FROM webhook_delivery ORDER BY sequence")
    assert [row[:2] for row in found] == [("a-hook", "create"), ("b-hook", "delete")]
    entity = json.loads(found[1][2])["entity"]
    assert entity["new"] is None
    assert entity["old"]["id"] == "job"


def test_payloads_contain_custom_attributes_by_key(world: World) -> None:
    stage_film(world)
    task = world.values(world.admin, "Task")[0]
    kinds = {
        row["name"]: row["id"] for row in world.rows(world.admin, "select name from CustomAttributeType")
    }
    world.do(
        world.admin,
        create(
            "CustomAttributeConfiguration",
            id="mood",
            key="mood",
            label="Mood",
            type_id=kinds["text"],
            entity_type="task",
            object_type_id=OBJECT_TYPE_IDS["Task"],
            config="{}",
        ),
    )
    automated(world, 'entity.new.custom_attributes.mood = "calm"', TASKS)
    world.do(
        world.admin, create("CustomAttributeValue", configuration_id="mood", entity_id=task, value="calm")
    )
    (body,) = payloads(world)
    assert body["entity"]["id"] == [task]
    assert (body["entity"]["old"]["custom_attributes"], body["entity"]["new"]["custom_attributes"]) == (
        {"mood": None},
        {"mood": "calm"},
    )


def test_changes_of_automations_are_not_delivered(world: World) -> None:
    automated(
        world, 'entity.operation = "update"', 'entity.operation = "create"', 'entity.operation = "delete"'
    )
    world.do(world.admin, update("WebhookAction", "a-hook", headers='{"X-Token": "secret"}'))
    world.do(world.admin, *automation("b"))
    world.do(world.admin, delete("Automation", "b"))
    assert payloads(world) == []


def test_a_refused_batch_creates_no_delivery(world: World) -> None:
    automated(world, 'entity.operation = "create"')
    world.refusal(world.ann, create("Job", id="job"), create("Job", id="job"))
    assert payloads(world) == []


def test_deliveries_take_one_statement_and_none_without_a_matching_automation(
    world: World,
) -> None:
    world.do(world.ann, create("Job", id="before"))
    without = len(world.statements)
    automated(world, 'entity.entity_type = "Note"')
    world.do(world.ann, create("Job", id="unmatched"))
    assert len(world.statements) == without
    world.do(world.admin, *automation("b", 'entity.entity_type = "Job"'))
    world.automations = world.database.read(enabled_automations)
    counts = []
    for size in (1, 50):
        world.do(world.ann, *(create("Job", id=f"job-{size}-{number}") for number in range(size)))
        counts.append(len(world.statements))
    assert counts == [without + 1, without + 1]
    assert len(payloads(world)) == 51
    assert len({one["id"] for one in payloads(world)}) == 51


def test_an_invalid_stored_filter_prevents_no_change(world: World) -> None:
    automated(world, 'entity.entity_type = "Job"')
    world.change("UPDATE \"trigger\" SET filter = 'nonsense'")
    world.automations = world.database.read(enabled_automations)
    world.do(world.ann, create("Job"))
    assert payloads(world) == []


def test_a_deleted_webhook_gets_no_more_deliveries(world: World) -> None:
    automated(world, 'entity.entity_type = "Job"')
    world.do(world.ann, create("Job"))
    world.do(world.admin, delete("Automation", "a"))
    assert world.rows(world.admin, "WebhookAction") == []
    assert world.rows(world.admin, "Trigger") == []
    assert world.sql("SELECT state, next_at, error FROM webhook_delivery") == [
        ("given_up", None, "The webhook was deleted.")
    ]
