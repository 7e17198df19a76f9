"""Chromium for tests: the system's program, with every feature off that would contact other hosts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools import build_web
from tools.install_test_needs import find_chromium

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Run a headless browser."""
    program = find_chromium()
    if program is None:
        pytest.fail("The tests need Chromium: run `make test-needs`.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def build_interface() -> None:
    """Build the web interface if it isn't built."""
    if not build_web.is_built():
        build_web.build()
