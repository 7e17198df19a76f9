"""Documented scenarios 76 to 80: projects, task templates and workflow schemas."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.production import Production
from tests.support.clients import Client

DELIVERABLE = "Deliverable"


def test_076_build_a_project_in_one_transaction(official: Client, unique: str) -> None:
    session = official.session()
    schema = session.query('ProjectSchema where name is "VFX Scheme"').first()
    project = session.create(
        "Project", {"name": unique, "full_name": f"{unique} in full", "project_schema": schema}
    )
    shot_status = schema.get_statuses("Shot")[0]
    kinds = schema.get_types("Task")[:4]
    status_of = {kind["id"]: schema.get_statuses("Task", kind["id"])[0] for kind in kinds}
    for sequence_number in range(1, 5):
        sequence = session.create(
            "Sequence", {"name": f"{unique}_sq{sequence_number:03d}", "parent": project}
        )
        for shot_number in range(1, 5):
            name = f"{sequence['name']}_sh{shot_number:03d}"
            shot = session.create("Shot", {"name": name, "parent": sequence, "status": shot_status})
            for kind in kinds:
                session.create(
                    "Task",
                    {"name": kind["name"], "parent": shot, "status": status_of[kind["id"]], "type": kind},
                )
    with official.counted(session) as requests:
        session.commit()
    assert len(requests) == 1
    again = official.session()
    stored = {
        entity_type: again.query(
            f'select name, parent.name, project_id from {entity_type} where project.name is "{unique}"'
        ).all()
        for entity_type in ("Sequence", "Shot", "Task")
    }
    assert {entity_type: len(found) for entity_type, found in stored.items()} == {
        "Sequence": 4,
        "Shot": 16,
        "Task": 64,
    }
    assert {sequence["parent"]["name"] for sequence in stored["Sequence"]} == {unique}
    assert all(shot["name"].startswith(f"{shot['parent']['name']}_sh") for shot in stored["Shot"])
    assert {task["parent"]["id"] for task in stored["Task"]} == {shot["id"] for shot in stored["Shot"]}
    assert {entity["project_id"] for found in stored.values() for entity in found} == {project["id"]}
    assert {status["status"]["id"] for status in stored["Shot"]} == {shot_status["id"]}


def test_077_helpers_of_project_schemas(production: Production) -> None:
    schema = production.project["project_schema"]
    assert schema.get_types("Task")[0].entity_type == "Type"
    for entity_type in ("Task", "Shot", "AssetBuild", "AssetVersion"):
        statuses = schema.get_statuses(entity_type)
        assert statuses
        assert {status.entity_type for status in statuses} == {"Status"}
    assert "Character" in [kind["name"] for kind in schema.get_types("AssetBuild")]
    with pytest.raises(ValueError, match="Nonsense"):
        schema.get_statuses("Nonsense")
    with pytest.raises(ValueError, match="does not have statuses"):
        schema.get_statuses("Asset")
    with pytest.raises(ValueError, match="does not have types"):
        schema.get_types("User")


def test_077_new_entities_have_the_first_status(production: Production) -> None:
    schema = production.project["project_schema"]
    shot = production.again(production.shot)
    task = production.again(production.task)
    assert shot["status"]["id"] == schema.get_statuses("Shot")[0]["id"]
    assert task["status"]["id"] == schema.get_statuses("Task", task["type"]["id"])[0]["id"]
    assert (
        production.again(production.version())["status"]["id"] == schema.get_statuses("AssetVersion")[0]["id"]
    )


def test_078_list_task_templates(production: Production) -> None:
    project = production.again(production.project)
    templates = {
        template["name"]: [item["task_type"]["name"] for item in template["items"]]
        for template in project["project_schema"]["task_templates"]
    }
    assert set(templates["Effects shot"]) == {"Tracking", "FX", "Lighting", "Compositing"}
    assert set(templates["Asset"]) == {"Modeling", "Texture", "Rigging", "Lookdev"}


def test_079_apply_a_task_template(production: Production) -> None:
    session, project = production.session, production.project
    template = next(each for each in project["project_schema"]["task_templates"] if each["name"] == "Asset")
    build = session.create("AssetBuild", {"name": f"{production.name}_tree", "parent": project})
    for item in template["items"]:
        session.create(
            "Task", {"name": item["task_type"]["name"], "type": item["task_type"], "parent": build}
        )
    with production.client.counted(session) as requests:
        session.commit()
    assert len(requests) == 1
    stored = production.again(build)
    assert {(task["name"], task["type"]["name"]) for task in stored["children"]} == {
        (name, name) for name in ("Modeling", "Texture", "Rigging", "Lookdev")
    }


def make_schema(session: Any, name: str) -> Any:
    """Create, without committing, a project schema of tasks, shots and asset builds.

    Deliverables have two statuses.
    """

    def create(entity_type: str, **data: Any) -> Any:
        return session.create(entity_type, data)

    statuses = {status["name"]: status for status in session.query("Status")}
    types = {kind["name"]: kind for kind in session.query("Type")}
    object_types = {each["name"]: each for each in session.query("ObjectType")}

    def workflow(label: str, *names: str) -> Any:
        made = create("WorkflowSchema", name=f"{name} {label}")
        for each in names:
            create("WorkflowSchemaStatus", workflow_schema_id=made["id"], status_id=statuses[each]["id"])
        return made

    tasks = workflow("tasks", "Not started", "In progress", "Approved")
    versions = workflow("versions", "Pending Review", "Approved")
    task_types = create("TaskTypeSchema", name=f"{name} types")
    for each in ("Animation", DELIVERABLE):
        create("TaskTypeSchemaType", task_type_schema_id=task_types["id"], type_id=types[each]["id"])
    schema = create(
        "ProjectSchema",
        name=name,
        task_workflow_schema_id=tasks["id"],
        task_type_schema_id=task_types["id"],
        asset_version_workflow_schema_id=versions["id"],
    )
    kinds = {
        "Task": ((), ()),
        "Shot": (("Not started", "Approved"), ()),
        "Asset Build": (("Not started",), ("Character", "Prop")),
    }
    for kind, (names, kind_types) in kinds.items():
        identifier = object_types[kind]["id"]
        create("ProjectSchemaObjectType", project_schema_id=schema["id"], object_type_id=identifier)
        if kind == "Task":
            continue
        of_kind = create("Schema", project_schema_id=schema["id"], object_type_id=identifier)
        for each in names:
            create("SchemaStatus", schema_id=of_kind["id"], status_id=statuses[each]["id"])
        for each in kind_types:
            create("SchemaType", schema_id=of_kind["id"], type_id=types[each]["id"])
    own = workflow("deliverables", "Pending Review", "Approved")
    create(
        "ProjectSchemaOverride",
        project_schema_id=schema["id"],
        type_id=types[DELIVERABLE]["id"],
        workflow_schema_id=own["id"],
    )
    template = session.create("TaskTemplate")
    template["name"] = "Everything"
    template["project_schema_id"] = schema["id"]
    for each in ("Animation", DELIVERABLE):
        create("TaskTemplateItem", template_id=template["id"], task_type_id=types[each]["id"])
    return schema


def test_080_create_a_workflow_schema(official: Client, unique: str) -> None:
    session = official.session()
    made = make_schema(session, unique)
    with official.counted(session) as requests:
        session.commit()
    assert len(requests) == 1
    again = official.session()
    schema = again.get("ProjectSchema", made["id"])
    deliverable = again.query(f'Type where name is "{DELIVERABLE}"').one()
    assert {status["name"] for status in schema.get_statuses("Task")} == {
        "Not started",
        "In progress",
        "Approved",
    }
    assert {status["name"] for status in schema.get_statuses("Task", deliverable["id"])} == {
        "Pending Review",
        "Approved",
    }
    assert {status["name"] for status in schema.get_statuses("AssetVersion")} == {
        "Pending Review",
        "Approved",
    }
    assert {status["name"] for status in schema.get_statuses("Shot")} == {"Not started", "Approved"}
    assert {kind["name"] for kind in schema.get_types("AssetBuild")} == {"Character", "Prop"}
    assert {kind["name"] for kind in schema.get_types("Task")} == {"Animation", DELIVERABLE}
    assert {each["name"] for each in schema["object_types"]} == {"Task", "Shot", "Asset Build"}
    assert len(schema["task_templates"][0]["items"]) == 2
    project = again.create("Project", {"name": unique, "project_schema": schema})
    shot = again.create("Shot", {"name": unique, "parent": project})
    task = again.create("Task", {"name": unique, "parent": shot, "type": deliverable})
    again.commit()
    assert official.session().get("Task", task["id"])["status"]["name"] in {"Pending Review", "Approved"}
