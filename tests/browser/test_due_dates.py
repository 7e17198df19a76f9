"""A due date is the same calendar day for users in every time zone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, House

ZONES = ("America/Los_Angeles", "Europe/London", "Pacific/Auckland")
LOCAL_DAY = """days => {
    const now = new Date()
    const day = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + days))
    return day.toISOString().slice(0, 10)
}"""


@pytest.mark.parametrize("zone", ZONES)
def test_a_due_date_is_the_same_day_everywhere(house: House, enter: Enter, zone: str) -> None:
    visitor = enter(house.url, house.ann, timezone_id=zone, locale="en-US")
    page = visitor.open("/tasks")
    days = {name: page.evaluate(LOCAL_DAY, days) for name, days in (("now", 0), ("next", 1), ("past", -3))}
    session = house.studio.session(house.server)
    schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
    project = session.create("Project", {"name": "film", "full_name": "Film", "project_schema": schema})
    days |= {"far": "2031-03-28", "noon": "2031-03-28T12:00:00"}
    for name, day in days.items():
        task = session.create("Task", {"name": name, "parent": project, "end_date": day})
        session.create("Appointment", {"context": task, "resource_id": house.ann.id, "type": "assignment"})
    session.commit()

    page = visitor.open("/tasks")
    due = {
        name: visitor.get("task-row").filter(has=page.get_by_text(name, exact=True)).locator("time")
        for name in days
    }
    for name, words in {
        "now": "today",
        "next": "tomorrow",
        "far": "Mar 28, 2031",
        "noon": "Mar 28, 2031",
    }.items():
        expect(due[name]).to_have_text(words)
    expect(due["past"]).to_contain_text("3 d late")
    expect(due["far"]).to_have_attribute("title", "Friday, March 28, 2031")
    expect(due["far"]).to_have_attribute("datetime", "2031-03-28")
