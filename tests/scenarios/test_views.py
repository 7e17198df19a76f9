"""Saved views, which their user shares; task types that users work on; and the parts of split tasks."""

from __future__ import annotations

import pytest

from callboard.errors import PermissionDenied
from tests.support.film import TYPE, one
from tests.support.operations import create, delete, moment, ref, update
from tests.support.world import World


@pytest.fixture
def views(film: World) -> World:
    """Views of ann: one of her own, one for bob, one for a group in which bob is, and one for everybody."""
    film.do(
        film.admin,
        create("Group", id="studio", name="studio"),
        create("Group", id="comp-team", name="comp", parent_id="studio"),
        create("Membership", group_id="comp-team", user_id="bob-id"),
    )
    film.forget_events()
    film.do(
        film.ann,
        create("UserView", id="own", name="Own"),
        create("UserView", id="for-bob", name="For Bob", shared_with=[ref("User", "bob-id")]),
        create("UserView", id="for-comp", name="Comp", shared_with=[ref("Group", "studio")]),
        create("UserView", id="for-all", name="All", **{"global": True}),
    )
    return film


def test_users_see_their_views_and_those_that_are_shared(views: World) -> None:
    assert views.values(views.ann, "UserView") == ["for-all", "for-bob", "for-comp", "own"]
    assert views.values(views.bob, "UserView") == ["for-all", "for-bob", "for-comp"]
    assert views.values(views.admin, "UserView") == ["for-all", "for-bob", "for-comp", "own"]
    assert views.values(views.bob, "select count(id) from UserView group by user_id", "count_id") == [3]
    found = one(views, "select user.username, global, shared_with from UserView where id is for-bob")
    assert (found["user"]["username"], found["global"]) == ("ann", False)
    assert [each["id"] for each in found["shared_with"]] == ["bob-id"]


def test_only_the_user_of_a_view_changes_it(views: World) -> None:
    for operation in (
        update("UserView", "for-bob", name="mine"),
        update("UserView", "for-bob", shared_with=[]),
        delete("UserView", "for-all"),
        update("UserView", "for-all", user_id="bob-id"),
        create("UserView", name="as ann", user_id="ann-id"),
    ):
        assert isinstance(views.refusal(views.bob, operation), PermissionDenied)
    assert "There is no" in views.refusal(views.bob, update("UserView", "own", name="x")).message
    assert isinstance(views.refusal(views.ann, update("UserView", "own", user_id="bob-id")), PermissionDenied)
    views.do(views.ann, update("UserView", "for-bob", shared_with=[]), delete("UserView", "own"))
    assert views.values(views.bob, "UserView") == ["for-all", "for-comp"]


def test_events_about_a_view_reach_those_who_see_it(views: World) -> None:
    (event,) = views.events()
    reached = {
        entity["entityId"]: audience for entity, audience in zip(event.entities, event.audiences, strict=True)
    }
    assert reached == {
        "own": ["ann-id"],
        "for-bob": ["ann-id", "bob-id"],
        "for-comp": ["ann-id", "bob-id", "studio"],
        "for-all": None,
    }
    views.do(views.ann, update("UserView", "for-bob", name="later"))
    assert views.events()[-1].audiences == [["ann-id", "bob-id"]]


def test_task_types_of_users(film: World) -> None:
    comp = TYPE["Compositing"]
    film.do(film.admin, create("UserTaskTypeLink", type_id=comp, user_id="ann-id"))
    user = one(film, "select task_type_links.type.name from User where id is ann-id")
    assert [each["type"]["name"] for each in user["task_type_links"]] == ["Compositing"]
    assert film.values(film.bob, 'User where task_type_links.type.name is "Compositing"') == ["ann-id"]
    assert isinstance(
        film.refusal(film.ann, create("UserTaskTypeLink", type_id=TYPE["Rendering"], user_id="ann-id")),
        PermissionDenied,
    )
    assert (
        "already exists"
        in film.refusal(film.admin, create("UserTaskTypeLink", type_id=comp, user_id="ann-id")).message
    )
    film.do(film.admin, delete("UserTaskTypeLink", [comp, "ann-id"]))
    assert film.rows(film.admin, "UserTaskTypeLink") == []


# -- Split tasks
# ------------------------------------------------------------------------------------------------------------


def part(identifier: str, start: str, end: str, task: str = "comp") -> dict[str, object]:
    return create(
        "SplitTaskPart",
        id=identifier,
        task_id=task,
        start_date=moment(f"2026-12-{start}T09:00:00"),
        end_date=moment(f"2026-12-{end}T18:00:00"),
    )


def test_a_task_has_parts_in_the_order_of_time(film: World) -> None:
    film.do(film.ann, part("second", "10", "12"), part("first", "01", "03"))
    task = one(film, "select split_parts.start_date from Task where id is comp")
    assert [each["id"] for each in task["split_parts"]] == ["first", "second"]
    assert film.values(film.ann, "Task where split_parts any (start_date > '2026-12-05')") == ["comp"]
    assert one(film, "select task.name from SplitTaskPart where id is first")["task"]["name"] == "comp"
    assert one(film, "select split_parts from Shot where id is sh2")["split_parts"] == []
    film.do(film.ann, delete("Task", "comp"))
    assert film.rows(film.admin, "SplitTaskPart") == []


def test_a_part_ends_after_it_starts(film: World) -> None:
    assert "end_date" in film.refusal(film.ann, part("p", "03", "01")).message
    film.do(film.ann, part("p", "01", "03"))
    late = moment("2026-12-24T00:00:00")
    assert "end_date" in film.refusal(film.ann, update("SplitTaskPart", "p", start_date=late)).message


def test_only_tasks_have_parts(film: World) -> None:
    assert "Task sh1" in film.refusal(film.ann, part("p", "01", "03", task="sh1")).message
    film.do(film.ann, part("p", "01", "03"), create("Task", id="other", name="other", parent_id="sh1"))
    film.do(film.ann, update("Task", "other", split_parts=[ref("SplitTaskPart", "p")]))
    assert one(film, "select task_id from SplitTaskPart")["task_id"] == "other"
    error = film.refusal(film.ann, update("Shot", "sh1", split_parts=[ref("SplitTaskPart", "p")]))
    assert "Shot.split_parts cannot be changed" in error.message


def test_parts_are_in_events_below_their_task(film: World) -> None:
    film.do(film.ann, part("p", "01", "03"))
    (entity,) = film.events()[-1].entities
    assert entity["parentId"] == "comp"
    assert [link["entityId"] for link in entity["parents"]] == ["p", "comp", "sh1", "sq", "film"]
