"""Programs of a studio, for tests.

A program that offers actions, and a separate web server with a picture and a page.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from tests.support.clients import ROOT, Identified

SECONDS = 20.0

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><circle cx="8" cy="8" r="6" '
    'fill="#e5ac4e"/></svg>'
)
PAGE = """<!doctype html><title>Report</title><p id="data">waiting</p>
<button id="close">Close</button><button id="out">Out</button>
<script>
const say = message => parent.postMessage(message, '*')
addEventListener('message', event => document.getElementById('data').textContent = JSON.stringify(event.data))
document.getElementById('close').onclick = () => say({topic: 'ftrack.application.close-widget'})
document.getElementById('out').onclick = () => { try { top.location = 'about:blank' } catch {} }
say({topic: 'ftrack.widget.ready'})
</script>"""
FILES = {"/icon.svg": ("image/svg+xml", ICON), "/page.html": ("text/html; charset=utf-8", PAGE)}


class Program:
    """A running listener (`tests.browser.listener`) of a person."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.lines: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.kill()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                self.lines.put(json.loads(line))

    def next_line(self, what: str) -> dict[str, Any]:
        """Return the next line about *what*."""
        while True:
            line = self.lines.get(timeout=SECONDS)
            if line["what"] == what:
                return line

    def launch(self) -> dict[str, Any]:
        """Return the next launch that reached it: action, selection and values."""
        return self.next_line("launch")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


Run = Callable[..., Program]


def environment_of(url: str, who: Identified, folder: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("FTRACK_", "CALLBOARD_"))
    }
    credentials = {"FTRACK_SERVER": url, "FTRACK_API_USER": who.username, "FTRACK_API_KEY": who.api_key}
    return {**kept, **credentials, "FTRACK_API_SCHEMA_CACHE_PATH": str(folder)}


def listening(url: str, who: Identified, folder: Path, *kinds: str, **more: str) -> Program:
    """Start a listener that offers the actions of *kinds*.

    Yield once it listens. *more* is added to its environment.
    """
    program = Program(
        [sys.executable, "-m", "tests.browser.listener", *kinds], {**environment_of(url, who, folder), **more}
    )
    program.next_line("ready")
    return program


class _Shelf(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, content = FILES.get(self.path, ("", ""))
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.end_headers()
        self.wfile.write(content.encode())

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the name is the base's
        pass


@contextmanager
def studio_pages() -> Iterator[str]:
    """Serve `/icon.svg` and `/page.html` of another origin; yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Shelf)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
