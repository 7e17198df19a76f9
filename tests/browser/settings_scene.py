"""A server with content on its settings pages.

Consumers in every state, connections, and automations with deliveries.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from callboard_server.testing import RunningServer
from tests.browser.audience import full_house
from tests.browser.test_webhooks_page import PATH, TASKS, Workplace, workplace
from tests.browser.visitor import Visitor
from tests.support.receiver import Received, Reply

FARM, CHAT, ARCHIVE = "Notify the farm of new tasks", "Shot status to chat", "Task changes to the archive"
STATUS = 'entity.entity_type = "Shot" and entity.new.status_id != entity.old.status_id'


def answer(got: Received) -> Reply:
    """Refuse entities that are called bad."""
    return (
        Reply(410, body=b"There is no such pool.")
        if b'"bad' in got.body
        else Reply(202, body=b'{"queued": true}')
    )


@contextmanager
def scene(folder: Path) -> Iterator[RunningServer]:
    """Run the server, with connected programs."""
    with workplace(folder) as place:
        people = place.house.server, place.house.ann, place.house.bob
        place.receiver.answer = answer
        deliver(place)
        with full_house(place.house.server, *people):
            yield place.house.server


def deliver(place: Workplace) -> None:
    """Create automations with deliveries. At the end, replace their addresses with presentable ones."""
    farm = place.automation(FARM)
    chat = place.automation(CHAT, STATUS, enabled=False)
    archive = place.automation(ARCHIVE, TASKS.replace("create", "update"))
    headers = '{"Authorization": "Bearer a-token"}'
    place.session.query(f"WebhookAction where automation_id is {farm}").one()["headers"] = headers
    place.session.commit()
    place.tasks("animation", *(f"layout {number}" for number in range(7)), "bad pool", "lighting")
    place.session.query('Task where name is "bad pool"').one()["description"] = "Try again"
    place.session.commit()
    place.receiver.wait_for(11)
    for key, host in ((farm, "farm"), (chat, "chat"), (archive, "archive")):
        place.session.query(f"WebhookAction where automation_id is {key}").one()["webhook_url"] = (
            f"https://{host}.example.com/callboard"
        )
    place.session.commit()


def events_page(visitor: Visitor) -> Page:
    page = visitor.open("/settings/events")
    expect(visitor.get("consumer-failure")).to_be_visible()
    visitor.get("listener-row").filter(has_text="farm-01").get_by_role("button").click()
    page.evaluate("scrollTo(0, 0)")
    return page


def webhooks_page(visitor: Visitor) -> Page:
    page = visitor.open(PATH)
    expect(visitor.get("delivery-row").first).to_be_visible()
    expect(page.get_by_role("img", name="9 of the last 10").first).to_be_visible()
    return page


def automation_page(visitor: Visitor) -> Page:
    page = webhooks_page(visitor)
    page.get_by_role("link", name=FARM).click()
    expect(visitor.get("automation-page")).to_be_visible()
    refused = visitor.get("delivery-row").and_(page.locator('[data-state="given_up"]'))
    refused.get_by_role("button").click()
    expect(visitor.get("payload")).to_contain_text("metadata")
    page.evaluate("scrollTo(0, 0)")
    return page
