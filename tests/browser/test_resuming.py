"""After a lost connection, the page catches up without a reload and misses no event."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from callboard_server.testing import running_server
from tests.browser.conftest import Enter, House, with_users
from tests.browser.visitor import SECONDS, Visitor
from tests.support.proxy import network

REFUSED = (
    "ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|"
    "ERR_SOCKET_NOT_CONNECTED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_FAILED"
)


def test_the_page_catches_up_after_a_lost_connection(house: House, enter: Enter) -> None:
    with network(house.url) as wire:
        visitor = enter(wire.url, house.ann)
        visitor.allow_error(REFUSED)
        visitor.open("/")
        visitor.open_menu()
        visitor.mark()
        jobs = [house.studio.job(house.ann, {"description": f"Job {number}"}) for number in range(3)]
        for job in jobs:
            expect(visitor.row(job["id"])).to_have_attribute("data-status", "running")
        wire.cut()
        change_much(house, jobs)
        expect(visitor.get("connection-bar")).to_contain_text("Reconnecting")
        wire.mend()
        check_caught_up(visitor, jobs)


def change_much(house: House, jobs: list[Any]) -> None:
    """Change everything, more often than a page would draw it."""
    session = house.studio.session(house.ann)
    first, second, third = jobs
    for number in range(40):
        first["data"] = json.dumps({"description": f"Copy ({number} of 40)"})
        session.commit()
    house.studio.attach(house.ann, second, "late.txt", b"late")
    second["status"] = "done"
    session.commit()
    session.delete(third)
    session.commit()
    jobs.append(house.studio.job(house.ann, {"description": "Made meanwhile"}))


def check_caught_up(visitor: Visitor, jobs: list[Any]) -> None:
    first, second, third, fourth = (visitor.row(job["id"]) for job in jobs)
    patience = 20 * SECONDS
    expect(first.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "39 of 40", timeout=patience)
    expect(second).to_have_attribute("data-status", "done")
    expect(second.get_by_test_id("job-chip")).to_contain_text("late.txt")
    expect(third).to_have_count(0)
    expect(fourth).to_have_attribute("data-status", "running")
    expect(visitor.get("connection-bar")).to_have_count(0)
    assert not visitor.was_reloaded()


def test_the_page_catches_up_after_a_server_restart(enter: Enter, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_server(data) as server:
        house = with_users(server, tmp_path)
        port = int(server.url.rpartition(":")[2])
        visitor = enter(server.url, house.ann)
        visitor.allow_error(REFUSED)
        visitor.open("/")
        visitor.open_menu()
        visitor.mark()
        jobs = [house.studio.job(house.ann, {"description": f"Job {number}"}) for number in range(3)]
        expect(visitor.row(jobs[-1]["id"])).to_be_visible()
    expect(visitor.get("connection-bar")).to_be_visible()
    with running_server(data, port=port):
        change_much(house, jobs)
        check_caught_up(visitor, jobs)
        house.studio.close()


def test_tabs_share_one_stream(visitor: Visitor, house: House) -> None:
    """Over plain HTTP, a browser opens six connections to a server, so a seventh tab would wait forever."""
    pages = [visitor.context.new_page() for _ in range(8)]
    for page in pages:
        page.goto(f"{house.url}/jobs")
    job = house.studio.job(house.ann, {"description": "Seen everywhere"})
    for page in pages:
        expect(page.locator(f'[data-testid="jobs-table-row"][data-job-id="{job["id"]}"]')).to_be_visible()
