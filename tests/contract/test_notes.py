"""Notes with categories, labels and recipients, as published clients write and read them."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

from tests.contract.production import Production, current_user, make_production
from tests.support.clients import Client
from tests.support.people import Person


@pytest.fixture
def made(client: Client, unique: str) -> Production:
    """A production of either client."""
    return make_production(client, unique)


def test_a_note_with_a_category_reads_back_with_it(made: Production) -> None:
    session = made.session
    category = session.create("NoteCategory", {"name": made.name})
    session.commit()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        note = made.task.create_note("Look", current_user(session), category=category)
    session.commit()
    again: Any = made.client.session()
    text = (
        f'select category.name, category_id, note_label_links.label.name from Note where id is "{note["id"]}"'
    )
    found = again.query(text).one()
    assert (found["category"]["name"], found["category_id"]) == (made.name, category["id"])
    (link,) = found["note_label_links"]
    assert link["label"] is found["category"]
    assert found["category"].entity_type == "NoteCategory"
    assert again.query(f'Note where category.name is "{made.name}"').one() is found


def test_a_label_is_created_read_and_changed(made: Production) -> None:
    session = made.session
    label = session.create("NoteLabel", {"name": made.name})
    session.commit()
    assert (label.entity_type, label["name"]) == ("NoteLabel", made.name)
    note = made.task.create_note("Look", current_user(session), labels=[label])
    session.commit()
    again: Any = made.client.session()
    found = again.query(f'NoteLabel where name is "{made.name}"').one()
    assert (found.entity_type, found["id"]) == ("NoteCategory", label["id"])
    found["name"] = f"{made.name}-2"
    again.commit()
    assert found["name"] == f"{made.name}-2"
    assert made.again(note)["category"]["name"] == f"{made.name}-2"


def test_the_sender_is_a_recipient(made: Production, ann: Person) -> None:
    session = made.session
    user = current_user(session)
    recipient = session.get("User", ann.id)
    note = made.task.create_note("Look", user, recipients=[recipient])
    session.commit()
    expected = sorted([user["id"], ann.id])
    assert sorted(each["resource_id"] for each in note["recipients"]) == expected
    assert sorted(each["resource_id"] for each in made.again(note)["recipients"]) == expected
    plain = made.task.create_note("Look", user)
    session.commit()
    assert len(made.again(plain)["recipients"]) == 0


def test_a_reply_joins_its_thread(made: Production) -> None:
    session = made.session
    user = current_user(session)
    note = made.task.create_note("Look", user)
    reply = note.create_reply("Seen", user)
    session.commit()
    found: Any = made.again(note)
    assert [each["content"] for each in found["replies"]] == ["Seen"]
    assert found["replies"][0]["in_reply_to"] is found
    assert made.again(reply)["parent_id"] == made.task["id"]
