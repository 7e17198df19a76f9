"""Notes, timers, lists and metadata, created by the methods of the official client."""

from __future__ import annotations

import pytest

from tests.support.clients import Client

VFX = "caddd816-acb5-11e1-8668-f23c91df1211"
DAILIES = "77b9ab82-07c2-11e4-ba66-04011030cf01"


def test_a_day_of_work(official: Client, unique: str) -> None:
    session = official.session()
    project = session.create("Project", {"name": unique, "project_schema_id": VFX})
    shot = session.create("Shot", {"name": "sh010", "parent": project})
    task = session.create("Task", {"name": "comp", "parent": shot})
    task["metadata"]["padding"] = 4
    session.commit()
    me = session.query(f'User where username is "{session.api_user}"').one()

    note = task.create_note("Looks good", author=me, recipients=[me])
    session.commit()
    reply = note.create_reply("Thanks", author=me)
    session.commit()
    again = official.session()
    thread = again.query(
        "select content, replies.content, recipients from Note "
        f'where parent_id is "{task["id"]}" and in_reply_to is none'
    ).one()
    assert [each["content"] for each in thread["replies"]] == ["Thanks"]
    assert len(thread["recipients"]) == 1
    assert again.get("Note", reply["id"])["parent_id"] == task["id"]
    assert again.get("Task", task["id"])["metadata"]["padding"] == "4"

    me.start_timer(task, comment="At work")
    with pytest.raises(Exception, match="already") as refused:
        me.start_timer(task)
    assert type(refused.value).__name__ == "NotUniqueError"
    log = me.stop_timer()
    assert log["context"]["id"] == task["id"]
    assert log["comment"] == "At work"

    made = session.create("TypedContextList", {"name": unique, "project": project, "category_id": DAILIES})
    session.commit()
    made["items"].append(task)
    made["items"].append(shot)
    session.commit()
    items = (
        official.session()
        .query(f'select items.name from TypedContextList where id is "{made["id"]}"')
        .one()["items"]
    )
    assert {item["name"] for item in items} == {"comp", "sh010"}

    session.delete(project)
    session.commit()
    assert official.session().query(f'Context where id in ("{task["id"]}", "{shot["id"]}")').all() == []
