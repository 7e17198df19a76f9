"""Custom attributes: configurations, values of every type, defaults, and links."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.storage.transaction import Transaction
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation
from tests.support.operations import create, delete, moment, ref, update
from tests.support.world import ADMIN, Make, World

VFX = "caddd816-acb5-11e1-8668-f23c91df1211"
FSTART = "acd86546-4082-11e2-95b1-0019bb4983d8"
SHOT = OBJECT_TYPE_IDS["Shot"]
CHOICES = json.dumps([{"menu": "Easy", "value": "easy"}, {"menu": "Hard", "value": "hard"}])


@pytest.fixture
def production(world: World, make: Make) -> World:
    """A project with a sequence, a shot and a task in it."""
    make.entity("Project", id="p", name="demo", project_schema_id=VFX)
    make.entity("Sequence", id="sq", name="sq010", parent_id="p")
    make.entity("Shot", id="s", name="sh010", parent_id="sq")
    make.entity("Task", id="t", name="comp", parent_id="s")
    world.forget_events()
    return world


def type_id(world: World, name: str) -> str:
    return str(world.values(ADMIN, f'CustomAttributeType where name is "{name}"')[0])


def configure(world: World, key: str, type_name: str, **data: Any) -> str:
    """Make a configuration, for shots by default; return its identifier."""
    if "entity_type" not in data and not data.get("is_hierarchical"):
        data |= {"entity_type": "task", "object_type_id": SHOT}
    operation = create(
        "CustomAttributeConfiguration",
        id=key,
        key=key,
        label=key.title(),
        type_id=type_id(world, type_name),
        **data,
    )
    return str(world.do(ADMIN, operation)[0]["data"]["id"])


def of(world: World, entity_type: str, identifier: str) -> dict[str, Any]:
    """Return the custom attributes of an entity as clients display them."""
    row = world.rows(ADMIN, f"select custom_attributes from {entity_type} where id is {identifier}")[0]
    keys = [value["key"] for value in row["custom_attributes"]]
    assert len(keys) == len(set(keys))
    return {value["key"]: value["value"] for value in row["custom_attributes"]}


def stored(world: World, configuration: str) -> dict[str, Any]:
    """Return the values that are set, by entity."""
    rows = world.rows(
        ADMIN,
        f'select value, entity_id from CustomAttributeValue where configuration_id is "{configuration}"',
    )
    return {row["entity_id"]: row["value"] for row in rows}


# -- Values of each type
# ------------------------------------------------------------------------------------------------------------

ACCEPTED = [
    ("number", {}, "25", 25),
    ("number", {"isdecimal": True}, " 23.976 ", 23.976),
    ("text", {}, "hello", "hello"),
    ("text", {}, "", ""),
    ("number", {}, 12, 12),
    ("number", {"isdecimal": True, "precision": 6}, 23.976, 23.976),
    ("boolean", {}, True, True),
    ("date", {}, moment("2026-11-24T10:00:00+02:00"), moment("2026-11-24T08:00:00")),
    ("date", {}, "2026-11-24", moment("2026-11-24T00:00:00")),
    ("enumerator", {"multiSelect": False, "data": CHOICES}, ["easy"], ["easy"]),
    ("enumerator", {"multiSelect": False, "data": CHOICES}, "hard", ["hard"]),
    ("enumerator", {"multiSelect": True, "data": CHOICES}, ["easy", "hard"], ["easy", "hard"]),
    ("enumerator", {"multiSelect": True, "data": CHOICES}, [], []),
    ("dynamic enumerator", {"multiSelect": True}, ["anything", "at all"], ["anything", "at all"]),
    ("dynamic enumerator", {"multiSelect": False}, "one", ["one"]),
    ("expression", {}, "{self.fend - self.fstart + 1}", "{self.fend - self.fstart + 1}"),
    ("url", {}, "https://example.com/a", "https://example.com/a"),
    ("dynamic user", {}, ["ann-id"], ["ann-id"]),
]


@pytest.mark.parametrize(("type_name", "config", "given", "kept"), ACCEPTED)
def test_a_value_is_stored_in_the_form_of_its_type(
    production: World, type_name: str, config: Any, given: Any, kept: Any
) -> None:
    configure(production, "x", type_name, config=json.dumps(config))
    answer = production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "s"], value=given))[0]["data"]
    assert answer == {
        "__entity_type__": "ContextCustomAttributeValue",
        "configuration_id": "x",
        "entity_id": "s",
        "key": "x",
        "value": kept,
    }
    assert of(production, "Shot", "s")["x"] == kept


REFUSED = [
    (
        "number",
        {},
        "9" * 400,
        f'Custom attribute value for "x" must be of type number. Got "{"9" * 80}" of type text',
    ),
    ("number", {}, "", 'Custom attribute value for "x" must be of type number. Got "" of type text'),
    ("number", {}, "test", 'Custom attribute value for "x" must be of type number. Got "test" of type text'),
    ("number", {}, True, 'Custom attribute value for "x" must be of type number. Got "true" of type boolean'),
    ("text", {}, 5, 'Custom attribute value for "x" must be of type text. Got "5" of type number'),
    ("boolean", {}, "yes", 'Custom attribute value for "x" must be of type boolean. Got "yes" of type text'),
    (
        "date",
        {},
        "tomorrow",
        'Custom attribute value for "x" must be of type date. Got "tomorrow" of type text',
    ),
    ("date", {}, 5, 'Custom attribute value for "x" must be of type date. Got "5" of type number'),
    ("url", {}, ["a"], 'Custom attribute value for "x" must be of type text. Got "["a"]" of type list'),
    ("enumerator", {"data": CHOICES}, ["other"], 'Custom attribute "x" has no choice "other".'),
    ("enumerator", {"data": CHOICES}, ["easy", "hard"], 'Custom attribute "x" takes one value; got 2.'),
    (
        "enumerator",
        {"data": CHOICES},
        True,
        'Custom attribute value for "x" must be of type enumerator. Got "true" of type boolean',
    ),
    ("dynamic enumerator", {}, ["a", "b"], 'Custom attribute "x" takes one value; got 2.'),
]


@pytest.mark.parametrize(("type_name", "config", "given", "message"), REFUSED)
def test_a_value_of_another_type_is_refused(
    production: World, type_name: str, config: Any, given: Any, message: str
) -> None:
    configure(production, "x", type_name, config=json.dumps(config))
    for operation in (
        update("ContextCustomAttributeValue", ["x", "s"], value=given),
        create("CustomAttributeValue", configuration_id="x", entity_id="s", value=given),
    ):
        error = production.refusal(ADMIN, operation)
        assert type(error).__name__ == "ValidationError"
        assert error.message == message


# -- Setting and unsetting
# ------------------------------------------------------------------------------------------------------------


def test_values_are_created_updated_and_deleted_on_the_base_type(production: World) -> None:
    configure(production, "x", "number", is_hierarchical=True, default=7)
    assert stored(production, "x") == {}
    answer = production.do(
        ADMIN, create("CustomAttributeValue", configuration_id="x", entity_id="s", value=1)
    )[0]["data"]
    assert answer == {
        "__entity_type__": "CustomAttributeValue",
        "configuration_id": "x",
        "entity_id": "s",
        "value": 1,
    }
    production.do(ADMIN, update("CustomAttributeValue", ["x", "s"], value=2))
    production.do(ADMIN, create("CustomAttributeValue", configuration_id="x", entity_id="s", value=3))
    assert stored(production, "x") == {"s": 3}
    production.do(ADMIN, delete("CustomAttributeValue", ["x", "s"]))
    production.do(ADMIN, delete("CustomAttributeValue", ["x", "s"]))
    assert stored(production, "x") == {}


@pytest.mark.parametrize("is_hierarchical", [False, True])
def test_null_removes_a_stored_value(production: World, *, is_hierarchical: bool) -> None:
    configure(production, "x", "number", is_hierarchical=is_hierarchical, default=7)
    production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "s"], value=1))
    answer = production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "s"], value=None))[0]["data"]
    assert stored(production, "x") == {}
    assert answer["value"] == of(production, "Shot", "s")["x"] == (None if is_hierarchical else 7)
    production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "s"], value=None))


def test_concurrent_writers_can_set_the_same_value(production: World) -> None:
    """The second writer overwrites the value, though it didn't exist when they started."""
    configure(production, "x", "number", is_hierarchical=True)
    operation = read_operation(update("ContextCustomAttributeValue", ["x", "s"], value=1), production.model)
    is_written = threading.Event()

    def slowly(tx: Transaction) -> None:
        commit(production.call(tx, ADMIN), [operation])
        is_written.set()
        time.sleep(0.3)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(production.database.write, slowly)
        assert is_written.wait(10)
        production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "s"], value=2))
        first.result()
    assert stored(production, "x") == {"s": 2}


def test_a_value_can_be_set_in_the_batch_that_creates_its_entity(production: World) -> None:
    configure(production, "x", "number", default=7)
    production.do(
        ADMIN,
        create("Shot", id="s2", name="sh020", parent_id="sq"),
        update("ContextCustomAttributeValue", [FSTART, "s2"], value=1001),
        update("ContextCustomAttributeValue", ["x", "s2"], value=None),
    )
    assert of(production, "Shot", "s2") == {"fstart": 1001, "fend": 1, "handles": 0, "fps": 25, "x": 7}
    assert stored(production, "x") == {}


def test_an_attribute_can_be_set_only_where_it_applies(production: World) -> None:
    error = production.refusal(ADMIN, update("ContextCustomAttributeValue", [FSTART, "t"], value=1))
    assert "does not apply to the Task t" in error.message
    error = production.refusal(ADMIN, update("ContextCustomAttributeValue", ["no-such", "s"], value=1))
    assert error.code == "validation.unknown_reference"


@pytest.mark.parametrize("identifier", ["nobody", "ann-id"])
def test_a_value_without_an_entity_is_not_stored(production: World, identifier: str) -> None:
    before = production.contents()
    value = update("ContextCustomAttributeValue", [FSTART, identifier], value=1)
    rename = update("Shot", "s", name="renamed")
    assert [one["action"] for one in production.do(ADMIN, value, rename)] == ["update", "update"]
    assert production.contents()["custom_attribute_value"] == before["custom_attribute_value"]
    assert production.values(ADMIN, "Shot where id is s", "name") == ["renamed"]


def test_an_attribute_of_one_project_can_be_set_only_there(production: World, make: Make) -> None:
    make.entity("Project", id="p2", name="other", project_schema_id=VFX)
    configure(production, "x", "number", entity_type="show", project_id="p")
    production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "p"], value=1))
    error = production.refusal(ADMIN, update("ContextCustomAttributeValue", ["x", "p2"], value=1))
    assert "does not apply to the Project p2" in error.message
    assert "x" not in of(production, "Project", "p2")


@pytest.mark.parametrize(
    ("entity_type", "dense", "identifier"),
    [
        ("show", "ContextCustomAttributeValue", "p"),
        ("asset", "AssetCustomAttributeValue", "a"),
        ("assetversion", "AssetVersionCustomAttributeValue", "v"),
        ("user", "UserCustomAttributeValue", "ann-id"),
        ("list", "ListCustomAttributeValue", "l"),
    ],
)
def test_every_kind_of_entity_has_attributes(
    production: World, make: Make, entity_type: str, dense: str, identifier: str
) -> None:
    make.entity("Asset", id="a", name="main", context_id="s", type_id="8f4144e0-a8e6-11e2-9e96-0800200c9a66")
    make.entity("AssetVersion", id="v", asset_id="a")
    category = production.values(ADMIN, "ListCategory")[0]
    make.entity("AssetVersionList", id="l", name="dailies", project_id="p", category_id=category)
    configure(production, "x", "text", entity_type=entity_type, default="usual")
    owner = {
        "show": "Project",
        "asset": "Asset",
        "assetversion": "AssetVersion",
        "user": "User",
        "list": "AssetVersionList",
    }[entity_type]
    assert of(production, owner, identifier)["x"] == "usual"
    production.do(ADMIN, update(dense, ["x", identifier], value="special"))
    assert of(production, owner, identifier)["x"] == "special"
    query = f'select id from {owner} where custom_attributes any (key is "x" and value is "special")'
    assert production.values(ADMIN, query) == [identifier]


def test_values_of_many_entities_take_a_fixed_number_of_statements(production: World) -> None:
    configure(production, "x", "number", default=7)

    def statements(*names: str) -> int:
        shots = [create("Shot", id=name, name=name, parent_id="sq") for name in names]
        values = [
            update("ContextCustomAttributeValue", [key, name], value=5)
            for name in names
            for key in ("x", FSTART)
        ]
        production.do(ADMIN, *shots, *values)
        return len(production.statements)

    assert statements("a") == statements(*(f"s{index}" for index in range(20)))
    production.do(ADMIN, *(update("CustomAttributeValue", ["x", f"s{index}"], value=6) for index in range(2)))
    few = len(production.statements)
    production.do(
        ADMIN, *(update("CustomAttributeValue", ["x", f"s{index}"], value=7) for index in range(20))
    )
    assert len(production.statements) == few


# -- Defaults
# ------------------------------------------------------------------------------------------------------------


def test_a_new_default_applies_to_new_entities_only(production: World, make: Make) -> None:
    configure(production, "x", "number", default=7)
    make.entity("Shot", id="s2", name="sh020", parent_id="sq")
    production.do(ADMIN, update("CustomAttributeConfiguration", "x", default=9))
    make.entity("Shot", id="s3", name="sh030", parent_id="sq")
    assert {name: of(production, "Shot", name)["x"] for name in ("s", "s2", "s3")} == {
        "s": 7,
        "s2": 7,
        "s3": 9,
    }


def test_hierarchical_attributes_are_unset_by_default(production: World, make: Make) -> None:
    configure(production, "x", "number", is_hierarchical=True, default=7)
    make.entity("Shot", id="s2", name="sh020", parent_id="sq")
    assert stored(production, "x") == {}
    assert of(production, "Project", "p")["x"] == 7
    assert of(production, "Shot", "s2")["x"] is None


DEFAULTS = [
    ("text", None, ""),
    ("number", None, 0),
    ("number", "", 0),
    ("boolean", "", False),
    ("date", "", None),
    ("date", moment("2026-01-01T00:00:00"), moment("2026-01-01T00:00:00")),
    ("enumerator", "", []),
    ("enumerator", ["easy"], ["easy"]),
    ("dynamic enumerator", None, []),
    ("expression", None, ""),
    ("url", "", None),
]


@pytest.mark.parametrize(("type_name", "given", "kept"), DEFAULTS)
def test_a_default_must_match_the_type(production: World, type_name: str, given: Any, kept: Any) -> None:
    config = (
        {"config": json.dumps({"multiSelect": False, "data": CHOICES})} if type_name == "enumerator" else {}
    )
    configure(production, "x", type_name, default=given, **config)
    assert (
        production.rows(ADMIN, "select default from CustomAttributeConfiguration where id is x")[0]["default"]
        == kept
    )
    production.do(ADMIN, create("Shot", id="s2", name="sh020", parent_id="sq"))
    assert of(production, "Shot", "s2")["x"] == kept


# -- Configurations
# ------------------------------------------------------------------------------------------------------------


def test_a_configuration_gets_default_settings(world: World) -> None:
    configure(world, "x", "enumerator")
    row = world.rows(
        ADMIN, "select config, label, core, sort from CustomAttributeConfiguration where id is x"
    )[0]
    assert json.loads(row["config"]) == {"multiSelect": False, "data": "[]"}
    assert (row["label"], row["core"], row["sort"]) == ("X", False, 0)


WRONG = [
    ({"entity_type": "task"}, "object_type_id is required"),
    ({"entity_type": "show", "object_type_id": SHOT}, "object_type_id must be null"),
    ({"entity_type": "planet"}, "entity_type must be one of"),
    ({"entity_type": "user", "project_id": "p"}, "project_id must be null"),
    ({"entity_type": "user", "is_hierarchical": True}, "is_hierarchical must be false"),
    ({"entity_type": "show", "key": " "}, "key must not be empty"),
    ({"entity_type": "show", "config": "{"}, "must be JSON"),
    ({"entity_type": "show", "config": "[]"}, "must be a JSON object"),
    ({"entity_type": "show", "config": '{"isdecimal": "yes"}'}, "must be true or false"),
    ({"entity_type": "show", "default": "test"}, 'must be of type number. Got "test" of type text'),
    ({"entity_type": "show", "type_id": None}, "type_id is required"),
]


@pytest.mark.parametrize(("data", "message"), WRONG)
def test_an_invalid_configuration_is_refused(production: World, data: dict[str, Any], message: str) -> None:
    given = {"key": "x", "type_id": type_id(production, "number"), **data}
    assert message in production.refusal(ADMIN, create("CustomAttributeConfiguration", **given)).message


def test_choices_of_an_enumerator_must_be_a_list(world: World) -> None:
    given = {"key": "x", "entity_type": "show", "type_id": type_id(world, "enumerator")}
    for data in ("easy", '["easy"]', '{"menu": "Easy"}'):
        error = world.refusal(
            ADMIN, create("CustomAttributeConfiguration", **given, config=json.dumps({"data": data}))
        )
        assert '"data" in the config of enumerator "x"' in error.message


def test_the_target_of_an_attribute_cannot_be_changed(production: World) -> None:
    configure(production, "x", "number")
    for change in (
        {"type_id": type_id(production, "text")},
        {"entity_type": "show"},
        {"is_hierarchical": True},
        {"project_id": "p"},
    ):
        error = production.refusal(ADMIN, update("CustomAttributeConfiguration", "x", **change))
        assert error.code == "validation.immutable"


def test_an_attribute_of_one_project_can_become_global(production: World) -> None:
    configure(production, "x", "number", entity_type="show", project_id="p")
    production.do(ADMIN, update("CustomAttributeConfiguration", "x", project_id=None))
    assert (
        production.rows(ADMIN, "select project_id from CustomAttributeConfiguration where id is x")[0][
            "project_id"
        ]
        is None
    )


def test_keys_are_unique_for_the_same_entities(production: World) -> None:
    configure(production, "x", "number")
    configure(production, "y", "number", entity_type="show")
    configure(production, "h", "number", is_hierarchical=True)
    number = type_id(production, "number")
    again = {"type_id": number, "entity_type": "task", "object_type_id": SHOT, "key": "x"}
    assert (
        production.refusal(ADMIN, create("CustomAttributeConfiguration", **again)).code
        == "conflict.duplicate"
    )
    hierarchical = {"type_id": number, "entity_type": "assetversion", "is_hierarchical": True, "key": "h"}
    assert (
        production.refusal(ADMIN, create("CustomAttributeConfiguration", **hierarchical)).code
        == "conflict.duplicate"
    )
    both = create("CustomAttributeConfiguration", **{**again, "key": "z"})
    assert production.refusal(ADMIN, both, both).code == "conflict.duplicate"
    production.do(ADMIN, create("CustomAttributeConfiguration", **{**again, "project_id": "p"}))
    production.do(
        ADMIN, create("CustomAttributeConfiguration", **{**again, "object_type_id": OBJECT_TYPE_IDS["Task"]})
    )


def test_deleting_a_configuration_deletes_its_values_and_links(production: World) -> None:
    configure(production, "x", "number")
    production.do(ADMIN, update("ContextCustomAttributeValue", ["x", "s"], value=1))
    link_configuration(production)
    production.do(ADMIN, create("CustomAttributeLink", configuration_id="lead", from_id="s", to_id="ann-id"))
    production.do(
        ADMIN, delete("CustomAttributeConfiguration", "x"), delete("CustomAttributeLinkConfiguration", "lead")
    )
    assert stored(production, "x") == {}
    assert production.rows(ADMIN, "CustomAttributeLink") == []
    assert "x" not in of(production, "Shot", "s")


def test_deleting_an_entity_deletes_its_values(production: World) -> None:
    production.do(ADMIN, update("ContextCustomAttributeValue", [FSTART, "s"], value=1))
    production.do(ADMIN, delete("Shot", "s"))
    assert "s" not in stored(production, FSTART)


def test_roles_and_a_group_can_be_set_at_creation(world: World, make: Make) -> None:
    roles = world.values(ADMIN, "SecurityRole")
    group = make.entity("CustomAttributeGroup", name="Frames")
    references = [ref("SecurityRole", role) for role in roles]
    given = {
        "read_security_roles": references,
        "write_security_roles": references[:1],
        "group": ref("CustomAttributeGroup", group),
    }
    configure(world, "x", "number", **given)
    row = world.rows(
        ADMIN,
        (
            "select read_security_roles, write_security_roles, group.name "
            "from CustomAttributeConfiguration where id is x"
        ),
    )[0]
    assert sorted(role["id"] for role in row["read_security_roles"]) == sorted(roles)
    assert [role["id"] for role in row["write_security_roles"]] == roles[:1]
    assert row["group"]["name"] == "Frames"


# -- Links
# ------------------------------------------------------------------------------------------------------------


def link_configuration(world: World, key: str = "lead", **data: Any) -> None:
    """Make a link configuration, from shots to users by default."""
    given = {"entity_type": "task", "object_type_id": SHOT, "entity_type_to": "user", "config": "{}", **data}
    world.do(ADMIN, create("CustomAttributeLinkConfiguration", id=key, key=key, label=key, **given))


def test_links_are_filtered_in_both_directions(production: World, make: Make) -> None:
    make.entity("Shot", id="s2", name="sh020", parent_id="sq", bid=5)
    link_configuration(production)
    answer = production.do(
        ADMIN,
        create("CustomAttributeLink", id="l1", configuration_id="lead", from_id="s", to_id="ann-id"),
        create("UserCustomAttributeLink", id="l2", configuration_id="lead", from_id="s2", to_id="bob-id"),
    )
    assert [one["data"]["__entity_type__"] for one in answer] == [
        "CustomAttributeLink",
        "UserCustomAttributeLink",
    ]
    by_user = 'Shot where custom_attribute_links any (configuration.key is "lead" and user.username is "ann")'
    assert production.values(ADMIN, by_user) == ["s"]
    by_shot = (
        'User where custom_attribute_links_from any (configuration.key is "lead" and context[Shot].bid > 1)'
    )
    assert production.values(ADMIN, by_shot) == ["bob-id"]
    rows = production.rows(
        ADMIN,
        'select user.username from CustomAttributeLink where configuration.key = "lead" and from_id = "s"',
    )
    assert [(row["__entity_type__"], row["user"]["username"]) for row in rows] == [
        ("UserCustomAttributeLink", "ann")
    ]
    production.do(ADMIN, delete("CustomAttributeLink", "l1"))
    assert production.values(ADMIN, by_user) == []


@pytest.mark.parametrize(
    ("kind", "target", "link_type"),
    [
        ("show", "p", "Context"),
        ("task", "t", "Context"),
        ("asset_version", "v", "AssetVersion"),
        ("list", "l", "List"),
        ("user", "ann-id", "User"),
        ("group", "g", "Group"),
        ("asset", "a", "Asset"),
        ("component", "c", "Component"),
    ],
)
def test_a_link_has_the_type_of_its_target(
    production: World, make: Make, kind: str, target: str, link_type: str
) -> None:
    make.entity("Asset", id="a", name="main", context_id="s", type_id="8f4144e0-a8e6-11e2-9e96-0800200c9a66")
    make.entity("AssetVersion", id="v", asset_id="a")
    category = production.values(ADMIN, "ListCategory")[0]
    make.entity("AssetVersionList", id="l", name="dailies", project_id="p", category_id=category)
    make.entity("Group", id="g", name="crew")
    make.entity("FileComponent", id="c", name="main", version_id="v")
    object_type = {"object_type_id_to": OBJECT_TYPE_IDS["Task"]} if kind == "task" else {}
    link_configuration(production, entity_type_to=kind, **object_type)
    production.do(
        ADMIN, create("CustomAttributeLink", id="x", configuration_id="lead", from_id="s", to_id=target)
    )
    assert (
        production.rows(ADMIN, "CustomAttributeLink")[0]["__entity_type__"]
        == f"{link_type}CustomAttributeLink"
    )
    assert production.values(ADMIN, "CustomAttributeLinkFrom") == ["x"]
    production.do(ADMIN, delete("Shot", "s"))
    assert production.rows(ADMIN, "CustomAttributeLink") == []


def test_both_ends_of_a_link_must_match_the_configuration(production: World) -> None:
    link_configuration(production)

    def refused(**ends: str) -> str:
        return production.refusal(
            ADMIN, create("CustomAttributeLink", configuration_id="lead", **ends)
        ).message

    assert "refers to the User nobody, which does not exist" in refused(from_id="s", to_id="nobody")
    assert "refers to the User s, which does not exist" in refused(from_id="s", to_id="s")
    assert "refers to the Context ann-id, which does not exist" in refused(from_id="ann-id", to_id="bob-id")
    assert "does not lead to or from the Task t" in refused(from_id="t", to_id="ann-id")
    wrong = create("ContextCustomAttributeLink", configuration_id="lead", from_id="s", to_id="ann-id")
    assert "is for links of another type" in production.refusal(ADMIN, wrong).message


def test_a_one_to_one_link_is_unique(production: World) -> None:
    link_configuration(production, one_to_one=True)
    link_configuration(production, "many")
    first = create("CustomAttributeLink", configuration_id="lead", from_id="s", to_id="ann-id")
    second = create("CustomAttributeLink", configuration_id="lead", from_id="s", to_id="bob-id")
    assert production.refusal(ADMIN, first, second).code == "validation.one_to_one"
    production.do(ADMIN, first)
    assert production.refusal(ADMIN, second).code == "validation.one_to_one"
    assert production.refusal(ADMIN, first).code == "conflict.duplicate"
    for user in ("ann-id", "bob-id"):
        production.do(ADMIN, create("CustomAttributeLink", configuration_id="many", from_id="s", to_id=user))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"entity_type_to": "task"}, "object_type_id_to is required"),
        ({"object_type_id": None}, "object_type_id is required"),
        ({"object_type_id_to": SHOT}, "object_type_id_to must be null"),
        ({"entity_type_to": "planet"}, "entity_type_to must be one of"),
    ],
)
def test_an_invalid_link_configuration_is_refused(world: World, data: dict[str, Any], message: str) -> None:
    given = {"key": "lead", "entity_type": "task", "object_type_id": SHOT, "entity_type_to": "user", **data}
    assert message in world.refusal(ADMIN, create("CustomAttributeLinkConfiguration", **given)).message


def test_links_of_many_entities_take_a_fixed_number_of_statements(production: World) -> None:
    link_configuration(production)

    def statements(*names: str) -> int:
        production.do(ADMIN, *(create("Shot", id=name, name=name, parent_id="sq") for name in names))
        production.do(
            ADMIN,
            *(
                create("CustomAttributeLink", configuration_id="lead", from_id=name, to_id="ann-id")
                for name in names
            ),
        )
        return len(production.statements)

    assert statements("a") == statements(*(f"s{index}" for index in range(20)))


# -- Events
# ------------------------------------------------------------------------------------------------------------

PUBLISHED: dict[str, tuple[str, dict[str, Any], Any, str]] = {
    "a number": ("number", {}, 1022, "1022"),
    "a decimal": ("number", {"config": json.dumps({"isdecimal": True})}, 1001.5, "1001.5"),
    "a boolean": ("boolean", {}, True, "1"),
    "a falsehood": ("boolean", {}, False, "0"),
    "text": ("text", {}, "tense", "tense"),
    "one choice": (
        "enumerator",
        {"config": json.dumps({"multiSelect": False, "data": CHOICES})},
        ["easy"],
        "easy",
    ),
    "several": (
        "enumerator",
        {"config": json.dumps({"multiSelect": True, "data": CHOICES})},
        ["easy", "hard"],
        "easy, hard",
    ),
    "a date": ("date", {}, moment("2026-03-04T00:00:00"), "2026-03-04T00:00:00"),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_events_of_an_entity_contain_its_values_by_key(production: World, name: str) -> None:
    type_name, data, value, text = PUBLISHED[name]
    configure(production, "mood", type_name, **data)
    production.forget_events()
    production.do(ADMIN, update("ContextCustomAttributeValue", ["mood", "s"], value=value))
    (event,) = production.events()
    (item,) = event.entities
    assert (item["action"], item["entityType"], item["entity_type"], item["entityId"]) == (
        "update",
        "task",
        "Shot",
        "s",
    )
    assert item["keys"] == ["mood"]
    assert item["changes"] == {"mood": {"old": None, "new": text}}
    assert [link["entityId"] for link in item["parents"]] == ["s", "sq", "p"]
    assert item["objectTypeId"] == SHOT
    production.forget_events()
    production.do(ADMIN, delete("CustomAttributeValue", ["mood", "s"]))
    assert production.events()[0].entities[0]["changes"] == {"mood": {"old": text, "new": None}}


def test_values_are_published_in_the_item_of_a_changed_entity(production: World) -> None:
    configure(production, "mood", "text")
    production.forget_events()
    value = update("ContextCustomAttributeValue", ["mood", "s"], value="tense")
    production.do(ADMIN, update("Shot", "s", name="renamed"), value)
    (item,) = production.events()[0].entities
    assert item["changes"] == {
        "name": {"old": "sh010", "new": "renamed"},
        "mood": {"old": None, "new": "tense"},
    }


def test_hierarchical_values_are_published_with_their_entity(production: World) -> None:
    configure(production, "pace", "number", is_hierarchical=True)
    production.forget_events()
    for entity in ("p", "sq", "t"):
        production.do(ADMIN, update("ContextCustomAttributeValue", ["pace", entity], value=5))
    items = [item for event in production.events() for item in event.entities]
    assert [(item["entity_type"], item["entityId"], item["keys"]) for item in items] == [
        ("Project", "p", ["pace"]),
        ("Sequence", "sq", ["pace"]),
        ("Task", "t", ["pace"]),
    ]


def test_the_event_of_a_removed_entity_omits_its_values(production: World) -> None:
    configure(production, "mood", "text")
    production.do(ADMIN, update("ContextCustomAttributeValue", ["mood", "s"], value="tense"))
    production.forget_events()
    production.do(ADMIN, delete("Shot", "s"))
    items = production.events()[0].entities
    assert {(item["action"], item["entityId"]) for item in items} >= {("remove", "s"), ("remove", "t")}
    assert not [item for item in items if "mood" in item["keys"]]
