"""Drawings: on notes and on review objects, with their pictures; and the folders of review sessions."""

from __future__ import annotations

import pytest

from callboard.errors import CallboardError
from tests.support.film import VFX, one
from tests.support.operations import Operation, create, delete, ref, update
from tests.support.world import Make, World, url_object

STROKES = {"strokes": [{"points": [[0, 0.5], [1, 1]], "color": "#f00"}], "version": 2}


@pytest.fixture
def review(film: World) -> World:
    """The film, with a folder, a review session and an object in it."""
    film.do(
        film.ann,
        create("ReviewSessionFolder", id="dailies", name="Dailies", project_id="film"),
        create("ReviewSession", id="review", project_id="film", review_session_folder_id="dailies"),
        create("ReviewSessionObject", id="object", review_session_id="review", version_id="v1"),
    )
    film.forget_events()
    return film


@pytest.fixture
def private(review: World) -> World:
    """The same in a private project, which bob cannot see."""
    review.do(review.admin, update("Project", "film", is_private=True))
    review.do(
        review.admin,
        create(
            "UserSecurityRole",
            id="role",
            user_id="ann-id",
            security_role_id=one(review, 'SecurityRole where name is "User"')["id"],
        ),
        create("UserSecurityRoleProject", user_security_role_id="role", project_id="film"),
    )
    return review


# -- Folders
# ------------------------------------------------------------------------------------------------------------


def test_a_folder_contains_review_sessions(review: World) -> None:
    found = one(review, "select name, project.name, review_sessions from ReviewSessionFolder")
    assert (found["name"], found["project"]["name"]) == ("Dailies", "Film")
    assert [each["id"] for each in found["review_sessions"]] == ["review"]
    assert review.values(
        review.ann, 'ReviewSessionFolder where name is "Dailies" and project_id is "film"'
    ) == ["dailies"]
    assert review.values(review.ann, 'ReviewSession where review_session_folder.name is "Dailies"') == [
        "review"
    ]
    project = one(review, "select review_session_folders from Project")
    assert [each["id"] for each in project["review_session_folders"]] == ["dailies"]


def test_a_folder_has_a_name_by_default(film: World) -> None:
    film.do(film.ann, create("ReviewSessionFolder", id="f", project_id="film"))
    assert one(film, "select name from ReviewSessionFolder")["name"] == "New review session"


def test_a_folder_is_of_the_project_of_its_sessions(review: World) -> None:
    review.do(
        review.admin,
        create("Project", id="other", name="Other", project_schema_id=VFX),
        create("ReviewSessionFolder", id="there", project_id="other"),
    )
    for operation in (
        update("ReviewSession", "review", review_session_folder_id="there"),
        create("ReviewSession", project_id="film", review_session_folder_id="there"),
        update("ReviewSessionFolder", "dailies", project_id="other"),
    ):
        assert "another one" in review.refusal(review.admin, operation).message
    review.do(
        review.admin,
        update("ReviewSessionFolder", "dailies", project_id="other"),
        update("ReviewSession", "review", project_id="other"),
    )


def test_sessions_remain_without_their_folder(review: World) -> None:
    review.do(review.ann, delete("ReviewSessionFolder", "dailies"))
    assert (
        one(review, "select review_session_folder_id from ReviewSession")["review_session_folder_id"] is None
    )


# -- Annotations of review objects
# ------------------------------------------------------------------------------------------------------------


def annotation(identifier: str = "drawing", **data: object) -> Operation:
    given = {"review_session_object_id": "object", "frame_number": 12, **data}
    return create("ReviewSessionObjectAnnotation", id=identifier, **given)


def test_an_object_has_annotations_in_the_order_of_frames(review: World) -> None:
    review.do(review.ann, annotation("b", frame_number=20), annotation("a", data="strokes"))
    found = one(review, "select annotations.frame_number, annotations.data from ReviewSessionObject")
    assert [(each["frame_number"], each["data"]) for each in found["annotations"]] == [
        (12, "strokes"),
        (20, None),
    ]
    assert review.values(
        review.ann,
        "ReviewSessionObjectAnnotation where frame_number > 12 and "
        "review_session_object.review_session_id is review",
    ) == ["b"]


def test_an_annotation_has_the_times_of_its_creation_and_change(review: World) -> None:
    review.do(review.ann, annotation())
    drawn = one(review, "select created_at, updated_at from ReviewSessionObjectAnnotation")
    assert drawn["created_at"]["value"] == "2026-11-24T10:00:00"
    assert drawn["updated_at"] is None
    review.clock.advance(hours=1)
    review.do(review.ann, update("ReviewSessionObjectAnnotation", "drawing", data="more"))
    drawn = one(review, "select updated_at from ReviewSessionObjectAnnotation")
    assert drawn["updated_at"]["value"] == "2026-11-24T11:00:00"


@pytest.mark.parametrize("missing", ["frame_number", "review_session_object_id"])
def test_an_annotation_is_on_a_frame_of_an_object(review: World, missing: str) -> None:
    assert missing in review.refusal(review.ann, annotation("drawing", **{missing: None})).message


def picture(component: str, frame: object = 12) -> Operation:
    return create(
        "ReviewSessionObjectAnnotationComponent",
        component_id=component,
        review_session_object_id="object",
        frame_number=frame,
    )


def test_the_picture_of_an_annotation_has_a_frame_and_addresses(review: World, make: Make) -> None:
    review.do(review.ann, picture(make.file(review.ann, id="png")))
    found = one(review, "select frame_number, url, thumbnail_url from ReviewSessionObjectAnnotationComponent")
    assert found["frame_number"] == "12"
    assert found["url"] == url_object("url:png")
    assert found["thumbnail_url"] == url_object("thumbnail:png")
    assert review.values(
        review.ann, 'ReviewSessionObjectAnnotationComponent where frame_number is "12"', "component_id"
    ) == ["png"]
    review.do(review.ann, picture(make.file(review.ann, id="next"), "0013"))
    assert review.values(
        review.ann,
        "select frame_number from ReviewSessionObjectAnnotationComponent where component_id is next",
        "frame_number",
    ) == ["13"]


@pytest.mark.parametrize("frame", ["first", "", 1.5, None])
def test_the_frame_of_a_picture_is_a_whole_number(review: World, make: Make, frame: object) -> None:
    operation = picture(make.file(review.ann, id="png"), frame)
    assert "frame_number" in review.refusal(review.ann, operation).message


def test_drawings_are_deleted_with_their_object_and_its_files(review: World, make: Make) -> None:
    review.do(review.ann, annotation(), picture(make.file(review.ann, id="png")))
    review.do(review.ann, delete("ReviewSession", "review"))
    for kind in ("ReviewSessionObjectAnnotation", "ReviewSessionObjectAnnotationComponent", "Component"):
        assert review.rows(review.admin, kind) == []


# -- Annotations of notes
# ------------------------------------------------------------------------------------------------------------


def note_with(component: str, data: object) -> tuple[Operation, Operation]:
    return (
        create("Note", id="note", content="see", parent_id="v1", parent_type="AssetVersion"),
        create("NoteAnnotationComponent", note_id="note", component_id=component, data=data),
    )


def test_the_drawing_of_a_note_is_one_of_its_files(film: World, make: Make) -> None:
    drawing, other = make.file(film.ann, id="drawing"), make.file(film.ann, id="other")
    film.do(
        film.ann, *note_with(drawing, STROKES), create("NoteComponent", note_id="note", component_id=other)
    )
    note = one(film, "select note_components.url, note_components.data from Note")
    found = {each["component_id"]: each for each in note["note_components"]}
    assert found["drawing"]["__entity_type__"] == "NoteAnnotationComponent"
    assert found["drawing"]["data"] == STROKES
    assert found["drawing"]["url"] == url_object("url:drawing")
    assert found["other"]["__entity_type__"] == "NoteComponent"
    assert "data" not in found["other"]
    assert film.values(film.ann, "NoteComponent", "component_id") == ["drawing", "other"]
    assert film.values(film.ann, "NoteAnnotationComponent", "component_id") == ["drawing"]


def test_the_strokes_of_a_note_can_be_replaced(film: World, make: Make) -> None:
    film.do(film.ann, *note_with(make.file(film.ann, id="drawing"), '{"as": "text"}'))
    assert one(film, "select data from NoteAnnotationComponent")["data"] == {"as": "text"}
    (answer,) = film.do(film.ann, update("NoteAnnotationComponent", ["drawing", "note"], data=STROKES))
    assert answer["data"]["data"] == STROKES
    film.do(film.ann, update("NoteAnnotationComponent", ["drawing", "note"], data=None))
    assert one(film, "select data from NoteAnnotationComponent")["data"] is None


@pytest.mark.parametrize("data", ["strokes", ["a"], 12, "[1]", True])
def test_the_strokes_are_a_json_object(film: World, make: Make, data: object) -> None:
    operations = note_with(make.file(film.ann, id="drawing"), data)
    assert "must be a JSON object" in film.refusal(film.ann, *operations).message


def test_an_object_can_only_be_projected(film: World) -> None:
    for text in (
        'NoteAnnotationComponent where data is "{}"',
        "NoteAnnotationComponent order by data",
        "select count(note_id) from NoteAnnotationComponent group by data",
    ):
        assert "can only be projected" in film.query_error(film.ann, text).message


# -- Who sees them
# ------------------------------------------------------------------------------------------------------------

PRIVATE = [
    "ReviewSessionFolder",
    "ReviewSessionObjectAnnotation",
    "ReviewSessionObjectAnnotationComponent",
    "NoteAnnotationComponent",
    "NoteComponent",
    "Component",
    "select count(id) from ReviewSessionObjectAnnotation group by frame_number",
    "Component where id in (select component_id from ReviewSessionObjectAnnotationComponent)",
]


def test_drawings_are_visible_to_those_who_see_the_project(private: World, make: Make) -> None:
    ann = private.actor("ann-id")
    private.do(ann, annotation(), picture(make.file(ann, id="png")))
    private.do(ann, *note_with(make.file(ann, id="drawing"), STROKES))
    for text in PRIVATE:
        assert private.rows(ann, text), text
        assert private.rows(private.bob, text) == [], text
    audiences = [
        audience
        for event in private.events()
        for entity, audience in zip(event.entities, event.audiences, strict=True)
        if "nnotation" in entity["entity_type"]
    ]
    assert audiences == [["ann-id"]] * 3


def test_the_drawings_of_others_cannot_be_guessed(private: World) -> None:
    ann = private.actor("ann-id")
    private.do(ann, annotation())
    for operation in (
        update("ReviewSessionObjectAnnotation", "drawing", data="mine"),
        delete("ReviewSessionObjectAnnotation", "drawing"),
        annotation("other"),
        update("ReviewSessionFolder", "dailies", name="mine"),
        create("ReviewSession", project_id="film", review_session_folder_id="dailies"),
    ):
        error = private.refusal(private.bob, operation)
        assert isinstance(error, CallboardError)
        assert "There is no" in error.message or "does not exist" in error.message


def test_drawings_are_in_events(review: World) -> None:
    review.do(review.ann, annotation())
    (event,) = review.events()
    (entity,) = event.entities
    assert entity["entityType"] == "reviewsessionobjectannotation"
    assert entity["changes"]["frame_number"] == {"old": None, "new": 12}
    assert [link["entityId"] for link in entity["parents"]] == ["drawing", "object", "review", "film"]


def test_a_session_names_its_folder_in_events(review: World) -> None:
    review.do(review.ann, update("ReviewSession", "review", review_session_folder=None))
    (entity,) = review.events()[-1].entities
    assert entity["changes"] == {"review_session_folder_id": {"old": "dailies", "new": None}}
    review.do(
        review.ann,
        update("ReviewSession", "review", review_session_folder=ref("ReviewSessionFolder", "dailies")),
    )
