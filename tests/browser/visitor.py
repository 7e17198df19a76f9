"""A user with a browser.

Signs in, opens pages, looks at jobs. The requests and errors of the pages are recorded.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from attrs import define, field
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, expect

import callboard
from tests.support.clients import Identified

SECONDS = 1000
INSIDE = ("data:", "blob:", "about:", "chrome-error:", "chrome-extension:", "chrome:")
"""Schemes that a browser reads without a request; the last two are its PDF viewer."""


@define(eq=False, slots=False)  # Playwright adds attributes to the owners of listeners
class Visitor:
    """One browser of one user, on the server with the address *url*.

    `allowed_addresses` are other servers that its pages may send requests to.
    """

    context: BrowserContext
    url: str
    page: Page = field(init=False)
    requests: list[str] = field(factory=list)
    errors: list[str] = field(factory=list)
    allowed_errors: list[str] = field(factory=list)
    allowed_addresses: list[str] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.context.set_default_timeout(10 * SECONDS)
        self.context.on("request", self._record_request)
        self.context.on("page", self._watch)
        self.allow_error(r"401 .*/web/session")
        self.page = self.context.new_page()

    def allow_error(self, pattern: str) -> None:
        """Expect errors that match *pattern*: "<text> <address>"."""
        self.allowed_errors.append(pattern)

    def leave(self) -> None:
        """Close the browser, before the server stops.

        Check that no request went to another host, and that no page logged an error.
        """
        self.context.close()
        foreign = [
            url
            for url in self.requests
            if not url.startswith((f"{self.url}/", *INSIDE, *self.allowed_addresses))
        ]
        assert not foreign, f"requests that leave the origin: {foreign}"
        unforeseen = [
            text
            for text in self.errors
            if not any(re.search(pattern, text) for pattern in self.allowed_errors)
        ]
        assert not unforeseen, f"errors in the console: {unforeseen}"

    def sign_in(self, person: Any) -> None:
        """Sign in without opening the sign-in page; *person* has a username and a password."""
        answer = self.context.request.post(
            f"{self.url}/web/sign-in", data={"username": person.username, "password": person.password}
        )
        assert answer.ok, answer.text()

    def open(self, path: str = "/") -> Page:
        """Open *path* of the interface, and wait until it is drawn."""
        self.page.goto(f"{self.url}{path}")
        expect(self.page.locator("main")).to_be_visible()
        return self.page

    def mark(self) -> None:
        """Leave a mark on the page that a reload would wipe out."""
        self.page.evaluate("window.marked = true")

    def was_reloaded(self) -> bool:
        return self.page.evaluate("window.marked") is not True

    def get(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def open_menu(self, segment: str = "All") -> Locator:
        """Open the Jobs menu; return its panel."""
        self.get("jobs-button").click()
        panel = self.get("jobs-panel")
        expect(panel).to_be_visible()
        self.choose(segment)
        return panel

    def choose(self, segment: str) -> None:
        """Choose which jobs the Jobs menu lists."""
        self.get("jobs-panel").locator("label").filter(
            has_text=re.compile(rf"^\s*{segment}\s*[\d,]*$")
        ).click()

    def row(self, job_id: str) -> Locator:
        """Return the row of a job in the Jobs menu."""
        return self.get("jobs-panel").locator(f'[data-testid="job-row"][data-job-id="{job_id}"]')

    def download(self, press: Locator | str) -> tuple[str, bytes]:
        """Press *press*, a locator or a key; return the name and bytes of the downloaded file."""
        with self.page.expect_download() as coming:
            if isinstance(press, str):
                self.page.keyboard.press(press)
            else:
                press.click()
        arrived = coming.value
        return arrived.suggested_filename, arrived.path().read_bytes()

    def _watch(self, page: Page) -> None:
        page.on("console", self._record_message)
        page.on("pageerror", lambda error: self.errors.append(f"{error} {page.url}"))

    def _record_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def _record_request(self, request: Request) -> None:
        self.requests.append(request.url)


@define(eq=False)
class Studio:
    """What users do with scripts, by our client."""

    url: str
    folder: Path
    sessions: dict[str, Any] = field(factory=dict)

    def session(self, who: Identified) -> Any:
        if who.username not in self.sessions:
            self.sessions[who.username] = callboard.Session(
                self.url, who.api_key, who.username, schema_cache_path=False
            )
        return self.sessions[who.username]

    def job(
        self, who: Identified, data: str | dict[str, Any], status: str = "running", **files: bytes
    ) -> Any:
        """Make a job of *who*.

        *files* are named with their extension behind a double underscore: `notes__txt=b"..."`.
        """
        session = self.session(who)
        job = session.create(
            "Job", {"status": status, "data": data if isinstance(data, str) else json.dumps(data)}
        )
        session.commit()
        for name, content in files.items():
            self.attach(who, job, name.replace("__", "."), content)
        return job

    def attach(self, who: Identified, job: Any, name: str, content: bytes) -> Any:
        """Attach a file to *job*; return its component."""
        session = self.session(who)
        path = self.folder / "attachment" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        location = session.query('Location where name is "ftrack.server"').one()
        component = session.create_component(str(path), data={"name": path.stem}, location=location)
        session.create("JobComponent", {"component_id": component["id"], "job_id": job["id"]})
        session.commit()
        return component

    def close(self) -> None:
        for session in self.sessions.values():
            session.close()
