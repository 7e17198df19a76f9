"""The official JavaScript client in a page of another origin, as in tools of studios.

It connects with a key, and only with a key.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from callboard_server.access.sessions import COOKIE
from tests.browser.conftest import House
from tests.support.node import FOLDER

IMPORTS = {
    "@ftrack/api": "/node_modules/@ftrack/api/dist/ftrack-javascript-api.es.js",
    "uuid": "/node_modules/uuid/dist/esm-browser/index.js",
    "moment": "/node_modules/moment/dist/moment.js",
    "isomorphic-ws": "/socket.js",
    "loglevel": "/log.js",
}
FILES = {
    "/": (
        "<!doctype html><title>A tool</title><script "
        f'type="importmap">{json.dumps({"imports": IMPORTS})}</script>'
    ),
    "/socket.js": "export default WebSocket",
    "/log.js": (
        "const log = { ...console, setLevel() {}, getLogger: () => log, levels: {} }; export default log"
    ),
}
TALK = """async ([url, username, key]) => {
  const { Session, Event } = await import('@ftrack/api')
  const session = new Session(url, username, key, { autoConnectEventHub: true })
  await session.initializing
  const hub = session.eventHub
  const updates = []
  hub.subscribe('topic=test.question', (event) => ({ answer: event.data.n + 1 }))
  const keep = (event) => updates.push(...event.data.entities.map((one) => one.entity_type))
  hub.subscribe('topic=ftrack.update', keep)
  while (!hub.isConnected()) await new Promise((done) => setTimeout(done, 20))
  await new Promise((done) => setTimeout(done, 200))
  const reply = await hub.publishAndWaitForReply(new Event('test.question', { n: 1 }), { timeout: 10 })
  const user = (await session.query(`select id from User where username is "${username}"`)).data[0]
  await session.create('Job', { user_id: user.id, status: 'running' })
  for (let tries = 0; tries < 100 && !updates.includes('Job'); tries += 1)
    await new Promise((done) => setTimeout(done, 50))
  return { reply: reply.data, updates }
}"""
STEAL = """async ([url, secret]) => {
  const answers = []
  for (const headers of [{}, { 'x-callboard-csrf': secret }]) {
    try {
      answers.push((await fetch(`${url}/socket.io/1/`, { credentials: 'include', headers })).status)
    } catch (error) {
      answers.push(String(error))
    }
  }
  return answers
}"""


class Handler(SimpleHTTPRequestHandler):
    """Serves files of the packages, and a page that can import them."""

    def do_GET(self) -> None:
        if (text := FILES.get(self.path)) is None:
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("content-type", "text/html" if self.path == "/" else "text/javascript")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *parts: Any) -> None:
        del parts


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(FOLDER))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, elsewhere: str, house: House) -> Iterator[Page]:
    """A page of another origin, in a browser in which Ann is signed in."""
    with browser.new_context() as context:
        signed_in = context.request.post(
            f"{house.url}/web/sign-in", data={"username": house.ann.username, "password": house.ann.password}
        )
        assert signed_in.ok
        assert any(cookie["name"] == COOKIE for cookie in context.cookies(house.url))
        opened = context.new_page()
        opened.goto(elsewhere)
        yield opened


def test_a_foreign_page_publishes_receives_and_replies(page: Page, house: House) -> None:
    result = page.evaluate(TALK, [house.url, house.ann.username, house.ann.api_key])
    assert result["reply"] == {"answer": 2}
    assert "Job" in result["updates"]


def test_a_foreign_page_cannot_connect_with_the_cookie(page: Page, house: House) -> None:
    session = page.context.request.get(f"{house.url}/web/session").json()
    assert session["user"]["username"] == house.ann.username
    plain, forged = page.evaluate(STEAL, [house.url, session["csrf"]])
    assert plain == 401
    assert "Failed to fetch" in forged, (
        "the header is not for other origins, so the browser does not even send it"
    )
