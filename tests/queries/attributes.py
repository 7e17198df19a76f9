"""The shots of the query tests, and their custom attributes: of every type, inherited, and of one project."""

from __future__ import annotations

import json

from callboard.wire.builtin import OBJECT_TYPE_IDS
from callboard_server.records.vocabulary import CUSTOM_ATTRIBUTE_TYPES
from tests.support.operations import Operation, create, moment, update

VFX = "caddd816-acb5-11e1-8668-f23c91df1211"
FSTART = "acd86546-4082-11e2-95b1-0019bb4983d8"
CHOICES = json.dumps([{"menu": name.title(), "value": name} for name in ("easy", "hard", "fx")])


def of_shots(name: str, type_name: str, /, **data: object) -> Operation:
    about = {"entity_type": "task", "object_type_id": OBJECT_TYPE_IDS["Shot"]}
    given = {"id": name, "key": name, "type_id": CUSTOM_ATTRIBUTE_TYPES[type_name], **about, **data}
    return create("CustomAttributeConfiguration", **given)


def value(configuration: str, entity: str, value: object, kind: str = "Context") -> Operation:
    return update(f"{kind}CustomAttributeValue", [configuration, entity], value=value)


CONFIGURATIONS = (
    create("Project", id="p", name="demo", project_schema_id=VFX),
    create("Project", id="q", name="other", project_schema_id=VFX),
    of_shots("mood", "text", default="dry"),
    of_shots("final", "boolean"),
    of_shots("due", "date"),
    of_shots(
        "effort", "enumerator", config=json.dumps({"multiSelect": True, "data": CHOICES}), default=["easy"]
    ),
    of_shots("rate", "number", entity_type="show", object_type_id=None, is_hierarchical=True, default=24),
    of_shots("fps-of-q", "number", key="fps", project_id="q", default=30),
    of_shots("desk", "text", entity_type="user", object_type_id=None, default="none yet"),
)
SHOTS = (
    create("Sequence", id="sq", name="sq010", parent_id="p"),
    *(create("Shot", id=f"s{number}", name=f"sh0{number}0", parent_id="sq") for number in (1, 2, 3)),
    create("Task", id="t1", name="comp", parent_id="s1"),
    create("Task", id="t2", name="comp", parent_id="s2"),
    create("Shot", id="x1", name="elsewhere", parent_id="q"),
)

VALUES = (
    value(FSTART, "s1", 1001),
    value(FSTART, "s2", 1050.5),
    value("mood", "s1", "Rain at Night"),
    value("final", "s1", value=True),
    value("due", "s1", moment("2026-11-24T18:00:00")),
    value("due", "s2", moment("2026-12-01T00:00:00")),
    value("effort", "s1", ["hard", "fx"]),
    value("rate", "sq", 48),
    value("desk", "ann-id", "B12", kind="User"),
)

ATTRIBUTES = (CONFIGURATIONS, SHOTS, VALUES)
