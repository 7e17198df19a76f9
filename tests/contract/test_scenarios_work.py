"""Documented scenarios 119 to 123, and the parts of 20, 32 and 100 to 103 about productions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.production import Production, current_user, server_location
from tests.support.people import Person


def ids(entities: Any) -> list[str]:
    return sorted(each["id"] for each in entities)


def test_119_notes_of_a_task(production: Production) -> None:
    session, task = production.session, production.task
    user = current_user(session)
    helped = task.create_note("By the helper", author=user)
    manual = session.create("Note", {"content": "By hand", "author": user})
    task["notes"].append(manual)
    session.commit()
    again = production.client.session()
    by_query = again.query(f'Note where parent_id is "{task["id"]}"')
    by_relation = again.get("Task", task["id"])["notes"]
    assert ids(by_query) == ids(by_relation) == ids([helped, manual])
    assert {note["content"] for note in by_relation} == {"By the helper", "By hand"}
    assert {note["author"]["id"] for note in by_relation} == {user["id"]}
    assert all(note["date"] is not None for note in by_relation)


def test_119_replies(production: Production) -> None:
    session, task = production.session, production.task
    user = current_user(session)
    note = task.create_note("A question", author=user)
    session.commit()
    reply = note.create_reply("An answer", author=user)
    manual = session.create("Note", {"content": "Another one", "author": user})
    note["replies"].append(manual)
    session.commit()
    stored = production.again(note)
    assert ids(stored["replies"]) == ids([reply, manual])
    assert {each["in_reply_to"]["id"] for each in stored["replies"]} == {note["id"]}


def test_119_notes_of_other_entities(production: Production) -> None:
    session = production.session
    user, version = current_user(session), production.version()
    notes = {
        each["id"]: each.create_note("Seen", author=user)
        for each in (production.project, production.shot, version)
    }
    session.commit()
    for entity in (production.project, production.shot, version):
        assert ids(production.again(entity)["notes"]) == [notes[entity["id"]]["id"]]


def test_120_labels_and_recipients(production: Production, bob: Person) -> None:
    session, task = production.session, production.task
    user, other = current_user(session), session.get("User", bob.id)
    group = session.create("Group", {"name": production.name})
    session.commit()
    internal, feedback = session.query('NoteLabel where name in ("Internal", "Client feedback")').all()
    note = task.create_note("Please look", author=user, labels=[internal], recipients=[other, group])
    session.commit()
    session.create("NoteLabelLink", {"note_id": note["id"], "label_id": feedback["id"]})
    session.commit()
    stored = production.again(note)
    assert {each["label"]["name"] for each in stored["note_label_links"]} == {"Internal", "Client feedback"}
    assert {each["resource_id"] for each in stored["recipients"]} == {bob.id, group["id"], user["id"]}
    found = production.client.session().query(
        f'Note where recipients any (resource_id is "{bob.id}") and parent_id is "{task["id"]}"'
    )
    assert ids(found) == [note["id"]]


@pytest.mark.filterwarnings("ignore:.*category:PendingDeprecationWarning")
def test_120_category(production: Production) -> None:
    session, task = production.session, production.task
    user = current_user(session)
    category = session.create("NoteCategory", {"name": production.name})
    session.commit()
    note = task.create_note("With a category", author=user, category=category)
    session.commit()
    assert [each["label_id"] for each in production.again(note)["note_label_links"]] == [category["id"]]
    label = session.query("NoteLabel").first()
    with pytest.raises(ValueError, match="category"):
        task.create_note("Both", author=user, category=category, labels=[label])


def test_121_attachments_of_notes(production: Production, tmp_path: Path, http: httpx.Client) -> None:
    session = production.session
    (tmp_path / "sketch.txt").write_bytes(b"a sketch")
    location = server_location(session)
    note = production.task.create_note("See the file", author=current_user(session))
    component = session.create_component(
        str(tmp_path / "sketch.txt"), data={"name": "Sketch"}, location=location
    )
    session.create("NoteComponent", {"component_id": component["id"], "note_id": note["id"]})
    session.commit()
    (attached,) = production.again(note)["note_components"]
    answer = http.get(location.get_url(attached["component"]))
    assert (answer.status_code, answer.content) == (200, b"a sketch")
    assert http.get(attached["url"]["url"]).content == b"a sketch"


@pytest.mark.parametrize("kind", ["AssetVersionList", "TypedContextList"])
def test_122_lists(production: Production, kind: str) -> None:
    session = production.session
    category = session.query('ListCategory where name is "Dailies"').one()
    made = session.create(
        kind,
        {
            "name": production.name,
            "owner": current_user(session),
            "project": production.project,
            "category": category,
        },
    )
    first, second = (
        (production.version(), production.version("other"))
        if kind == "AssetVersionList"
        else (production.shot, production.task)
    )
    made["items"].append(first)
    made["items"].append(second)
    session.commit()
    stored = production.again(made)
    assert (stored["name"], stored["owner"]["username"], stored["category"]["name"]) == (
        production.name,
        session.api_user,
        "Dailies",
    )
    assert ids(stored["items"]) == ids([first, second])
    assert stored["id"] in ids(production.again(first)["lists"])
    made["items"].remove(first)
    session.commit()
    assert ids(production.again(made)["items"]) == [second["id"]]


def test_122_entities_of_another_type_are_refused(production: Production) -> None:
    session = production.session
    category = session.query('ListCategory where name is "Dailies"').one()
    data = {
        "name": production.name,
        "owner": current_user(session),
        "project": production.project,
        "category": category,
    }
    made = session.create("AssetVersionList", data)
    made["items"].append(production.task)
    with pytest.raises(
        production.client.module("exception").ServerError, match=r"ValidationError|IntegrityError"
    ):
        session.commit()
    session.rollback()
    assert (
        production.client.session().query(f'List where project_id is "{production.project["id"]}"').all()
        == []
    )


def test_123_timers(production: Production) -> None:
    session, errors = production.session, production.client.module("exception")
    user = session.create("User", {"username": production.name})
    session.commit()
    timer = user.start_timer(production.task, comment="At work", name="Comp")
    assert production.again(timer)["start"] is not None
    with pytest.raises(errors.NotUniqueError):
        user.start_timer(production.task)
    session.rollback()
    timelog = user.stop_timer()
    stored = production.again(timelog)
    assert (stored["user_id"], stored["context_id"], stored["comment"], stored["name"]) == (
        user["id"],
        production.task["id"],
        "At work",
        "Comp",
    )
    assert 0 <= stored["duration"] < 60
    assert production.again(timer) is None
    with pytest.raises(errors.NoResultFoundError):
        user.stop_timer()
    user.start_timer(production.task)
    user.start_timer(production.shot, force=True)
    assert len(production.client.session().query(f'Timelog where user_id is "{user["id"]}"')) == 2
    assert (
        production.client.session().query(f'Timer where user_id is "{user["id"]}"').one()["context_id"]
        == production.shot["id"]
    )


@pytest.mark.parametrize("owner", ["project", "sequence", "shot", "task"])
def test_100_101_102_103_metadata_of_contexts(production: Production, owner: str) -> None:
    entity = getattr(production, owner)
    entity["metadata"]["first"] = "1"
    production.session.commit()
    entity["metadata"] = {"second": "two", production.name: "matching"}
    production.session.commit()
    stored = production.again(entity)
    assert dict(stored["metadata"].items()) == {"second": "two", production.name: "matching"}
    kind = entity.entity_type
    found = production.client.session().query(
        f'{kind} where metadata any (key is "{production.name}" and value is "matching")'
    )
    assert ids(found) == [entity["id"]]
    made = production.session.create(
        "AssetBuild", {"name": "tree", "parent": production.project, "metadata": {"at": "once"}}
    )
    production.session.commit()
    assert production.again(made)["metadata"]["at"] == "once"


def test_032_notes_are_deleted_with_their_task(production: Production) -> None:
    session, task = production.session, production.task
    note = task.create_note("Gone tomorrow", author=current_user(session))
    session.commit()
    session.delete(task)
    session.commit()
    assert task["name"] == f"{production.name}_comp"
    assert production.again(task) is None
    assert production.again(note) is None


def test_020_users_without_time_logs(production: Production) -> None:
    session = production.session
    lazy, busy = (session.create("User", {"username": f"{production.name}{end}"}) for end in ("lazy", "busy"))
    session.create("Timelog", {"user": busy, "context": production.task, "duration": 60})
    session.commit()
    found = production.client.session().query(
        f'User where not timelogs any () and username like "{production.name}%"'
    )
    assert ids(found) == [lazy["id"]]
