"""Documented scenarios 31, and 124 to 128: keys, teams, assignments, roles, invitations."""

from __future__ import annotations

from typing import Any

import pytest

from callboard_server.actions.users import NewUser
from callboard_server.testing import RunningServer
from tests.contract.production import Production, current_user, finished
from tests.support.clients import Client
from tests.support.people import Person, add_person


@pytest.mark.parametrize("way", ["session", "user"])
def test_031_reset_a_key(client: Client, server: RunningServer, unique: str, way: str) -> None:
    person = add_person(server, NewUser(unique, "Kay", "Keyholder", f"{unique}@example.org"))
    session = client.session(person)
    user = session.get("User", person.id)
    key = user.reset_api_key() if way == "user" else session.reset_remote("api_key", entity=user)["api_key"]
    assert key != person.api_key
    with client.module().Session(
        server.url, key, unique, schema_cache_path=False, plugin_paths=[]
    ) as renewed:
        assert renewed.query("User").first() is not None
    with pytest.raises(client.module("exception").ServerError, match="InvalidCredentialsError"):
        client.session(person)


def test_124_the_team_of_a_project(production: Production, ann: Person, bob: Person) -> None:
    session = production.session
    group = session.create("Group", {"name": production.name})
    for person in (ann, bob):
        session.create("Membership", {"group": group, "user_id": person.id})
    for resource_id in (group["id"], ann.id, current_user(session)["id"]):
        session.create(
            "Appointment", {"context": production.project, "resource_id": resource_id, "type": "allocation"}
        )
    session.commit()
    again = production.client.session()
    team: set[Any] = set()
    for allocation in again.get("Project", production.project["id"])["allocations"]:
        resource = allocation["resource"]
        if isinstance(resource, again.types["Group"]):
            team.update(membership["user"] for membership in resource["memberships"])
        else:
            team.add(resource)
    assert sorted(user["username"] for user in team) == ["admin", "ann", "bob"]


def test_125_assign(production: Production) -> None:
    session, task = production.session, production.task
    user = current_user(session)
    session.create("Appointment", {"context": task, "resource": user, "type": "assignment"})
    session.commit()
    again = production.client.session()
    assert [each["resource"]["id"] for each in again.get("Task", task["id"])["assignments"]] == [user["id"]]
    assignees = again.query(
        f'select first_name from User where assignments any (context_id = "{task["id"]}")'
    )
    assert [each["id"] for each in assignees] == [user["id"]]
    of_project = f'project_id is "{production.project["id"]}"'
    expression = (
        f'select link from Task where assignments any (resource.username = "{session.api_user}") '
        f"and {of_project}"
    )
    (stored,) = again.query(expression).all()
    path = " / ".join(item["name"] for item in stored["link"])
    names = [each["name"] for each in (production.sequence, production.shot, task)]
    assert path == " / ".join([production.project["full_name"], *names])
    assert list(again.get("Project", production.project["id"])["allocations"]) == []


def granted(official: Client, user_id: str) -> dict[str, tuple[bool, list[str]]]:
    """Return the roles of a user: whether for all projects, and for which projects."""
    user = official.session().get("User", user_id)
    return {
        each["security_role"]["name"]: (
            bool(each["is_all_projects"]),
            sorted(project["project_id"] for project in each["user_security_role_projects"]),
        )
        for each in user["user_security_roles"]
    }


def test_126_security_roles(production: Production) -> None:
    session, official = production.session, production.client
    roles = {role["name"]: role["id"] for role in session.query('SecurityRole where type is "PROJECT"')}
    assert {"Administrator", "Project Manager", "User"} <= set(roles)
    user = session.create("User", {"username": production.name})
    session.commit()
    before = granted(official, user["id"])
    who = {"user_id": user["id"], "role_id": roles["Project Manager"]}
    session.call([{"action": "add_user_security_role", **who}])
    assert set(granted(official, user["id"])) == {*before, "Project Manager"}
    project = {"project_id": production.project["id"]}
    session.call([{"action": "grant_user_security_role_project", **who, **project}])
    assert granted(official, user["id"])["Project Manager"] == (False, [production.project["id"]])
    session.call([{"action": "update_user_security_role", **who, "new_role_id": roles["Administrator"]}])
    assert granted(official, user["id"])["Administrator"] == (False, [production.project["id"]])
    who["role_id"] = roles["Administrator"]
    session.call([{"action": "revoke_user_security_role_project", **who, **project}])
    assert granted(official, user["id"])["Administrator"][1] == []
    session.call([{"action": "grant_user_security_role_project", **who, "all_open_projects": True}])
    assert granted(official, user["id"])["Administrator"][0] is True
    session.call([{"action": "remove_user_security_role", **who}])
    assert granted(official, user["id"]) == before


def test_126_only_administrators_assign_roles(official: Client, ann: Person) -> None:
    session = official.session(ann)
    role = official.session().query('SecurityRole where name is "Administrator"').one()
    with pytest.raises(official.module("exception").ServerError, match="PermissionError"):
        session.call([{"action": "add_user_security_role", "user_id": ann.id, "role_id": role["id"]}])
    assert "Administrator" not in granted(official, ann.id)


def test_127_invite_a_user(client: Client, unique: str) -> None:
    session = client.session()
    user = session.create("User", {"username": unique, "email": f"{unique}@example.org", "is_active": True})
    session.commit()
    user.send_invite()
    with client.counted(session) as requests:
        session.send_user_invites([user, user])
    assert len(requests) == 1


def test_128_directory_synchronisation(official: Client) -> None:
    session = official.session()
    result = session.call([{"action": "delayed_job", "job_type": "SYNC_USERS_LDAP"}])
    job = result[0]["data"]
    assert job.entity_type == "Job"
    assert finished(official, job)["status"] in ("done", "failed")
