"""Commit to DOM: the time from a commit of a script until the open page displays the change.

A browser has the Jobs panel open. A script changes the description of one job 300 times, slightly slower than
the four times a second at which a row is redrawn. The page records when each number appears. Both use the
same clock.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import time

from playwright.sync_api import Page, sync_playwright

import callboard
from callboard_server.testing import RunningServer, separate_server

UPDATES = 300
PAUSE_SECONDS = 0.3
WATCH = """
() => {
  window.seen = {};
  const look = () => {
    for (const element of document.querySelectorAll('[data-testid="job-description"]')) {
      const found = /Transfer components \\((\\d+) of/.exec(element.textContent ?? '');
      if (found && !(found[1] in window.seen)) window.seen[found[1]] = Date.now();
    }
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}
"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def measure(updates: int = UPDATES) -> dict[str, float]:
    """Return milliseconds from before a commit is sent to the changed DOM.

    Median, 95th percentile and worst.
    """
    with separate_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            page = browser.new_page()
            sign_in(page, server)
            page.evaluate(WATCH)
            sent = run_job(server, updates)
            time.sleep(1)
            seen: dict[str, float] = page.evaluate("() => window.seen")
        finally:
            browser.close()
    missing = [number for number in sent if str(number) not in seen]
    if missing:
        raise RuntimeError(
            f"the page did not display {len(missing)} of {updates} updates; the first is number {missing[0]}"
        )
    delays = sorted(seen[str(number)] - moment for number, moment in sent.items())
    return {
        "p50_ms": statistics.median(delays),
        "p95_ms": delays[int(len(delays) * 0.95)],
        "worst_ms": delays[-1],
    }


def chromium() -> str:
    """Return the path of the browser."""
    found = (
        os.environ.get("CALLBOARD_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if not found:
        raise RuntimeError("No Chromium was found: install it, or set CALLBOARD_TEST_CHROMIUM to its path.")
    return found


def sign_in(page: Page, server: RunningServer) -> None:
    page.goto(server.url + "/sign-in")
    page.get_by_test_id("sign-in-username").fill(server.username)
    page.get_by_test_id("sign-in-password").fill(server.password)
    page.get_by_test_id("sign-in-submit").click()
    page.get_by_test_id("jobs-button").click()
    page.get_by_test_id("jobs-panel").wait_for()


def run_job(server: RunningServer, updates: int) -> dict[int, float]:
    """Run the job, and return the time before each update, in milliseconds of the system clock."""
    session = callboard.Session(server_url=server.url, api_key=server.api_key, api_user=server.username)
    user = session.query(f'User where username is "{server.username}"').one()
    job = session.create(
        "Job", {"user": user, "status": "running", "data": json.dumps({"description": "Starting"})}
    )
    session.commit()
    time.sleep(1)
    sent: dict[int, float] = {}
    for number in range(1, updates + 1):
        job["data"] = json.dumps({"description": f"Transfer components ({number} of {updates})"})
        sent[number] = time.time() * 1000
        session.commit()
        time.sleep(PAUSE_SECONDS)
    job["status"] = "done"
    session.commit()
    session.close()
    return sent
