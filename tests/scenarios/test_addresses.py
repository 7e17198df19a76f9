"""Addresses in answers: of files and of thumbnails, which are inherited, or lead to a placeholder."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from callboard.wire.builtin import ORIGIN_LOCATION_ID, SERVER_LOCATION_ID
from callboard_server.testing import RunningServer
from tests.support.live import Person, fresh
from tests.support.operations import create, delete, update
from tests.support.world import ADMIN, Make, World, url_object

PLACEHOLDER = url_object("placeholder")


def thumbnail(world: World, kind: str, identifier: str) -> Any:
    (found,) = world.values(
        ADMIN, f'select thumbnail_url from {kind} where id is "{identifier}"', "thumbnail_url"
    )
    return found


def test_addresses_have_both_keys(film: World, make: Make) -> None:
    job = make.job()
    file = make.file(ADMIN, job=job)
    film.do(
        ADMIN,
        create("Note", id="n", content="x"),
        create("NoteComponent", note_id="n", component_id=file),
        create("ComponentLocation", component_id=file, location_id=ORIGIN_LOCATION_ID),
    )
    expected = url_object(f"url:{file}")
    for kind in ("JobComponent", "NoteComponent"):
        assert film.values(ADMIN, f"select url from {kind}", "url") == [expected]
    assert film.values(ADMIN, "select thumbnail_url from NoteComponent", "thumbnail_url") == [
        url_object(f"thumbnail:{file}")
    ]
    rows = film.rows(ADMIN, "select location_id, url from ComponentLocation")
    assert {row["location_id"]: row["url"] for row in rows} == {
        SERVER_LOCATION_ID: expected,
        ORIGIN_LOCATION_ID: None,
    }


def test_a_thumbnail_is_inherited_from_the_nearest_context_with_one(film: World, make: Make) -> None:
    everything = (
        ("Project", "film"),
        ("Sequence", "sq"),
        ("Shot", "sh1"),
        ("Task", "comp"),
        ("AssetVersion", "v1"),
    )
    for kind, identifier in everything:
        assert thumbnail(film, kind, identifier) == PLACEHOLDER
    expected = PLACEHOLDER
    for index, (kind, identifier) in enumerate(everything):
        if kind == "Task":
            continue  # the asset of the version belongs to the shot
        picture = make.file(ADMIN)
        film.do(ADMIN, update(kind, identifier, thumbnail_id=picture))
        own = url_object(f"thumbnail:{picture}")
        for lower_kind, lower in everything[index:]:
            if kind != "AssetVersion" or lower == identifier:
                assert thumbnail(film, lower_kind, lower) == own
        if kind == "Shot":
            expected = own
    assert thumbnail(film, "Task", "comp") == expected
    assert thumbnail(film, "Shot", "sh2") != expected, "it inherits from the sequence"


def test_users_and_reviews_without_a_picture_have_the_placeholder(film: World, make: Make) -> None:
    assert thumbnail(film, "User", "ann-id") == PLACEHOLDER
    film.do(ADMIN, create("ReviewSession", id="r", name="r", project_id="film"))
    assert thumbnail(film, "ReviewSession", "r") == PLACEHOLDER
    picture = make.file(ADMIN)
    film.do(ADMIN, update("User", "ann-id", thumbnail_id=picture))
    assert thumbnail(film, "User", "ann-id") == url_object(f"thumbnail:{picture}")
    film.do(ADMIN, delete("Component", picture))
    assert thumbnail(film, "User", "ann-id") == PLACEHOLDER


def test_every_thumbnail_in_an_answer_is_there(film: World, make: Make) -> None:
    picture = make.file(ADMIN)
    film.do(ADMIN, update("Sequence", "sq", thumbnail_id=picture))
    (version,) = film.rows(
        ADMIN,
        "select thumbnail_url, task.thumbnail_url, asset.parent.thumbnail_url, user.thumbnail_url, "
        "asset.parent.children.thumbnail_url from AssetVersion",
    )
    expected = url_object(f"thumbnail:{picture}")
    shot = version["asset"]["parent"]
    assert version["thumbnail_url"] == version["task"]["thumbnail_url"] == shot["thumbnail_url"] == expected
    assert [child["thumbnail_url"] for child in shot["children"]] == [expected]
    assert version["user"]["thumbnail_url"] == PLACEHOLDER


def test_statements_do_not_grow_with_inherited_thumbnails(film: World) -> None:
    text = "select name, thumbnail_url from TypedContext"
    film.rows(ADMIN, text)
    few = len(film.statements)
    film.do(ADMIN, *(create("Task", name=f"t{n}", parent_id="sh1") for n in range(20)))
    assert len(film.rows(ADMIN, text)) == 24
    assert len(film.statements) == few == 1


# -- Fetched without credentials
# ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(server: RunningServer) -> httpx.Client:
    return httpx.Client(timeout=30, trust_env=False, headers={"ftrack-strict-api": "true"})


def picture(answer: httpx.Response) -> tuple[int, int]:
    """Return the size of the picture in *answer*."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] in {"image/png", "image/jpeg"}
    return Image.open(io.BytesIO(answer.content)).size


def test_the_placeholder_is_a_picture_for_everybody(
    server: RunningServer, ann: Person, stranger: httpx.Client
) -> None:
    with stranger:
        assert picture(stranger.get(f"{server.url}/img/thumbnail2.png")) == (480, 270)
        (user,) = ann.ask(f"select thumbnail_url from User where id is {ann.id}")
        assert user["thumbnail_url"]["value"] == f"{server.url}/img/thumbnail2.png"
        assert picture(stranger.get(user["thumbnail_url"]["value"])) == (480, 270)


def test_addresses_need_no_credentials(ann: Person, stranger: httpx.Client) -> None:
    content = io.BytesIO()
    Image.new("RGB", (64, 64)).save(content, "PNG")
    drawn = ann.component(content.getvalue(), "face", ".png")
    written = ann.component(b"no picture", "notes", ".bin")
    note = fresh()
    ann.do(
        create("Note", id=note, content="x"),
        *(create("NoteComponent", note_id=note, component_id=each) for each in (drawn, written)),
        create("ComponentLocation", component_id=written, location_id=SERVER_LOCATION_ID),
    )
    rows = ann.ask(f"select component_id, url, thumbnail_url from NoteComponent where note_id is {note}")
    by_id = {row["component_id"]: row for row in rows}
    (location,) = ann.ask(f"select url from ComponentLocation where component_id is {written}")
    with stranger:
        assert picture(stranger.get(by_id[drawn]["thumbnail_url"]["url"])) == (64, 64)
        assert stranger.get(by_id[drawn]["url"]["value"]).content == content.getvalue()
        assert stranger.get(location["url"]["value"]).content == b"no picture"
        assert picture(stranger.get(by_id[written]["thumbnail_url"]["value"])) == (480, 270)
    assert ann.http.get("/component/thumbnail", params={"id": written}).status_code == 404
