"""Notes as clients write them: on entities, as replies, with labels, recipients, files and completion."""

from __future__ import annotations

import pytest

from tests.support.film import one, statements
from tests.support.operations import Operation, create, delete, moment, ref, update
from tests.support.world import Make, World

LATER = moment("2026-11-24T11:00:00")


def noted(owner_type: str, owner: str, *notes: str) -> Operation:
    """Return the update with which clients add notes to an entity: the whole list of its notes."""
    return update(owner_type, owner, notes=[ref("Note", note) for note in notes])


def replied(first: str, *replies: str) -> Operation:
    return update("Note", first, replies=[ref("Note", reply) for reply in replies])


def where(world: World, note: str) -> tuple[str | None, str | None]:
    found = one(world, f"select parent_id, parent_type from Note where id is {note}")
    return found["parent_id"], found["parent_type"]


def labels(world: World, note: str) -> set[str]:
    return set(
        world.values(world.admin, f"select label_id from NoteLabelLink where note_id is {note}", "label_id")
    )


@pytest.mark.parametrize(
    ("kind", "identifier", "parent_type"),
    [
        ("Task", "comp", "Task"),
        ("TypedContext", "sh1", "Shot"),
        ("Context", "film", "Project"),
        ("AssetVersion", "v1", "AssetVersion"),
    ],
)
def test_the_parent_of_a_note_follows_from_the_list_it_is_added_to(
    film: World, kind: str, identifier: str, parent_type: str
) -> None:
    film.do(film.ann, create("Note", id="n", content="Nice"), noted(kind, identifier, "n"))
    assert where(film, "n") == (identifier, parent_type)
    assert (
        film.values(film.ann, f"select notes.content from {kind} where id is {identifier}", "notes")[0][0][
            "content"
        ]
        == "Nice"
    )
    (event,) = film.events()
    added = next(entity for entity in event.entities if entity["entity_type"] == "Note")
    assert [link["entity_type"] for link in added["parents"]][-1] == "Project"
    assert added["parents"][1]["entityId"] == identifier


@pytest.mark.parametrize("spelling", ["task", "Task", "TypedContext", "Context", "shot", "Shot"])
def test_any_spelling_of_the_type_is_accepted(film: World, spelling: str) -> None:
    (made,) = film.do(film.ann, create("Note", id="n", parent_id="sh1", parent_type=spelling))
    assert made["data"]["parent_type"] == "Shot"
    assert where(film, "n") == ("sh1", "Shot")


@pytest.mark.parametrize(
    ("identifier", "spelling", "parent_type"),
    [("v1", "asset_version", "AssetVersion"), ("film", "show", "Project")],
)
def test_legacy_spellings_are_accepted(film: World, identifier: str, spelling: str, parent_type: str) -> None:
    film.do(film.ann, create("Note", id="n", parent_id=identifier, parent_type=spelling))
    assert where(film, "n") == (identifier, parent_type)


def test_the_parent_type_is_derived_from_the_identifier(film: World) -> None:
    film.do(film.ann, create("Note", id="n", parent_id="v1"))
    assert where(film, "n") == ("v1", "AssetVersion")
    assert (
        "Note.parent_type is required" in film.refusal(film.ann, create("Note", parent_id="nobody")).message
    )


def test_a_note_on_a_missing_entity_is_refused(film: World) -> None:
    assert (
        film.refusal(film.ann, create("Note", parent_id="nobody", parent_type="Task")).code
        == "validation.unknown_reference"
    )
    assert (
        film.refusal(film.ann, create("Note", parent_id="v1", parent_type="Task")).code
        == "validation.unknown_reference"
    )


def test_a_reply_joins_the_thread(film: World) -> None:
    film.do(film.ann, create("Note", id="n"), noted("Task", "comp", "n"))
    film.clock.advance(hours=1)
    film.do(film.bob, create("Note", id="r", content="Sure"), replied("n", "r"))
    assert where(film, "r") == ("comp", "Task")
    first = one(
        film, "select thread_activity, date, replies.content, replies.user_id from Note where id is n"
    )
    assert first["thread_activity"] == LATER
    assert first["date"] == moment("2026-11-24T10:00:00")
    assert [(reply["content"], reply["user_id"]) for reply in first["replies"]] == [("Sure", "bob-id")]


def test_threads_are_flat(film: World) -> None:
    film.do(film.ann, create("Note", id="n"), noted("Task", "comp", "n"))
    film.do(film.ann, create("Note", id="r"), replied("n", "r"))
    film.do(film.ann, create("Note", id="rr"), replied("r", "rr"))
    assert film.values(film.ann, "select in_reply_to_id from Note where id is rr", "in_reply_to_id") == ["n"]
    assert where(film, "rr") == ("comp", "Task")


def test_a_thread_can_be_created_in_one_batch(film: World) -> None:
    film.do(
        film.ann,
        create("Note", id="r", in_reply_to_id="n"),
        create("Note", id="n"),
        create("Note", id="rr", in_reply_to_id="r"),
        noted("Task", "comp", "n"),
    )
    assert {where(film, note) for note in ("n", "r", "rr")} == {("comp", "Task")}


def test_deleting_a_note_deletes_its_replies(film: World) -> None:
    film.do(
        film.ann,
        create("Note", id="n", parent_id="comp", parent_type="task"),
        create("Note", id="r", in_reply_to_id="n"),
    )
    film.do(film.ann, update("Note", "n", parent_id="v1", parent_type="AssetVersion"))
    assert where(film, "r") == ("v1", "AssetVersion")


def test_a_note_cannot_reply_to_itself(film: World) -> None:
    film.do(film.ann, create("Note", id="n"), create("Note", id="r", in_reply_to_id="n"))
    assert (
        "cannot be inside itself" in film.refusal(film.ann, update("Note", "n", in_reply_to_id="n")).message
    )
    assert (
        "cannot be inside itself" in film.refusal(film.ann, update("Note", "n", in_reply_to_id="r")).message
    )


def test_notes_have_recipients(film: World, make: Make) -> None:
    group = make.entity("Group", name="Leads")
    *_, answer = film.do(
        film.ann,
        create("Note", id="n", content="Look"),
        create("Recipient", note_id="n", resource_id="bob-id"),
        create("Recipient", note_id="n", resource_id=group, text_mentioned="@leads"),
        update(
            "Note",
            "n",
            recipients=[ref("Recipient", note_id="n", resource_id=one) for one in ("bob-id", group)],
        ),
    )
    assert film.values(film.bob, 'Note where recipients any (recipient.id is "bob-id")') == ["n"]
    assert {
        each["resource_id"] for each in one(film, "select recipients.resource_id from Note")["recipients"]
    } == {"ann-id", "bob-id", group}
    assert [each["resource_id"] for each in answer["data"]["recipients"]] == ["bob-id", group, "ann-id"]
    assert (
        film.refusal(film.ann, create("Recipient", note_id="n", resource_id="bob-id")).code
        == "conflict.duplicate"
    )


def recipients(world: World) -> list[str]:
    return sorted(world.values(world.admin, "select resource_id from Recipient", "resource_id"))


def test_the_sender_receives_a_note_with_recipients_too(film: World) -> None:
    film.do(film.ann, create("Note", id="n"))
    assert recipients(film) == []
    film.do(film.ann, create("Recipient", note_id="n", resource_id="bob-id"))
    assert recipients(film) == ["ann-id", "bob-id"]
    film.do(film.ann, delete("Recipient", ["n", "ann-id"]))
    film.do(film.ann, create("Recipient", note_id="n", resource_id="admin-id"))
    assert recipients(film) == ["admin-id", "bob-id"], "only with the first recipients"


def test_a_sender_who_is_a_recipient_is_one_once(film: World) -> None:
    film.do(
        film.ann,
        create("Note", id="n", user_id="bob-id"),
        create("Recipient", note_id="n", resource_id="ann-id"),
    )
    assert recipients(film) == ["ann-id"]


def test_senders_are_added_with_the_same_number_of_statements(film: World) -> None:
    def batch(*names: str) -> int:
        notes = [create("Note", id=name) for name in names]
        return statements(
            film, *notes, *(create("Recipient", note_id=name, resource_id="bob-id") for name in names)
        )

    assert batch("a") == batch("b", "c", "d", "e")


# -- Labels
# ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def labelled(film: World) -> World:
    """The film, with a category and a label, which are stored in the same table."""
    film.do(
        film.admin,
        create("NoteCategory", id="client", name="Client"),
        create("NoteLabel", id="later", name="Later"),
    )
    return film


def test_categories_and_labels_share_a_table(labelled: World) -> None:
    for kind in ("NoteCategory", "NoteLabel"):
        assert set(labelled.values(labelled.ann, f"{kind} where id in (client, later)")) == {
            "client",
            "later",
        }
    (made,) = labelled.do(labelled.admin, update("NoteCategory", "later", name="Soon"))
    assert made["data"]["__entity_type__"] == "NoteCategory"
    assert labelled.values(labelled.ann, "select name from NoteLabel where id is later", "name") == ["Soon"]


def test_a_category_is_a_label(labelled: World) -> None:
    labelled.do(labelled.ann, create("Note", id="n", category_id="client"))
    assert labels(labelled, "n") == {"client"}
    labelled.do(labelled.ann, update("Note", "n", category=ref("NoteCategory", "later")))
    assert labels(labelled, "n") == {"later"}
    labelled.do(labelled.ann, update("Note", "n", category_id=None))
    assert labels(labelled, "n") == set()


def test_a_category_and_its_link_can_be_created_in_one_batch(labelled: World) -> None:
    """Clients create the link themselves, with the identifier of the category."""
    link = create("NoteLabelLink", note_id="n", label_id="client")
    labelled.do(
        labelled.ann,
        create("Note", id="n", category_id="client"),
        link,
        create("NoteLabelLink", note_id="n", label_id="later"),
    )
    assert labels(labelled, "n") == {"client", "later"}


def test_a_label_is_a_category(labelled: World) -> None:
    """Clients send the category of a note as a label link."""
    labelled.do(labelled.ann, create("Note", id="n"), create("NoteLabelLink", note_id="n", label_id="client"))
    assert category(labelled) == "client"
    labelled.do(labelled.ann, create("NoteLabelLink", note_id="n", label_id="later"))
    assert category(labelled) == "client", "the first label stays the category"
    labelled.do(labelled.ann, delete("NoteLabelLink", ["n", "client"]))
    assert category(labelled) == "later"
    labelled.do(labelled.ann, delete("NoteLabelLink", ["n", "later"]))
    assert category(labelled) is None


def test_a_label_is_replaced_in_one_batch(labelled: World) -> None:
    labelled.do(labelled.ann, create("Note", id="n", category_id="client"))
    labelled.do(
        labelled.ann,
        create("NoteLabelLink", note_id="n", label_id="later"),
        delete("NoteLabelLink", ["n", "client"]),
    )
    assert (category(labelled), labels(labelled, "n")) == ("later", {"later"})


def category(world: World) -> str | None:
    """Return the category of the only note, which must agree in every place."""
    found = one(world, "select category_id, category.name, note_label_links.label.name from Note")
    if found["category"] is not None:
        assert found["category"]["id"] == found["category_id"]
        assert found["category_id"] in {link["label_id"] for link in found["note_label_links"]}
        assert world.values(world.admin, 'Note where category.name like "%"') == [found["id"]]
    identifier: str | None = found["category_id"]
    return identifier


def test_a_category_has_one_type_in_all_answers(labelled: World) -> None:
    labelled.do(labelled.ann, create("Note", id="n", category_id="client"))
    text = "select category.name, note_label_links.label.color from Note"
    for normalised in (True, False):
        (note,) = labelled.ask(labelled.admin, text, normalised=normalised).data
        label = note["note_label_links"][0]["label"]
        assert note["category"]["__entity_type__"] == label["__entity_type__"] == "NoteCategory"
        assert label["id"] == "client"
    for kind in ("NoteCategory", "NoteLabel"):
        rows = labelled.rows(labelled.admin, f"{kind} where id in (client, later)")
        assert [row["__entity_type__"] for row in rows] == ["NoteCategory"] * 2
        (changed,) = labelled.do(labelled.admin, update(kind, "later", name=kind))
        assert changed["data"]["__entity_type__"] == "NoteCategory"
        (made,) = labelled.do(labelled.admin, create(kind, name="new"))
        assert made["data"]["__entity_type__"] == kind, "the client stores it as what it created"
    (link,) = labelled.do(labelled.ann, create("NoteLabelLink", note_id="n", label=ref("NoteLabel", "later")))
    assert link["data"]["label"] == ref("NoteCategory", "later")


def test_deleting_a_label_keeps_the_note(labelled: World) -> None:
    labelled.do(labelled.ann, create("Note", id="n", category_id="client"))
    labelled.do(labelled.admin, delete("NoteLabel", "client"))
    assert one(labelled, "select category_id from Note")["category_id"] is None
    assert labels(labelled, "n") == set()


# -- Completion, files
# ------------------------------------------------------------------------------------------------------------


def completion(world: World) -> tuple[object, object]:
    note = one(world, "select completed_by_id, completed_at from Note")
    return note["completed_by_id"], note["completed_at"]


def test_notes_can_be_completed(film: World) -> None:
    film.do(film.ann, create("Note", id="n", is_todo=True))
    film.do(film.ann, update("Note", "n", completed_by_id="bob-id"))
    assert completion(film) == ("bob-id", moment("2026-11-24T10:00:00"))
    film.do(film.ann, update("Note", "n", completed_by_id=None))
    assert completion(film) == (None, None)
    film.do(film.ann, update("Note", "n", completed_at=LATER))
    assert completion(film) == ("ann-id", LATER)
    film.do(film.ann, update("Note", "n", completed_at=None))
    assert completion(film) == (None, None)
    film.do(film.ann, update("Note", "n", completed_at=LATER, completed_by_id="bob-id"))
    assert completion(film) == ("bob-id", LATER)
    film.do(film.ann, update("Note", "n", content="Done"))
    assert completion(film) == ("bob-id", LATER)


def test_notes_have_files(film: World, make: Make) -> None:
    film.do(
        film.ann,
        create("Note", id="n"),
        create("NoteComponent", note_id="n", component_id=make.file(name="sketch")),
    )
    (component,) = one(film, "select note_components.component.name, note_components.url from Note")[
        "note_components"
    ]
    assert component["component"]["name"] == "sketch"
    assert component["url"]


def test_deleting_a_note_deletes_its_dependents(film: World, make: Make) -> None:
    """Replies, recipients, labels, files without other owners, and metadata."""
    own, shared = make.file(), make.file()
    film.do(
        film.admin,
        create("NoteLabel", id="label"),
        create("Note", id="n", parent_id="comp", category_id="label"),
        create("Note", id="r", in_reply_to_id="n"),
        create("Recipient", note_id="r", resource_id="bob-id"),
        *(create("NoteComponent", note_id="n", component_id=file) for file in (own, shared)),
        create("Metadata", parent_id="n", parent_type="Note", key="reviewFrame", value='{"number": 12}'),
        update("User", "ann-id", thumbnail_id=shared),
    )
    film.do(film.admin, delete("Note", "n"))
    for kind in (
        "Note",
        "Recipient",
        "NoteLabelLink",
        "NoteComponent",
        "Metadata",
        f"Component where id is {own}",
    ):
        assert film.rows(film.admin, kind) == []
    assert film.values(film.admin, f"Component where id is {shared}") == [shared]


def test_statements_do_not_grow_with_notes(film: World) -> None:
    def write(count: int, mark: str) -> int:
        notes = [
            create("Note", id=f"{mark}{n}", category_id="label", parent_id="sh1", parent_type="task")
            for n in range(count)
        ]
        replies = [create("Note", id=f"{mark}r{n}", in_reply_to_id=f"{mark}{n}") for n in range(count)]
        return statements(film, *notes, *replies)

    film.do(film.admin, create("NoteLabel", id="label"))
    assert write(5, "a") == write(50, "b")
    answers = [create("Note", id=f"c{n}", in_reply_to_id=f"b{n}") for n in range(50)]
    assert statements(film, create("Note", id="c", in_reply_to_id="a0")) == statements(film, *answers)
