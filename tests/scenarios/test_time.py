"""Assignments, the calendar, timers and logged time."""

from __future__ import annotations

import pytest

from callboard.errors import DuplicateEntry, ValidationError
from callboard_server.server.errors import KINDS
from tests.support.film import one, statements
from tests.support.operations import create, delete, moment, ref, update
from tests.support.world import Make, World


def test_assignments_and_allocations_are_views_of_appointments(film: World) -> None:
    film.do(
        film.admin,
        create(
            "Appointment",
            id="a",
            context=ref("Task", "comp"),
            resource=ref("User", "bob-id"),
            type="assignment",
        ),
        create(
            "Appointment",
            id="b",
            context=ref("Project", "film"),
            resource=ref("User", "bob-id"),
            type="allocation",
        ),
    )
    task = one(film, "select assignments.resource_id, allocations from Task")
    assert ([each["resource_id"] for each in task["assignments"]], task["allocations"]) == (["bob-id"], [])
    bob = one(
        film,
        "select assignments.context_id, allocations.context_id, appointments from User where id is bob-id",
    )
    assert [each["context_id"] for each in bob["assignments"]] == ["comp"]
    assert [each["context_id"] for each in bob["allocations"]] == ["film"]
    assert {each["id"] for each in bob["appointments"]} == {"a", "b"}
    assert film.values(film.bob, "Task where assignments any (resource.username is bob)") == ["comp"]
    assert film.events()[-1].entities[0]["parents"][-1]["entityId"] == "film"
    film.do(film.admin, delete("Appointment", "a"))
    assert one(film, "select assignments from Task")["assignments"] == []


def test_groups_can_be_allocated(film: World, make: Make) -> None:
    group = make.entity("Group", name="Artists")
    make.entity("Membership", group_id=group, user_id="bob-id")
    film.do(film.admin, create("Appointment", context_id="film", resource_id=group, type="allocation"))
    assert film.values(film.admin, "select resource_id from Appointment", "resource_id") == [group]


@pytest.mark.parametrize("kind", ["assigment", "", "ASSIGNMENT"])
def test_other_types_of_appointments_are_refused(film: World, kind: str) -> None:
    error = film.refusal(
        film.admin, create("Appointment", context_id="comp", resource_id="bob-id", type=kind)
    )
    assert isinstance(error, ValidationError)
    assert error.message.startswith("Appointment.type must be one of assignment, allocation")


def test_a_user_cannot_be_assigned_twice(film: World) -> None:
    assign = create("Appointment", context_id="comp", resource_id="bob-id", type="assignment")
    assert isinstance(film.refusal(film.admin, assign, assign), DuplicateEntry)
    film.do(film.admin, assign)
    assert isinstance(film.refusal(film.admin, assign), DuplicateEntry)
    film.do(film.admin, create("Appointment", context_id="comp", resource_id="ann-id", type="assignment"))


def test_a_timer_starts_now(film: World) -> None:
    """Clients leave out the start, so the server's clock decides."""
    film.do(
        film.ann,
        create(
            "Timer", id="t", user=ref("User", "ann-id"), context=ref("Task", "comp"), comment="", name=None
        ),
    )
    assert one(film, 'select start from Timer where user_id = "ann-id"')["start"] == moment(
        "2026-11-24T10:00:00"
    )
    assert [link["entityId"] for link in film.events()[-1].entities[0]["parents"]] == [
        "t",
        "comp",
        "sh1",
        "sq",
        "film",
    ]


def test_each_user_has_one_timer(film: World) -> None:
    film.do(film.ann, create("Timer", id="t"))
    error = film.refusal(film.ann, create("Timer"))
    assert isinstance(error, DuplicateEntry)
    assert KINDS[DuplicateEntry].name == "DuplicateEntryError", (
        "the text by which clients know that a timer runs already"
    )
    film.do(film.bob, create("Timer", id="u"))


def test_stopping_a_timer_logs_its_time(film: World) -> None:
    """Clients log the time and delete the timer in one batch, and then read the sum."""
    film.do(film.ann, create("Timer", id="t", context_id="comp"))
    film.clock.advance(minutes=30)
    log = create(
        "Timelog",
        user_id="ann-id",
        context_id="comp",
        comment="",
        start=moment("2026-11-24T10:00:00"),
        duration=1800,
        name=None,
    )
    film.do(film.ann, log, delete("Timer", "t"))
    assert film.rows(film.ann, "Timer") == []
    film.do(film.ann, update("Task", "comp", bid=3600))
    times = {
        row["id"]: row["time_logged"] for row in film.rows(film.ann, "select time_logged from TypedContext")
    }
    assert times == {"comp": 1800, "sh1": 1800, "sq": 1800, "sh2": 0}
    assert one(film, "select bid_time_logged_difference from Task")["bid_time_logged_difference"] == 1800
    film.do(film.ann, create("Timer", context_id="comp"))


def test_logged_time_outlives_its_task(film: World) -> None:
    film.do(
        film.ann,
        create("Timelog", id="log", context_id="comp", duration=60),
        create("Timer", context_id="comp"),
    )
    film.do(film.admin, delete("Task", "comp"))
    assert (
        one(film, "select context_id, duration from Timelog").items()
        >= {"context_id": None, "duration": 60.0}.items()
    )
    assert film.rows(film.admin, "Timer") == []


def test_calendar_events_have_resources(film: World) -> None:
    start, end = moment("2026-12-24T00:00:00"), moment("2026-12-26T00:00:00")
    film.do(
        film.ann,
        create("CalendarEvent", id="e", name="Holidays", start=start, end=end, leave=True, project_id="film"),
    )
    film.do(film.ann, create("CalendarEventResource", id="r", calendar_event_id="e", resource_id="bob-id"))
    assert [link["entityId"] for link in film.events()[-1].entities[0]["parents"]] == ["r", "e", "film"]
    event = one(
        film,
        (
            "select leave, forecast, everyone, created_by_id, calendar_event_resources.resource_id "
            "from CalendarEvent"
        ),
    )
    assert (event["leave"], event["forecast"], event["everyone"], event["created_by_id"]) == (
        True,
        False,
        False,
        "ann-id",
    )
    assert film.values(film.ann, 'CalendarEvent where calendar_event_resources.resource_id is "bob-id"') == [
        "e"
    ]
    film.do(film.admin, delete("CalendarEvent", "e"))
    assert film.rows(film.admin, "CalendarEventResource") == []


def test_statements_do_not_grow_with_assignments(film: World) -> None:
    film.do(film.admin, *(create("Task", id=f"t{n}", name=f"t{n}", parent_id="sh1") for n in range(60)))
    few = [
        create("Appointment", context_id=f"t{n}", resource_id="bob-id", type="assignment") for n in range(5)
    ]
    many = [
        create("Appointment", context_id=f"t{n}", resource_id="bob-id", type="assignment")
        for n in range(5, 60)
    ]
    assert statements(film, *few) == statements(film, *many)
