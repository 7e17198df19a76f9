"""The frame of all pages: its bar, narrow windows, and navigation while the server is not responding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from callboard_server.testing import RunningServer, running_server
from tests.browser.conftest import Enter, House, with_users
from tests.browser.test_resuming import REFUSED
from tests.browser.visitor import SECONDS, Visitor
from tests.support.proxy import network

PAGES = ("/", "/demo", "/jobs", "/tasks?whose=all", "/api-explorer", "/settings/keys", "/settings/events")
LOADING = f"{REFUSED}|Failed to fetch dynamically imported module|Unable to preload"


def long_page(visitor: Visitor, house: House) -> Page:
    """Open the page of a job that is several windows long."""
    data = {"description": "Long", "traceback": "\n".join(f"line {number}" for number in range(400))}
    job = house.studio.job(house.ann, data, "failed")
    page = visitor.open(f"/jobs/{job['id']}")
    expect(visitor.get("failure")).to_be_visible()
    return page


def test_the_bar_stays_in_view(visitor: Visitor, house: House) -> None:
    page = long_page(visitor, house)
    page.mouse.move(700, 60)
    page.mouse.wheel(0, 5000)
    page.wait_for_function("document.documentElement.scrollTop > 2000")
    expect(visitor.get("jobs-button")).to_be_in_viewport(ratio=1)
    box = page.locator("header.bar").bounding_box()
    assert box is not None
    assert box["y"] == 0


@pytest.mark.parametrize("path", PAGES)
def test_the_jobs_button_is_reachable_in_a_narrow_window(
    path: str, enter: Enter, demo: RunningServer
) -> None:
    visitor = enter(demo.url, demo, viewport={"width": 390, "height": 844})
    page = visitor.open(path)
    page.wait_for_timeout(300)
    expect(visitor.get("jobs-button")).to_be_in_viewport(ratio=1)
    box = visitor.get("user-menu").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    visitor.open_menu()
    panel = visitor.get("jobs-panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 390


def test_the_user_menu_lists_the_pages_in_a_narrow_window(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo, viewport={"width": 390, "height": 844})
    page = visitor.open("/")
    visitor.get("user-menu").click()
    page.get_by_role("menuitem", name="Tasks").click()
    expect(page).to_have_url(f"{demo.url}/tasks")


def test_a_page_waits_for_the_server(enter: Enter, house: House) -> None:
    """The page before stays, and the next one opens without another click."""
    with network(house.url) as wire:
        visitor = enter(wire.url, house.ann)
        visitor.allow_error(LOADING)
        page = visitor.open("/")
        wire.cut()
        page.get_by_role("link", name="Tasks").click()
        bar = visitor.get("connection-bar")
        expect(bar).to_contain_text("The page opens when it is back")
        expect(page).to_have_url(f"{wire.url}/")
        expect(visitor.get("home-snippet")).to_be_visible()
        wire.mend()
        expect(page).to_have_url(f"{wire.url}/tasks", timeout=20 * SECONDS)
        expect(page.get_by_role("heading", name="Tasks", exact=True)).to_be_visible()
        expect(bar).to_have_count(0)


def test_a_user_can_stay_on_the_page(enter: Enter, house: House) -> None:
    with network(house.url) as wire:
        visitor = enter(wire.url, house.ann)
        visitor.allow_error(LOADING)
        page = visitor.open("/")
        wire.cut()
        page.get_by_role("link", name="Tasks").click()
        bar = visitor.get("connection-bar")
        bar.get_by_role("button", name="Stay here").click()
        expect(bar).not_to_contain_text("The page opens")
        wire.mend()
        expect(bar).to_have_count(0, timeout=20 * SECONDS)
        expect(page).to_have_url(f"{wire.url}/")


def test_previews_and_data_are_loaded_when_the_server_is_back(enter: Enter, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Copy"}, "done", notes__txt=b"content of the notes")
    with network(house.url) as wire:
        visitor = enter(wire.url, house.ann)
        visitor.allow_error(LOADING)
        page = visitor.open(f"/jobs/{job['id']}")
        expect(visitor.get("job-result")).to_be_visible()
        wire.cut()
        visitor.get("tab-files").click()
        expect(visitor.get("file-preview")).to_be_visible()
        page.wait_for_timeout(1000)
        wire.mend()
        panel = visitor.get("file-preview")
        expect(panel).to_contain_text("content of the notes", timeout=20 * SECONDS)
        expect(visitor.get("file-checksum")).to_have_count(1, timeout=20 * SECONDS)


def test_a_new_version_is_offered(enter: Enter, tmp_path: Path) -> None:
    """After an update, the server has other files, and the page another address for its code."""
    data = tmp_path / "data"
    with running_server(data) as server:
        house = with_users(server, tmp_path)
        port = int(server.url.rpartition(":")[2])
        visitor = enter(server.url, house.ann)
        visitor.allow_error(f"{LOADING}|404 .*/assets/")
        page = visitor.open("/")
    expect(visitor.get("connection-bar")).to_contain_text("Reconnecting")

    def renamed(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"/assets/index-", "/assets/newer-", answer.text()))

    with running_server(data, port=port):
        page.route(f"{server.url}/", renamed)
        bar = visitor.get("connection-bar")
        expect(bar).to_contain_text("Callboard was updated", timeout=20 * SECONDS)
        page.unroute(f"{server.url}/")
        visitor.mark()
        bar.get_by_role("button", name="Reload page").click()
        expect(bar).to_have_count(0)
        assert visitor.was_reloaded()
        house.studio.close()
