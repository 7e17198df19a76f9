"""The example on the page.

With the copy button and a key created on the page, the example runs, and the page displays its progress.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from callboard_server.testing import RunningServer, separate_server
from tests.browser.conftest import Enter, House
from tests.browser.visitor import SECONDS, Studio, Visitor
from tests.support.clients import environment

RUNS = {"callboard": "import callboard", "ftrack_api": "ftrack_api (official client)"}
UPDATES = 24
PACE_SECONDS = 0.3
LIMIT_MS = 200

NOTE_CHANGES = """
row => {
    window.seen = {};
    const note = () => {
        const bar = row.querySelector('[role=progressbar]');
        const text = bar?.getAttribute('aria-valuetext') ?? row.dataset.status;
        window.seen[text] ??= Date.now();
    };
    note();
    const everything = {subtree: true, childList: true, attributes: true, characterData: true};
    new MutationObserver(note).observe(row, everything);
}
"""
NOTE_ROWS = """
panel => {
    window.rows = {};
    const note = () => {
        for (const row of panel.querySelectorAll('[data-job-id]'))
            window.rows[row.dataset.jobId] ??= [Date.now(), row.dataset.status];
    };
    note();
    new MutationObserver(note).observe(panel, {subtree: true, childList: true});
}
"""


@pytest.mark.slow
@pytest.mark.parametrize("client", RUNS)
def test_the_example_on_the_page_runs(client: str, visitor: Visitor, house: House, tmp_path: Path) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open("/")
    page.get_by_text(RUNS[client], exact=True).click()
    visitor.get("create-key").click()
    expect(visitor.get("key-created")).to_be_visible()
    visitor.get("copy-snippet").click()
    expect(visitor.get("copy-snippet")).to_have_text("Copied")
    script = page.evaluate("navigator.clipboard.readText()")
    assert script == visitor.get("home-snippet").text_content()
    panel = visitor.open_menu()
    visitor.mark()
    with subprocess.Popen(
        [sys.executable, "-W", "error::DeprecationWarning:__main__", "-c", script],
        cwd=tmp_path,
        env={**environment(house.server, tmp_path), "FTRACK_API_KEY": "the lines bring their own"},
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            percentages = watch_it_run(panel)
            assert running.wait(20) == 0, running.stderr and running.stderr.read()
        finally:
            running.kill()
    assert percentages == sorted(percentages)
    assert len(set(percentages)) >= 8, "the bar moves"
    row = panel.get_by_test_id("job-row")
    expect(row).to_have_attribute("data-status", "done")
    expect(row.get_by_test_id("job-chip")).to_contain_text("My file.txt")
    assert visitor.download(row.get_by_test_id("job-chip")) == (
        "My file.txt",
        b"All 200 components have been transferred.\n",
    )
    assert not visitor.was_reloaded()


def watch_it_run(panel: Locator) -> list[int]:
    """Return the values of the progress bar of the only job until it disappears."""
    row = panel.get_by_test_id("job-row")
    bar = row.get_by_role("progressbar")
    expect(row.and_(panel.locator("[data-status=running]"))).to_be_visible(timeout=15 * SECONDS)
    expect(bar).to_have_attribute("aria-valuetext", re.compile(r"^\d+ of 200$"), timeout=5 * SECONDS)
    percentages = []
    deadline = time.monotonic() + 40
    while row.get_attribute("data-status") == "running" and time.monotonic() < deadline:
        value, text = bar.evaluate_all(
            "bars => bars.map(bar => [bar.ariaValueNow, bar.ariaValueText])[0] ?? [null, null]"
        )
        if value is not None:
            assert int(value) == int(text.split()[0]) // 2
            percentages.append(int(value))
        time.sleep(0.25)
    return percentages


def test_a_commit_appears_at_once(enter: Enter, tmp_path: Path) -> None:
    """From before the commit until the page has changed, with a separate server process as in studios."""
    with separate_server() as server:
        studio, visitor = Studio(server.url, tmp_path), enter(server.url, server)
        visitor.open("/")
        panel = visitor.open_menu()
        panel.evaluate(NOTE_ROWS)
        visitor.mark()
        began = time.time()
        job = studio.job(server, {"description": "Transfer components (0 of 200)"})
        row = visitor.row(job["id"])
        expect(row).to_have_attribute("data-status", "running")
        appeared, status = visitor.page.evaluate("window.rows")[job["id"]]
        assert status == "running"
        assert appeared - began * 1000 < LIMIT_MS
        row.evaluate(NOTE_CHANGES)
        sent = update_in_pace(studio, server, job)
        expect(row.get_by_role("progressbar")).to_have_attribute("aria-valuetext", f"{UPDATES} of 200")
        seen = visitor.page.evaluate("window.seen")
        assert set(sent) <= set(seen), "an update was not drawn"
        delays = sorted(seen[text] - moment * 1000 for text, moment in sent.items())
        worst = delays[int(0.95 * (len(delays) - 1))]
        assert worst < LIMIT_MS, f"commit to page, in ms: {[round(delay) for delay in delays]}"
        assert not visitor.was_reloaded()
        visitor.leave()
        studio.close()


def update_in_pace(studio: Studio, who: RunningServer, job: Any) -> dict[str, float]:
    """Report the progress of *job* repeatedly; return when each text was sent."""
    sent = {}
    session = studio.session(who)
    for number in range(1, UPDATES + 1):
        time.sleep(PACE_SECONDS)
        job["data"] = json.dumps({"description": f"Transfer components ({number} of 200)"})
        sent[f"{number} of 200"] = time.time()
        session.commit()
    return sent


def test_a_finished_job_is_announced(visitor: Visitor, house: House) -> None:
    visitor.open("/")
    job = house.studio.job(house.ann, {"description": "Export review"})
    visitor.open_menu("All")
    row = visitor.row(job["id"])
    expect(row.get_by_role("progressbar")).not_to_have_attribute("aria-valuenow", re.compile("."))
    visitor.mark()
    expect(visitor.get("jobs-button")).to_have_accessible_name("Jobs, 1 running")
    house.studio.attach(house.ann, job, "review.txt", b"review")
    expect(row.get_by_test_id("job-chip")).to_contain_text("review.txt")
    job["status"] = "done"
    house.studio.session(house.ann).commit()
    expect(row).to_have_attribute("data-status", "done")
    expect(visitor.get("jobs-button")).to_have_accessible_name("Jobs")
    assert not visitor.was_reloaded()
    page = visitor.open(f"/jobs/{job['id']}")
    expect(visitor.get("job-page")).to_contain_text(re.compile(r"Took \d+ s"))
    expect(page.get_by_role("heading", name="Export review")).to_be_visible()


def test_a_failed_job_is_announced(visitor: Visitor, house: House) -> None:
    page = visitor.open("/")
    job = house.studio.job(
        house.ann,
        {
            "description": "Publish comp v014",
            "traceback": "Traceback (most recent call last):\nOSError: full",
        },
    )
    expect(visitor.get("jobs-button")).to_have_attribute("data-running", "1")
    job["status"] = "failed"
    house.studio.session(house.ann).commit()
    expect(visitor.get("jobs-button")).to_have_accessible_name("Jobs, 1 failed")
    expect(
        page.get_by_role("status")
        .filter(has_text="Publish comp v014 failed")
        .or_(page.locator(".toast"))
        .first
    ).to_be_attached()
    visitor.open_menu("Failed")
    row = visitor.row(job["id"])
    row.get_by_role("button", name="Show details").click()
    expect(row).to_contain_text("OSError: full")
    expect(visitor.get("jobs-button")).to_have_accessible_name("Jobs")


def test_progress_can_be_a_number(visitor: Visitor, house: House) -> None:
    visitor.open("/")
    visitor.open_menu()
    job = house.studio.job(house.ann, {"description": "Bake 3 of 4", "progress": 0.345})
    bar = visitor.row(job["id"]).get_by_role("progressbar")
    expect(bar).to_have_attribute("aria-valuenow", "34")
    job["data"] = '{"description": "Loaded v003 with 2 of 2 warnings"}'
    house.studio.session(house.ann).commit()
    expect(bar).not_to_have_attribute("aria-valuenow", re.compile("."))


def test_jobs_of_other_users_stay_hidden(visitor: Visitor, house: House) -> None:
    visitor.open("/")
    panel = visitor.open_menu()
    theirs = house.studio.job(house.bob, {"description": "Not for Ann"})
    mine = house.studio.job(house.ann, {"description": "For Ann"})
    expect(visitor.row(mine["id"])).to_be_visible()
    expect(visitor.row(theirs["id"])).to_have_count(0)
    expect(panel).not_to_contain_text("Not for Ann")
