"""Review sessions: their dates, the order of their objects, and the feedback on each object."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callboard.wire.values import instant_text
from tests.support.film import one, statements
from tests.support.operations import create, delete, moment, ref, update
from tests.support.world import Make, World


@pytest.fixture
def review(film: World) -> World:
    """The film, with a review session and two invitees."""
    film.do(
        film.ann,
        create("ReviewSession", id="review", name="Dailies", project_id="film"),
        *(
            create(
                "ReviewSessionInvitee",
                id=name,
                name=name,
                email=f"{name}@example.com",
                review_session_id="review",
            )
            for name in ("x", "y")
        ),
    )
    film.forget_events()
    return film


def in_days(days: int) -> dict[str, str]:
    return moment(instant_text(datetime.now(UTC) + timedelta(days=days)))


@pytest.mark.parametrize(("begins", "ends", "is_open"), [(-1, 1, True), (-2, -1, False), (1, 2, False)])
def test_a_session_is_open_between_its_dates(film: World, begins: int, ends: int, is_open: bool) -> None:
    """The database's clock decides."""
    film.do(
        film.ann,
        create(
            "ReviewSession", id="r", project_id="film", start_date=in_days(begins), end_date=in_days(ends)
        ),
    )
    assert one(film, "select is_open from ReviewSession")["is_open"] is is_open
    assert film.values(film.ann, f"ReviewSession where is_open is {is_open}") == ["r"]


def test_a_session_lasts_a_week(film: World) -> None:
    film.do(film.ann, create("ReviewSession", project_id="film", start_date=moment("2026-02-26T08:00:00")))
    assert one(film, "select end_date from ReviewSession")["end_date"] == moment("2026-03-05T08:00:00")


def test_review_objects_have_an_order(review: World, make: Make) -> None:
    review.do(review.ann, *(create("AssetVersion", id=f"v{n}", asset_id="plate") for n in (2, 3, 4)))
    objects = [
        create("ReviewSessionObject", id=f"o{n}", review_session_id="review", version_id=f"v{n}")
        for n in (3, 1)
    ]
    review.do(review.ann, *objects)
    review.do(
        review.ann,
        create(
            "ReviewSessionObject",
            id="o4",
            review_session_id="review",
            version_id="v4",
            description=None,
            version=None,
        ),
    )
    review.do(
        review.ann,
        create("ReviewSessionObject", id="o2", review_session_id="review", version_id="v2", sort_order=0.5),
    )
    session = one(review, "select review_session_objects.sort_order from ReviewSession")
    assert [(each["id"], each["sort_order"]) for each in session["review_session_objects"]] == [
        ("o2", 0.5),
        ("o3", 1),
        ("o1", 2),
        ("o4", 3),
    ]
    assert (
        one(review, "select version, description from ReviewSessionObject where id is o4").items()
        >= {"version": "", "description": ""}.items()
    )


def test_the_thumbnail_of_a_session_is_that_of_its_first_object(review: World, make: Make) -> None:
    first, second = make.file(name="first"), make.file(name="second")
    review.do(
        review.ann,
        update("AssetVersion", "v1", thumbnail_id=first),
        create("AssetVersion", id="v2", asset_id="plate", thumbnail_id=second),
        *(
            create("ReviewSessionObject", id=f"o{n}", review_session_id="review", version_id=f"v{n}")
            for n in (1, 2)
        ),
    )
    assert one(review, "select thumbnail.name from ReviewSession")["thumbnail"]["name"] == "first"
    review.do(review.ann, update("ReviewSessionObject", "o1", sort_order=9))
    assert one(review, "select thumbnail.name from ReviewSession")["thumbnail"]["name"] == "second"


def test_each_invitee_has_one_status_on_each_object(review: World) -> None:
    review.do(review.ann, create("ReviewSessionObject", id="o", review_session_id="review", version_id="v1"))

    def say(identifier: str, invitee: str, status: str) -> dict[str, object]:
        return create(
            "ReviewSessionObjectStatus",
            id=identifier,
            review_session_invitee_id=invitee,
            review_session_object_id="o",
            status=status,
        )

    review.do(review.ann, say("a", "x", "seen"), say("b", "y", "require_changes"))
    review.clock.advance(hours=1)
    (again,) = review.do(review.ann, say("c", "x", "approved"))
    assert (again["data"]["id"], again["data"]["status"]) == ("a", "approved")
    said = {
        row["id"]: (row["status"], row["created_at"]["value"])
        for row in review.rows(review.ann, "select status, created_at from ReviewSessionObjectStatus")
    }
    assert said == {"a": ("approved", "2026-11-24T11:00:00"), "b": ("require_changes", "2026-11-24T10:00:00")}
    review.do(review.ann, say("d", "y", "seen"), say("e", "y", "anything else"))
    assert (
        one(review, "select status from ReviewSessionObjectStatus where id is b")["status"] == "anything else"
    )
    chain = [link["entityId"] for link in review.events()[-1].entities[0]["parents"]]
    assert chain == ["b", "o", "review", "film"]


def test_review_objects_have_notes(review: World) -> None:
    review.do(
        review.ann,
        create("ReviewSessionObject", id="o", review_session_id="review", version_id="v1"),
        create("Note", id="n"),
        update("ReviewSessionObject", "o", notes=[ref("Note", "n")]),
        create("Note", id="m", parent_id="o", parent_type="review_session_object"),
    )
    assert set(review.values(review.ann, "select parent_type from Note", "parent_type")) == {
        "ReviewSessionObject"
    }
    review.do(review.admin, delete("ReviewSessionObject", "o"))
    assert review.rows(review.admin, "Note") == []


def test_deleting_a_session_keeps_its_versions(review: World) -> None:
    review.do(
        review.ann,
        create("ReviewSessionObject", id="o", review_session_id="review", version_id="v1"),
        create(
            "ReviewSessionObjectStatus",
            review_session_invitee_id="x",
            review_session_object_id="o",
            status="seen",
        ),
        create(
            "EntitySetting",
            parent_id="review",
            parent_type="ReviewSession",
            group="review",
            name="download",
            value="true",
        ),
    )
    assert one(review, "select settings.value from ReviewSession")["settings"][0]["value"] == "true"
    review.do(review.admin, delete("ReviewSession", "review"))
    for kind in (
        "ReviewSession",
        "ReviewSessionInvitee",
        "ReviewSessionObject",
        "ReviewSessionObjectStatus",
        "EntitySetting",
    ):
        assert review.rows(review.admin, kind) == []
    assert review.values(review.admin, "AssetVersion") == ["v1"]


def test_statements_do_not_grow_with_objects(review: World) -> None:
    def show(count: int) -> int:
        return statements(
            review,
            *(
                create("ReviewSessionObject", review_session_id="review", version_id="v1")
                for _ in range(count)
            ),
        )

    assert show(3) == show(40)


def test_a_session_shows_the_version_that_it_names(review: World, make: Make) -> None:
    first, second = make.file(name="first"), make.file(name="second")
    review.do(
        review.ann,
        update("AssetVersion", "v1", thumbnail_id=first),
        create("AssetVersion", id="v2", asset_id="plate", thumbnail_id=second),
        create("ReviewSessionObject", id="o", review_session_id="review", version_id="v1"),
        update("ReviewSession", "review", thumbnail_source_id="v2"),
    )
    assert one(review, "select thumbnail.name from ReviewSession")["thumbnail"]["name"] == "second"
    assert review.values(review.ann, f"ReviewSession where thumbnail_id is {second}") == ["review"]
    review.do(review.admin, delete("AssetVersion", "v2"))
    found = one(review, "select thumbnail.name, thumbnail_source_id from ReviewSession")
    assert (found["thumbnail"]["name"], found["thumbnail_source_id"]) == ("first", None)


def test_an_invitee_is_the_person_with_the_address(review: World) -> None:
    review.do(
        review.admin,
        update("User", "ann-id", email="Ann@Example.com"),
        update("User", "bob-id", email="bob@example.com"),
    )

    def invite(identifier: str, email: str, **more: str) -> dict[str, object]:
        return create(
            "ReviewSessionInvitee",
            id=identifier,
            name=identifier,
            email=email,
            review_session_id="review",
            **more,
        )

    review.do(
        review.ann,
        invite("a", "ann@example.com"),
        invite("b", "someone@example.com", resource_id="bob-id"),
    )
    found = {
        row["id"]: row["resource_id"]
        for row in review.rows(review.ann, "select resource_id from ReviewSessionInvitee")
    }
    assert (found["a"], found["b"]) == ("ann-id", "bob-id")
    assert one(review, "select resource from ReviewSessionInvitee where id is a")["resource"][
        "__entity_type__"
    ] == ("User")
    review.do(review.ann, update("ReviewSessionInvitee", "a", email="BOB@example.com"))
    assert review.values(review.ann, "ReviewSessionInvitee where resource_id is bob-id order by id") == [
        "a",
        "b",
    ]


def test_a_status_has_the_person_who_set_it(review: World) -> None:
    review.do(review.admin, update("User", "bob-id", email="x@example.com"))
    review.do(
        review.ann,
        create("ReviewSessionObject", id="o", review_session_id="review", version_id="v1"),
        update("ReviewSessionInvitee", "x", email="x@example.com", resource_id="bob-id"),
    )

    def say(identifier: str, status: str, **more: str) -> dict[str, object]:
        return create(
            "ReviewSessionObjectStatus",
            id=identifier,
            review_session_object_id="o",
            status=status,
            **more,
        )

    review.do(review.ann, say("guest", "seen", review_session_invitee_id="x"), say("own", "approved"))
    review.do(review.ann, say("again", "require_changes"))
    review.do(review.bob, say("other", "seen"))
    asked = "select status, resource_id, invitee from ReviewSessionObjectStatus"
    found = {row["id"]: (row["status"], row["resource_id"]) for row in review.rows(review.ann, asked)}
    assert found == {
        "guest": ("seen", "bob-id"),
        "own": ("require_changes", "ann-id"),
        "other": ("seen", "bob-id"),
    }


def test_a_session_and_a_group_have_metadata(review: World) -> None:
    review.do(review.admin, create("Group", id="team", name="team"))
    for kind, identifier in (("ReviewSession", "review"), ("Group", "team")):
        review.do(
            review.admin,
            create("Metadata", parent_id=identifier, parent_type=kind, key="room", value="4"),
        )
        assert review.values(review.admin, f"{kind} where metadata any (key is room and value is 4)") == [
            identifier
        ]
        assert (
            one(review, f"select metadata from {kind} where id is {identifier}")["metadata"][0]["value"]
            == "4"
        )
        review.do(review.admin, delete(kind, identifier))
        assert review.rows(review.admin, "Metadata") == []
