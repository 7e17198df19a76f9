"""Settings, events: listeners and their states, and the actions of administrators."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.audience import REASON, Audience, full_house
from tests.browser.conftest import Enter, House
from tests.browser.test_accessibility import check
from tests.browser.visitor import Visitor
from tests.support.hub import open_socket

PATH = "/settings/events"


@pytest.fixture
def audience(house: House) -> Audience:
    return Audience(house.server, house.server)


@pytest.fixture
def full(house: House) -> Iterator[Audience]:
    with full_house(house.server, house.server, house.ann, house.bob):
        yield Audience(house.server, house.server)


@pytest.fixture
def admin(enter: Enter, house: House) -> Visitor:
    return enter(house.url, house.server)


def consumer(visitor: Visitor, name: str) -> Locator:
    return visitor.page.locator(f'[data-testid="consumer-row"][data-consumer="{name}"]')


def names(visitor: Visitor) -> list[str]:
    return [row.get_attribute("data-consumer") or "" for row in visitor.get("consumer-row").all()]


def consumers_by_api(audience: Audience) -> dict[str, Any]:
    with audience.http() as http:
        return {one["consumer"]: one for one in http.get("/events/consumers").json()["consumers"]}


# -- Display
# ------------------------------------------------------------------------------------------------------------


def test_every_state_has_a_label_and_the_worst_is_first(admin: Visitor, full: Audience) -> None:
    admin.open(PATH)
    expect(admin.get("summary")).to_have_text(
        "1 consumer is failing, 1 is too far behind, 1 is inactive, 1 is behind"
    )
    assert names(admin) == [
        "delivery-mailer",
        "lost-in-time",
        "night-report",
        "editorial-sync",
        "farm-wrangler",
        "review-bridge",
    ]
    states = {name: consumer(admin, name).get_by_test_id("consumer-state") for name in names(admin)}
    stuck = consumers_by_api(full)["delivery-mailer"]["failure"]
    expect(states["delivery-mailer"]).to_have_text(f"Failing at event {stuck['sequence']} (3 attempts)")
    expect(states["lost-in-time"]).to_have_text("Too far behind")
    expect(states["night-report"]).to_have_text("Inactive for 2 h")
    expect(states["editorial-sync"]).to_have_text(re.compile(r"^2\d\d events behind$"))
    expect(states["farm-wrangler"]).to_have_text("Up to date")
    expect(admin.get("consumer-failure")).to_contain_text(REASON)
    expect(admin.get("too-old")).to_contain_text("have expired")
    expect(admin.get("stream")).to_have_text(re.compile(r"^Retained events: \d+ to \d+$"))
    expect(consumer(admin, "night-report").locator("time")).to_have_attribute(
        "title", re.compile(r"\d\d:\d\d")
    )


def test_changes_appear_without_a_reload(admin: Visitor, audience: Audience) -> None:
    page = admin.open(PATH)
    expect(admin.get("no-consumers")).to_contain_text('session.events(consumer="my-sync")')
    expect(admin.get("summary")).to_have_text("No consumers yet")
    admin.mark()
    with audience.session() as session:
        audience.consume("one", session)
        expect(admin.get("summary")).to_have_text("1 consumer, up to date")
        audience.publish(2)
        audience.fail("one", session, "ValueError: first line\nTraceback of it")
    expect(consumer(admin, "one").get_by_test_id("consumer-state")).to_have_text(
        re.compile(r"Failing at event \d+ \(1 attempt\)")
    )
    expect(admin.get("consumer-failure").locator("pre")).to_contain_text("Traceback of it")
    expect(page.locator('[role="status"][aria-atomic="true"]')).to_have_text("1 consumer is failing: one")
    assert not admin.was_reloaded()


def test_a_hidden_page_sends_no_requests(admin: Visitor, audience: Audience) -> None:
    page = admin.open(PATH)
    expect(admin.get("no-consumers")).to_be_visible()
    page.wait_for_timeout(2500)
    show(page, "hidden")
    before = times_asked(admin)
    audience.publish(1)
    page.wait_for_timeout(3000)
    assert times_asked(admin) == before
    show(page, "visible")
    page.wait_for_timeout(1000)
    assert times_asked(admin) > before


def test_an_idle_page_sends_no_requests(admin: Visitor, full: Audience) -> None:
    page = admin.open(PATH)
    expect(admin.get("listener-row").filter(has_text="farm-01")).to_be_visible()
    page.wait_for_timeout(3000)
    before = len(admin.requests)
    page.wait_for_timeout(9000)
    assert admin.requests[before:] == []
    began = time.monotonic()
    full.publish(1)
    expect(admin.get("stream")).to_have_text(re.compile(rf" to {last_event(full)}$"), timeout=3000)
    assert time.monotonic() - began < 3
    with full.session() as session:
        full.consume("new-one", session)
        expect(consumer(admin, "new-one")).to_be_visible(timeout=3000)


def last_event(audience: Audience) -> int:
    with audience.http() as http:
        last: int = http.get("/events/consumers").json()["last"]
        return last


def times_asked(visitor: Visitor) -> int:
    return sum("/events/consumers" in url for url in visitor.requests)


def show(page: Page, state: str) -> None:
    page.evaluate(
        "state => {"
        " Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => state});"
        " window.dispatchEvent(new Event('visibilitychange'));"
        " document.dispatchEvent(new Event('visibilitychange')) }",
        state,
    )


def test_connections_are_listed_with_their_subscriptions(admin: Visitor, full: Audience) -> None:
    admin.open(PATH)
    farm = admin.get("listener-row").filter(has_text="farm-01")
    expect(farm).to_contain_text("callboard.farm")
    expect(farm).to_contain_text("topic=ftrack.update")
    farm.get_by_role("button").click()
    expect(farm.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    expect(admin.get("listener-details").get_by_role("listitem")).to_have_text(
        ["topic=ftrack.update", "topic=farm.* and data.pool=nuke"]
    )
    expect(admin.get("listener-details")).to_contain_text("server process")
    expect(admin.get("none-lost")).to_be_visible()


def test_closed_connections_disappear_and_disconnected_ones_have_a_reason(
    admin: Visitor, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callboard_server.server.hub.listeners.MOST_CHARACTERS_WAITING", 1 << 20)
    admin.open(PATH)
    with audience.http() as http:
        socket = open_socket(http)
        socket.subscribe("topic=studio.flood", host="ws-deaf")
        row = admin.get("listener-row").filter(has_text="ws-deaf")
        expect(row).to_be_visible()
        flood(audience)
        expect(admin.get("lost-row").filter(has_text="ws-deaf")).to_contain_text(
            "It did not read", timeout=30_000
        )
        expect(row).to_have_count(0)
        socket.close()


def flood(audience: Audience) -> None:
    """Publish more than a connection that doesn't read can queue."""
    data = {"text": "x" * 1_000_000}
    with audience.http() as http:
        socket = open_socket(http)
        for _ in range(12):
            socket.publish("studio.flood", data)
        socket.close()


# -- Administration
# ------------------------------------------------------------------------------------------------------------


def test_an_event_is_displayed_before_it_is_skipped(admin: Visitor, full: Audience) -> None:
    page = admin.open(PATH)
    sequence = consumers_by_api(full)["delivery-mailer"]["failure"]["sequence"]
    admin.get("skip-event").click()
    dialog = admin.get("skip-dialog")
    expect(dialog).to_contain_text(f"Skip event {sequence} for “delivery-mailer”?")
    expect(admin.get("skipped-event")).to_contain_text('topic: "studio.sync"')
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert consumers_by_api(full)["delivery-mailer"]["failure"] is not None
    admin.get("skip-event").click()
    admin.get("skip-yes").click()
    expect(admin.get("consumer-failure")).to_have_count(0)
    expect(admin.get("summary")).to_have_text(re.compile("^1 consumer is too far behind"))
    consumer_state = consumers_by_api(full)["delivery-mailer"]
    assert (consumer_state["sequence"], consumer_state["failure"]) == (sequence, None)


def test_an_expired_event_cannot_be_skipped(admin: Visitor, full: Audience) -> None:
    full.publish(20)
    full.forget_events(5)
    page = admin.open(PATH)
    admin.allow_error("status of 410")
    admin.get("skip-event").click()
    expect(admin.get("skipped-event")).to_contain_text("has expired")
    expect(admin.get("skip-yes")).to_have_count(0)
    page.get_by_role("button", name="Cancel").click()
    expect(admin.get("skip-dialog")).to_have_count(0)


def test_a_consumer_of_another_user_can_be_deleted(admin: Visitor, house: House) -> None:
    anns = Audience(house.server, house.ann)
    with anns.session() as session:
        anns.consume("old tool/äß", session)
    admin.open(PATH)
    row = consumer(admin, "old tool/äß")
    expect(row).to_contain_text("ann")
    row.get_by_role("button", name="Delete consumer").click()
    expect(admin.get("confirm-dialog")).to_contain_text("starts with new events")
    admin.get("confirm-yes").click()
    expect(admin.get("no-consumers")).to_be_visible()
    with Audience(house.server, house.server).http() as http:
        assert http.get("/events/consumers").json()["consumers"] == []


# -- Many connections
# ------------------------------------------------------------------------------------------------------------


LIKE_ALL = {
    "since": "2026-11-01T08:00:00",
    "subscriptions": 2,
    "waiting": 0,
    "is_behind": False,
    "process": "one",
}


def crowd(size: int) -> dict[str, Any]:
    return {
        "listeners": [
            {
                "id": f"id-{number}",
                "username": f"user{number % 40:02}",
                "host": f"ws-{number:03}",
                "application": "nuke.16",
                **LIKE_ALL,
            }
            | {"expressions": ["topic=ftrack.update", f"topic=studio.{number}"]}
            for number in range(size)
        ],
        "lost": [],
    }


def test_five_hundred_connections_can_be_searched(admin: Visitor, audience: Audience) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(crowd(512)), content_type="application/json")

    admin.page.route("**/events/listeners", answer)
    page = admin.open(PATH)
    expect(admin.get("listeners-amount")).to_contain_text("512")
    expect(admin.get("listener-row")).to_have_count(100)
    page.keyboard.press("/")
    expect(admin.get("find")).to_be_focused()
    began = time.monotonic()
    page.keyboard.type("ws-50")
    expect(admin.get("listener-row")).to_have_count(10)
    assert time.monotonic() - began < 2
    expect(admin.get("listeners-amount")).to_contain_text("10 of 512")
    admin.get("find").fill("studio.317")
    expect(admin.get("listener-row")).to_have_count(1)
    admin.get("find").fill("nobody at all")
    expect(admin.get("nothing-found")).to_contain_text("nobody at all")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show 100 more").click()
    expect(admin.get("listener-row")).to_have_count(200)


# -- Access and keyboard
# ------------------------------------------------------------------------------------------------------------


def test_other_users_learn_that_the_page_is_for_administrators(visitor: Visitor) -> None:
    page = visitor.open(PATH)
    expect(visitor.get("administrators-only")).to_contain_text("Only administrators can view event settings")
    expect(page.get_by_role("navigation", name="Settings")).to_have_count(0)
    assert not any("/events/consumers" in url for url in visitor.requests)
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("settings")
    expect(visitor.get("palette").get_by_role("option", name="Event settings")).to_have_count(0)


def test_settings_open_by_keys_and_by_links(admin: Visitor, house: House) -> None:
    page = admin.open("/")
    expect(admin.get("jobs-button")).to_be_visible()
    for key in "ge":
        page.keyboard.press(key)
    expect(page).to_have_url(f"{house.url}{PATH}")
    expect(admin.get("settings-events")).to_have_attribute("aria-current", "page")
    admin.get("settings-keys").click()
    expect(page.get_by_role("heading", name="My API keys")).to_be_visible()


def test_a_temporarily_unreachable_server_is_reported(admin: Visitor, full: Audience) -> None:
    admin.allow_error("ERR_FAILED")
    page = admin.open(PATH)
    expect(admin.get("consumer-row").first).to_be_visible()
    page.route("**/events/consumers", lambda route: route.abort())
    full.publish(1)
    expect(admin.get("stale")).to_contain_text("may be out of date", timeout=20_000)
    expect(admin.get("consumer-row").first).to_be_visible()
    page.unroute("**/events/consumers")
    expect(admin.get("stale")).to_have_count(0, timeout=20_000)


@pytest.mark.parametrize("part", ["page", "dialog", "empty"])
def test_the_events_page_is_accessible(
    part: str, enter: Enter, house: House, request: pytest.FixtureRequest
) -> None:
    if part != "empty":
        request.getfixturevalue("full")
    visitor = enter(house.url, house.server, color_scheme="dark", bypass_csp=True)
    page = visitor.open(PATH)
    if part == "empty":
        expect(visitor.get("no-consumers")).to_be_visible()
    else:
        visitor.get("listener-row").filter(has_text="farm-01").get_by_role("button").click()
    if part == "dialog":
        visitor.get("skip-event").click()
        expect(visitor.get("skipped-event")).to_contain_text("topic")
    check(page, "dark")
    page.emulate_media(color_scheme="light")
    check(page, "light")
