"""Documented scenarios 129 to 131, and the parts of 3 to 7, 15 to 21 and 25 to 27 about productions."""

from __future__ import annotations

from typing import Any

import arrow
import pytest

from tests.contract.production import Production


def ids(entities: Any) -> list[str]:
    return sorted(each["id"] for each in entities)


def test_129_links_of_contexts(production: Production) -> None:
    session = production.session
    other = session.create("Shot", {"name": "sh020", "parent": production.sequence})
    session.create("TypedContextLink", {"from": production.shot, "to": other})
    session.commit()
    target, source = production.again(other), production.again(production.shot)
    assert [(link["from"]["id"], link["to"]["id"]) for link in target["incoming_links"]] == [
        (production.shot["id"], other["id"])
    ]
    assert list(target["outgoing_links"]) == []
    assert [link["to"]["id"] for link in source["outgoing_links"]] == [other["id"]]


def test_129_links_of_versions(production: Production) -> None:
    session = production.session
    rig, model, texture = (production.version(name) for name in ("rig", "model", "texture"))
    rig["uses_versions"].append(model)
    session.create("AssetVersionLink", {"from": texture, "to": rig})
    session.commit()
    stored = production.again(rig)
    assert ids(stored["uses_versions"]) == ids([model, texture])
    assert ids(link["from"] for link in stored["incoming_links"]) == ids([model, texture])
    for used in (model, texture):
        assert ids(production.again(used)["used_in_versions"]) == [rig["id"]]
    rig["uses_versions"].remove(model)
    session.commit()
    assert list(production.again(model)["used_in_versions"]) == []


def test_129_scopes(production: Production) -> None:
    session = production.session
    scope = session.create("Scope", {"name": production.name})
    production.task["scopes"].append(scope)
    session.commit()
    again = production.client.session()
    (task,) = again.query(f'Task where scopes.name is "{production.name}"').all()
    assert task["id"] == production.task["id"]
    assert again.get("Scope", scope["id"]) in task["scopes"]
    task["scopes"].remove(again.get("Scope", scope["id"]))
    again.commit()
    assert list(production.again(production.task)["scopes"]) == []
    assert production.again(scope) is not None


def test_130_the_link_attribute(production: Production) -> None:
    session = production.session
    path = (production.project, production.sequence, production.shot, production.task)
    again = production.client.session()
    task = again.query(f'select link from Task where id is "{production.task["id"]}"').one()
    names = [production.project["full_name"], *(each["name"] for each in path[1:])]
    assert [(item["id"], item["name"]) for item in task["link"]] == [
        (each["id"], name) for each, name in zip(path, names, strict=True)
    ]
    assert [again.get(item["type"], item["id"])["id"] for item in task["link"]] == [
        each["id"] for each in path
    ]
    session.create("Timelog", {"name": "x", "context": production.task, "duration": 60})
    session.commit()
    timelog = again.query(
        f'select context.link from Timelog where context_id is "{production.task["id"]}"'
    ).one()
    assert [item["id"] for item in timelog["context"]["link"]] == [each["id"] for each in path]
    version = production.version()
    stored = again.query(f'select link from AssetVersion where id is "{version["id"]}"').one()["link"]
    assert [item["id"] for item in stored[:3]] == [each["id"] for each in path[:3]]
    assert stored[-1]["id"] == version["id"]
    assert again.get(stored[-1]["type"], stored[-1]["id"])["id"] == version["id"]


@pytest.mark.parametrize("strict", [False, True])
def test_131_group_by(production: Production, strict: bool) -> None:
    session = production.session
    for bid in (10.0, 20.0, 60.0):
        session.create(
            "Task",
            {"name": f"bid {bid}", "parent": production.shot, "bid": bid, "type": production.task["type"]},
        )
    session.commit()
    again = production.client.session(strict_api=strict)
    criterion = f'where project_id is "{production.project["id"]}"'
    expression = f"select count(id) from Task {criterion} group by project_id, status_id"
    (row,) = again.call([{"action": "query", "expression": expression}])[0]["data"]
    assert type(row) is dict
    assert (row["count_id"], row["project_id"], row["status_id"]) == (
        4,
        production.project["id"],
        production.task["status"]["id"],
    )
    aggregates = f"select sum(bid), avg(bid), min(bid), max(bid) from Task {criterion} group by project_id"
    (row,) = again.call([{"action": "query", "expression": aggregates}])[0]["data"]
    assert (row["sum_bid"], row["avg_bid"], row["min_bid"], row["max_bid"]) == (90, 22.5, 0, 60)


def test_003_types_of_productions(production: Production) -> None:
    expected = {
        "Project", "Task", "Shot", "Sequence", "Status", "Type", "Priority", "ObjectType", "User", "Timelog",
        "TypedContext",
    }  # fmt: skip
    session = production.session
    assert expected <= set(session.types.keys())
    assert isinstance(production.shot, session.types["Shot"])
    assert not isinstance(production.shot, session.types["Task"])


def test_004_projects(production: Production) -> None:
    session = production.client.session()
    projects = session.query("Project")
    assert {"id", "name", "full_name", "status", "start_date", "end_date"} <= set(projects[0].keys())
    assert production.name in [project["name"] for project in projects]


def test_005_projects_that_end_soon(production: Production) -> None:
    session = production.session
    now = arrow.utcnow()
    production.project["end_date"] = now.shift(days=3)
    later = session.create(
        "Project",
        {
            "name": f"{production.name}_later",
            "project_schema": production.project["project_schema"],
            "end_date": now.shift(days=30),
        },
    )
    session.commit()
    border = now.shift(weeks=+1)
    expression = (
        f'Project where status is active and end_date before "{border}" and name like "{production.name}%"'
    )
    assert ids(production.client.session().query(expression)) == [production.project["id"]]
    assert production.again(later)["status"] == "active"


def test_006_navigate_a_hierarchy(production: Production) -> None:
    project = production.client.session().query(f'Project where name is "{production.name}"').one()
    child = project["children"][0]
    assert child["id"] == production.sequence["id"]
    assert child.entity_type == "Sequence"
    assert child["parent"] is project
    assert ids(child["descendants"]) == ids([production.shot, production.task])
    shot = child["children"][0]
    assert ids(shot["ancestors"]) == [production.sequence["id"]], "a project is not a typed context"


@pytest.mark.parametrize("way", ["reference", "collection"])
def test_007_create_and_attach(production: Production, way: str) -> None:
    session = production.session
    sequence = session.create("Sequence", {"name": f"{production.name}_sq020"})
    sequence["description"] = "Written afterwards"
    if way == "reference":
        sequence["parent"] = production.project
    else:
        production.project["children"].append(sequence)
    assert production.again(sequence) is None
    session.commit()
    stored = production.again(sequence)
    assert (stored["parent"]["id"], stored["project_id"]) == (
        production.project["id"],
        production.project["id"],
    )
    assert stored["description"] == "Written afterwards"


def test_015_conditions_of_projects(production: Production) -> None:
    session = production.client.session()
    for name in (production.name, "no such project"):
        expression = (
            f'Project where status is active and (name like "{name}" or full_name like '
            f'"{production.name} in full")'
        )
        assert ids(session.query(expression)) == [production.project["id"]]
    assert session.query(f'Project where status is hidden and name is "{production.name}"').all() == []


def test_016_conditions_of_relations(production: Production) -> None:
    session = production.client.session()
    of_project = f'Task where project.id is "{production.project["id"]}"'
    assert ids(session.query(of_project)) == [production.task["id"]]
    kind, state = production.task["type"]["name"], production.task["status"]["state"]["name"]
    assert ids(
        session.query(f'{of_project} and status.state.name is "{state}" and type.name is "{kind}"')
    ) == [production.task["id"]]
    assert session.query(f'{of_project} and status.state.name is "Done"').all() == []
    assert ids(session.query(f'Task where parent.parent.name is "{production.sequence["name"]}"')) == [
        production.task["id"]
    ]


def test_017_conditions_of_collections(production: Production) -> None:
    session = production.session
    start = arrow.utcnow()
    for days in (1, 2, 3):
        session.create(
            "Timelog",
            {"context": production.task, "start": start.shift(days=days), "duration": 60, "name": "x"},
        )
    session.commit()
    again = production.client.session()
    of_project = f'project_id is "{production.project["id"]}"'
    assert ids(again.query(f'Task where timelogs.start >= "{start}" and {of_project}')) == [
        production.task["id"]
    ]
    assert again.query(f'Task where timelogs.start >= "{start.shift(days=9)}" and {of_project}').all() == []


def test_018_authors_of_notes(production: Production) -> None:
    session = production.session
    jane, john = (
        session.create(
            "User",
            {"username": f"{production.name}{first}", "first_name": first, "last_name": production.name},
        )
        for first in ("Jane", "John")
    )
    session.commit()
    notes = [production.task.create_note(f"By {user['first_name']}", author=user) for user in (jane, john)]
    session.commit()
    again = production.client.session()
    by_has = again.query(f'Note where author has (first_name is "Jane" and last_name is "{production.name}")')
    dotted = again.query(
        f'Note where author.first_name is "Jane" and author.last_name is "{production.name}"'
    )
    assert ids(by_has) == ids(dotted) == [notes[0]["id"]]


def test_021_names_and_statuses_in_one_request(production: Production) -> None:
    session = production.client.session()
    expression = (
        "select full_name, project_schema.name, managers.user.username from Project where name is "
        f'"{production.name}"'
    )
    with production.client.counted(session) as requests:
        (project,) = session.query(expression)
        assert (project["full_name"], project["project_schema"]["name"]) == (
            f"{production.name} in full",
            "VFX Scheme",
        )
        assert list(project["managers"]) == []
    assert len(requests) == 1


def test_025_attributes_of_tasks(production: Production) -> None:
    kinds = {
        attribute.name: {kind.__name__ for kind in type(attribute).__mro__}
        for attribute in production.session.types["Task"].attributes
    }
    expected = {
        "name": "ScalarAttribute",
        "status": "ReferenceAttribute",
        "timelogs": "CollectionAttribute",
        "metadata": "KeyValueMappedCollectionAttribute",
        "custom_attributes": "KeyValueMappedCollectionAttribute",
    }
    assert {name for name, kind in expected.items() if kind not in kinds[name]} == set()


def test_026_statuses_and_time_logs(production: Production) -> None:
    session = production.session
    task = production.again(production.task, session=session)
    first, *_, status = production.project["project_schema"].get_statuses("Task")
    task["name"] = "renamed"
    task["status"] = status
    task["timelogs"].append(session.create("Timelog", {"duration": 90, "name": "Drawn"}))
    session.commit()
    assert str(task["status"]) == f"<Status({status['id']})>"
    stored = production.again(task)
    assert (stored["name"], stored["status"]["id"]) == ("renamed", status["id"])
    assert [timelog["duration"] for timelog in stored["timelogs"]] == [90]
    changes = {(change["from_status_id"], change["status_id"]) for change in stored["status_changes"]}
    assert changes == {(None, first["id"]), (first["id"], status["id"])}


def test_027_parents_are_one_sided(production: Production) -> None:
    session = production.session
    other = session.create("Sequence", {"name": "other", "parent": production.project})
    session.commit()
    assert list(other["children"]) == []
    production.shot["parent"] = other
    assert list(other["children"]) == []
    session.commit()
    session.populate(other, "children")
    assert list(other["children"]) == [production.shot]
    stored = production.again(production.task)
    assert [item["id"] for item in stored["link"]] == [
        each["id"] for each in (production.project, other, production.shot, production.task)
    ]
