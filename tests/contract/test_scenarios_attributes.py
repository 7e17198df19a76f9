"""Documented scenarios 104 to 116: custom attributes, their configurations, and links."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import arrow
import pytest

from tests.contract.production import Production, current_user, make_production
from tests.support.clients import Client


def roles(session: Any) -> list[Any]:
    found: list[Any] = session.query("SecurityRole").all()
    return found


def kind(session: Any, name: str) -> Any:
    return session.query(f'CustomAttributeType where name is "{name}"').one()


def object_type(session: Any, name: str) -> Any:
    return session.query(f'ObjectType where name is "{name}"').one()


def configure(session: Any, key: str, type_name: str = "text", /, **data: Any) -> Any:
    """Create, without committing, a custom attribute called *key*: of tasks, unless *data* overrides it."""
    everyone = roles(session)
    chosen = {"entity_type": "task", "config": json.dumps({"markdown": False}), "default": "", **data}
    if chosen["entity_type"] == "task" and "object_type_id" not in chosen:
        chosen["object_type_id"] = object_type(session, "Task")["id"]
    described = {"key": key, "label": key, "type": kind(session, type_name), **chosen}
    return session.create(
        "CustomAttributeConfiguration",
        {"read_security_roles": everyone, "write_security_roles": everyone, **described},
    )


@pytest.fixture
def configured(official: Client, unique: str) -> str:
    """The key of a new text attribute of tasks.

    Sessions cache the configurations, so it is created before the production.
    """
    session = official.session()
    configure(session, unique, default="standard")
    session.commit()
    return unique


def test_104_read_and_update_custom_attributes(configured: str, production: Production) -> None:
    task, shot = (
        production.again(production.task, session=production.session),
        production.again(production.shot),
    )
    assert task["custom_attributes"][configured] == "standard"
    task["custom_attributes"][configured] = "changed"
    shot["custom_attributes"]["fstart"] = 1001
    production.session.commit()
    shot.session.commit()
    assert production.again(task)["custom_attributes"][configured] == "changed"
    assert production.again(shot)["custom_attributes"]["fstart"] == 1001
    assert production.again(shot)["custom_attributes"]["fend"] == 1
    with pytest.raises(KeyError):
        task["custom_attributes"]["nothing-like-that"]


def test_104_values_of_the_wrong_type_are_refused(production: Production) -> None:
    shot = production.again(production.shot)
    shot["custom_attributes"]["fstart"] = "test"
    with pytest.raises(production.client.module("exception").ServerError, match=r"ValidationError.*fstart"):
        shot.session.commit()
    shot.session.rollback()
    assert production.again(shot)["custom_attributes"]["fstart"] == 1


def test_105_query_by_custom_attribute(configured: str, production: Production) -> None:
    session = production.session
    other = session.create("Task", {"name": "other", "parent": production.shot})
    other["custom_attributes"][configured] = "matching"
    session.commit()
    again = production.client.session()
    of_project = f'project_id is "{production.project["id"]}"'
    for value, expected in (("matching", other), ("standard", production.task)):
        found = again.query(
            f'Task where custom_attributes any (key is "{configured}" and value is "{value}") '
            f"and {of_project}"
        )
        assert [task["id"] for task in found] == [expected["id"]]
    shots = again.query(f'Shot where custom_attributes any (key is "fstart" and value is 1) and {of_project}')
    assert [shot["id"] for shot in shots] == [production.shot["id"]]


def test_106_new_entity_with_custom_attributes(configured: str, production: Production) -> None:
    session = production.session
    task = session.create("Task", {"name": "new", "parent": production.shot})
    task["custom_attributes"][configured] = "from the beginning"
    with production.client.counted(session) as requests:
        session.commit()
    assert len(requests) == 1
    assert task["custom_attributes"][configured] == "from the beginning"
    assert production.again(task)["custom_attributes"][configured] == "from the beginning"


def test_107_hierarchical_and_expression_attributes(official: Client, unique: str) -> None:
    session = official.session()
    configure(
        session,
        f"{unique}_h",
        "number",
        entity_type="show",
        is_hierarchical=True,
        config=json.dumps({"isdecimal": True}),
        default=None,
    )
    configure(session, f"{unique}_e", "expression", config="{}", default="{self.bid}")
    session.commit()
    made = make_production(official, unique)
    project = made.again(made.project, session=made.session)
    project["custom_attributes"][f"{unique}_h"] = 24
    made.session.commit()
    assert made.again(made.project)["custom_attributes"][f"{unique}_h"] == 24
    assert made.again(made.shot)["custom_attributes"][f"{unique}_h"] is None
    assert made.again(made.task)["custom_attributes"][f"{unique}_h"] is None
    assert made.again(made.task)["custom_attributes"][f"{unique}_e"] == "{self.bid}"


def test_108_list_configurations(official: Client) -> None:
    session = official.session()
    found = session.query("CustomAttributeConfiguration")
    keys = {
        (each["key"], each["entity_type"], each["object_type"]["name"] if each["object_type"] else None)
        for each in found
    }
    assert {("fstart", "task", "Shot"), ("fps", "show", None), ("fps", "task", "Shot")} <= keys


MENU = json.dumps([{"menu": "One", "value": "one"}, {"menu": "Two", "value": "two"}])
CONFIGURATIONS: dict[str, tuple[str, dict[str, Any], Any, Any]] = {
    # name: type, config, default, another value
    "text": ("text", {"markdown": False}, "The default", "other"),
    "boolean": ("boolean", {}, True, False),
    "date": ("date", {}, datetime(2026, 7, 2, 10, tzinfo=UTC), datetime(2027, 1, 1, 8, 30, tzinfo=UTC)),
    "enumerator": ("enumerator", {"multiSelect": False, "data": MENU}, ["two"], ["one"]),
    "several": ("enumerator", {"multiSelect": True, "data": MENU}, ["one"], ["one", "two"]),
    "dynamic": ("dynamic enumerator", {"multiSelect": False}, [], ["whatever"]),
    "number": ("number", {"isdecimal": False}, 10, 12),
    "decimal": ("number", {"isdecimal": True}, 3.14, 2.5),
    "url": ("url", {}, None, "https://example.org/a"),
}


def plain(value: Any) -> Any:
    """Return *value* without the client's wrappers for times and lists."""
    if hasattr(value, "datetime"):
        return value.datetime
    return list(value) if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_109_create_configurations(official: Client, unique: str, name: str) -> None:
    type_name, config, default, value = CONFIGURATIONS[name]

    def sent(given: Any) -> Any:
        return arrow.get(given) if isinstance(given, datetime) else given

    session = official.session()
    made = configure(session, unique, type_name, config=json.dumps(config), default=sent(default))
    session.commit()
    stored = official.session().get("CustomAttributeConfiguration", made["id"])
    assert (stored["type"]["name"], stored["key"], json.loads(stored["config"])) == (
        type_name,
        unique,
        config,
    )
    assert plain(stored["default"]) == default
    production = make_production(official, unique)
    task = production.again(production.task, session=production.session)
    assert plain(task["custom_attributes"][unique]) == default
    task["custom_attributes"][unique] = sent(value)
    production.session.commit()
    assert plain(production.again(task)["custom_attributes"][unique]) == value


def test_109_values_that_are_not_in_the_menu_are_refused(official: Client, unique: str) -> None:
    session = official.session()
    configure(
        session,
        unique,
        "enumerator",
        config=json.dumps({"multiSelect": False, "data": MENU}),
        default=["one"],
    )
    session.commit()
    production = make_production(official, unique)
    for value in (["three"], ["one", "two"]):
        task = production.again(production.task)
        task["custom_attributes"][unique] = value
        with pytest.raises(official.module("exception").ServerError, match="ValidationError"):
            task.session.commit()
        task.session.rollback()


def test_110_kinds_of_entities(production: Production) -> None:
    errors, session, name = production.client.module("exception"), production.session, production.name
    for entity_type in ("show", "assetversion", "list", "asset"):
        configure(
            session, f"{name}_{entity_type}", entity_type=entity_type, project_id=production.project["id"]
        )
    configure(session, f"{name}_user", entity_type="user")
    session.commit()
    refused: tuple[dict[str, Any], ...] = (
        {"entity_type": "task", "object_type_id": None},
        {"entity_type": "user", "project_id": production.project["id"]},
        {"entity_type": "nonsense"},
    )
    for number, data in enumerate(refused):
        configure(session, f"{name}_refused_{number}", **data)
        with pytest.raises(errors.ServerError, match="ValidationError"):
            session.commit()
        session.rollback()


def test_110_the_type_cannot_be_changed(configured: str, official: Client) -> None:
    session = official.session()
    configuration = session.query(f'CustomAttributeConfiguration where key is "{configured}"').one()
    configuration["type"] = kind(session, "number")
    with pytest.raises(official.module("exception").ServerError):
        session.commit()
    session.rollback()


def test_111_from_one_project_to_all(production: Production) -> None:
    session = production.session
    made = configure(session, production.name, entity_type="show", project_id=production.project["id"])
    session.commit()
    made["project_id"] = None
    session.commit()
    assert production.again(made)["project_id"] is None
    made["project_id"] = production.project["id"]
    with pytest.raises(production.client.module("exception").ServerError, match="ValidationError"):
        session.commit()
    session.rollback()


def test_112_a_changed_default_applies_to_new_entities(configured: str, production: Production) -> None:
    session = production.session
    configuration = session.query(f'CustomAttributeConfiguration where key is "{configured}"').one()
    configuration["default"] = "newer"
    session.commit()
    later = session.create("Task", {"name": "later", "parent": production.shot})
    session.commit()
    assert production.again(production.task)["custom_attributes"][configured] == "standard"
    assert production.again(later)["custom_attributes"][configured] == "newer"


def test_113_roles_and_groups(official: Client, unique: str) -> None:
    session = official.session()
    everyone = roles(session)
    group = session.create("CustomAttributeGroup", {"name": unique})
    made = configure(
        session, unique, read_security_roles=everyone, write_security_roles=everyone[:1], group=group
    )
    hidden = configure(session, f"{unique}_hidden", read_security_roles=[], write_security_roles=[])
    session.commit()
    stored = official.session().get("CustomAttributeConfiguration", made["id"])
    assert {role["id"] for role in stored["read_security_roles"]} == {role["id"] for role in everyone}
    assert [role["id"] for role in stored["write_security_roles"]] == [everyone[0]["id"]]
    assert stored["group"]["name"] == unique
    assert [
        each["key"]
        for each in official.session().get("CustomAttributeGroup", group["id"])[
            "custom_attribute_configurations"
        ]
    ] == [unique]
    assert (
        list(official.session().get("CustomAttributeConfiguration", hidden["id"])["read_security_roles"])
        == []
    )


TARGETS = ("show", "task", "asset_version", "list", "user", "group", "asset", "component")


def link(session: Any, key: str, target: str, **more: Any) -> Any:
    """Create, without committing, a configuration of links from tasks to *target*."""
    everyone, task = roles(session), object_type(session, "Task")
    return session.create(
        "CustomAttributeLinkConfiguration",
        {
            "key": key,
            "label": key,
            "entity_type": "task",
            "object_type_id": task["id"],
            "entity_type_to": target,
            "object_type_id_to": task["id"] if target == "task" else None,
            "one_to_one": False,
            "config": "{}",
            "read_security_roles": everyone,
            "write_security_roles": everyone,
            **more,
        },
    )


@pytest.mark.parametrize("target", TARGETS)
def test_114_link_configurations(official: Client, unique: str, target: str) -> None:
    session = official.session()
    made = link(session, unique, target)
    session.commit()
    stored = official.session().get("CustomAttributeLinkConfiguration", made["id"])
    assert (stored["key"], stored["entity_type"], stored["entity_type_to"], stored["one_to_one"]) == (
        unique,
        "task",
        target,
        False,
    )


def test_115_filter_by_links(production: Production) -> None:
    session, name = production.session, production.name
    configuration, user = link(session, name, "user"), current_user(session)
    session.create(
        "CustomAttributeLink",
        {"configuration_id": configuration["id"], "from_id": production.task["id"], "to_id": user["id"]},
    )
    session.commit()
    again = production.client.session()
    criterion = f'configuration.key is "{name}" and user.username is "{session.api_user}"'
    found = again.query(f"select name from Task where custom_attribute_links any ({criterion})")
    assert [task["id"] for task in found] == [production.task["id"]]
    reverse = again.query(f'User where custom_attribute_links_from any (configuration.key is "{name}")')
    assert [each["id"] for each in reverse] == [user["id"]]
    assert (
        again.query(
            f'Task where custom_attribute_links any (configuration.key is "{name}" '
            'and user.username is "nobody")'
        ).all()
        == []
    )
    with pytest.raises((production.client.module("exception").ServerError, KeyError)):
        again.query(f'select custom_attribute_links from Task where id is "{production.task["id"]}"').all()


def test_116_read_and_create_links(production: Production) -> None:
    session, name = production.session, production.name
    configuration, user = link(session, name, "user"), current_user(session)
    session.commit()
    made = session.create(
        "CustomAttributeLink",
        {"from_id": production.task["id"], "to_id": user["id"], "configuration_id": configuration["id"]},
    )
    session.commit()
    again = production.client.session()
    expression = (
        f'select user from CustomAttributeLink where configuration.key = "{name}" and from_id = '
        f'"{production.task["id"]}"'
    )
    (stored,) = again.query(expression).all()
    assert stored["user"]["username"] == session.api_user
    session.delete(made)
    session.commit()
    assert production.client.session().query(expression).all() == []


def test_116_one_to_one(production: Production) -> None:
    session, name = production.session, production.name
    configuration = link(session, name, "task", one_to_one=True)
    other = session.create("Task", {"name": "other", "parent": production.shot})
    session.commit()
    data = {"from_id": production.task["id"], "configuration_id": configuration["id"]}
    session.create("CustomAttributeLink", {**data, "to_id": other["id"]})
    session.commit()
    session.create("CustomAttributeLink", {**data, "to_id": production.task["id"]})
    with pytest.raises(production.client.module("exception").ServerError, match="ValidationError"):
        session.commit()
    session.rollback()
