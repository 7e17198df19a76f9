"""The project of an asset, a version, a note or a file: set and checked by the server."""

from __future__ import annotations

from typing import Any

import pytest

from callboard.errors import ValidationError
from callboard_server.events.update_event import Difference
from callboard_server.events.webhook_payload import entity_payload
from tests.support.film import VFX, one
from tests.support.operations import create, ref, update
from tests.support.world import Make, World


@pytest.fixture
def two(film: World, make: Make) -> World:
    """The film with notes and files, and another project with a folder."""
    picture = make.file(name="picture")
    film.do(
        film.admin,
        create("Project", id="tv", name="TV", project_schema_id=VFX),
        create("Folder", id="box", name="box", parent_id="tv"),
        create("ContainerComponent", id="archive", name="archive", version_id="v1"),
        create("FileComponent", id="member", name="member", container_id="archive"),
        create("Note", id="on-version", content="x", parent_id="v1", parent_type="AssetVersion"),
        create("Note", id="reply", content="x", in_reply_to_id="on-version"),
        create("Note", id="letter", content="x"),
        create("NoteComponent", note_id="on-version", component_id=picture),
        update("AssetVersion", "v1", thumbnail_id=picture),
    )
    film.forget_events()
    return film


def projects(world: World, text: str) -> dict[str, str | None]:
    return {row["id"]: row["project_id"] for row in world.rows(world.admin, f"select project_id from {text}")}


def test_everything_has_the_project_of_what_it_belongs_to(two: World) -> None:
    assert projects(two, "Asset") == {"plate": "film"}
    assert projects(two, "AssetVersion") == {"v1": "film"}
    assert projects(two, "Note") == {"on-version": "film", "reply": "film", "letter": None}
    assert projects(two, 'Component where name in ("archive", "member")') == {
        "archive": "film",
        "member": "film",
    }


def test_a_file_without_a_version_has_no_project(two: World) -> None:
    """Neither a thumbnail nor an attachment of a note, although only users of the project see it."""
    (found,) = two.rows(two.admin, 'select project_id, project.name from Component where name is "picture"')
    assert (found["project_id"], found["project"]) == (None, None)


def test_projects_can_be_filtered_sorted_and_counted(two: World) -> None:
    two.do(two.admin, create("Asset", id="tape", name="tape", context_id="box"))
    two.do(two.admin, create("AssetVersion", id="v9", asset_id="tape"))
    assert two.values(two.admin, 'AssetVersion where project.name is "TV"') == ["v9"]
    assert two.values(two.admin, "AssetVersion order by project.name descending") == ["v9", "v1"]
    counted = two.rows(
        two.admin, "select count(id) from AssetVersion group by project_id order by project_id"
    )
    assert [row["project_id"] for row in counted] == ["film", "tv"]
    assert two.values(two.admin, "Note where project_id is film and frame_number is none order by id") == [
        "on-version",
        "reply",
    ]


def test_every_answer_contains_the_project(two: World) -> None:
    """As an attribute that clients always receive."""
    for text in ("Asset", "AssetVersion", "select content from Note where id is reply"):
        assert two.rows(two.admin, text)[0]["project_id"] == "film"
    note = two.rows(two.admin, "select notes.content from AssetVersion")[0]["notes"][0]
    assert note["project_id"] == "film"
    assert (
        two.rows(two.admin, "select name from FileComponent where id is member")[0]["container_id"]
        == "archive"
    )


@pytest.mark.parametrize("name", ["Asset", "AssetVersion", "Note", "FileComponent"])
def test_a_client_may_only_send_the_right_project(two: World, name: str) -> None:
    belonging: dict[str, dict[str, Any]] = {
        "Asset": {"name": "other", "context_id": "sh1"},
        "AssetVersion": {"asset_id": "plate"},
        "Note": {"parent_id": "sh1", "parent_type": "Shot"},
        "FileComponent": {"name": "x", "version_id": "v1"},
    }
    for given in ({"project_id": "tv"}, {"project": ref("Project", "tv")}):
        error = two.refusal(two.admin, create(name, **belonging[name], **given))
        assert isinstance(error, ValidationError)
        assert error.message.startswith(f"{name}.project_id must be film")
        assert "got tv" in error.message
    two.do(two.admin, create(name, id="new", **belonging[name], project_id="film"))
    two.do(two.admin, update(name, "new", project=ref("Project", "film")))
    two.do(two.admin, update(name, "new", project_id=None))
    assert one(two, f"select project_id from {name} where id is new")["project_id"] == "film"
    assert two.refusal(two.admin, update(name, "new", project_id="tv")).message.startswith(
        f"{name}.project_id"
    )


def test_a_note_gets_its_project_with_its_parent(film: World) -> None:
    """The official client appends a new note to the notes of its parent, in the same batch."""
    film.do(
        film.ann,
        create("Note", id="n", content="x", project_id="film"),
        update("Shot", "sh1", notes=[ref("Note", "n")]),
    )
    assert one(film, "select project.name from Note")["project"]["name"] == "Film"
    assert film.refusal(film.ann, create("Note", content="x", project_id="film")).message.startswith(
        "Note.project_id must be null"
    )


def test_a_move_publishes_no_project_of_its_own(two: World) -> None:
    two.do(two.admin, update("Sequence", "sq", parent_id="box"))
    assert projects(two, "Note")["reply"] == "tv"
    items = {item["entityId"]: item["keys"] for item in two.events()[-1].entities}
    assert set(items) == {"sq", "sh1", "sh2", "comp"}
    two.do(two.admin, update("Asset", "plate", context_id="film"))
    (item,) = two.events()[-1].entities
    assert set(item["keys"]) == {"context_id", "project_id"}


def test_webhooks_contain_the_project(two: World) -> None:
    row = dict(zip(two.tables.by_root["Note"].columns.keys(), two.contents()["note"][0], strict=True))
    sent = entity_payload(Difference("add", two.model.entity("Note"), (row["id"],), {}, row))
    assert {"project_id", "frame_number"} <= sent["new"].keys()


def test_a_note_is_about_a_frame(film: World) -> None:
    film.do(
        film.ann,
        create("Note", id="n", parent_id="v1", parent_type="AssetVersion", frame_number=0),
        create("Note", id="m", parent_id="v1", parent_type="AssetVersion", frame_number=12),
        create("Note", id="whole", parent_id="v1", parent_type="AssetVersion"),
    )
    assert film.values(film.ann, "Note where frame_number >= 0 order by frame_number descending") == [
        "m",
        "n",
    ]
    film.do(film.ann, update("Note", "whole", frame_number=7))
    assert film.events()[-1].entities[0]["changes"]["frame_number"] == {"old": None, "new": 7}
