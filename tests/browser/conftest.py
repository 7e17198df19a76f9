"""A browser for each module, a server and visitors for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from playwright.sync_api import Browser

from callboard_server.actions.users import NewUser
from callboard_server.testing import RunningServer, running_server
from tests.browser.visitor import Studio, Visitor
from tests.support.chromium import build_interface, chromium
from tests.support.people import Person, add_person

Enter = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module.

    Its driver runs an event loop, which must have ended before other tests run.
    """
    build_interface()
    with chromium() as running:
        yield running


@frozen
class House:
    """A server without jobs, and two of its users."""

    server: RunningServer
    ann: Person
    bob: Person
    studio: Studio

    @property
    def url(self) -> str:
        return self.server.url


def with_users(server: RunningServer, folder: Path) -> House:
    ann = add_person(server, NewUser("ann", "Ann", "Archer"))
    bob = add_person(server, NewUser("bob", "Bob", "Builder"))
    return House(server, ann, bob, Studio(server.url, folder))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A separate server for each test."""
    with running_server() as server:
        made = with_users(server, tmp_path)
        yield made
        made.studio.close()


@pytest.fixture(scope="session")
def demo() -> Iterator[RunningServer]:
    """A server with the demonstration data, which tests must not change."""
    with running_server(demo=True) as server:
        yield server


@pytest.fixture
def enter(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Enter]:
    """Return a function that opens a browser at a server.

    `enter(url, person)` signs the person in; `enter(url)` doesn't. Options are those of browser contexts.
    """
    for server in {"house", "demo"} & set(request.fixturenames):
        request.getfixturevalue(server)  # so that visitors close their browsers before it ends
    visitors: list[Visitor] = []

    def open_browser(url: str, person: Any = None, **options: Any) -> Visitor:
        chosen = {
            "viewport": {"width": 1440, "height": 900},
            "reduced_motion": "reduce",
            "accept_downloads": True,
            **options,
        }
        visitor = Visitor(browser.new_context(**chosen), url)
        visitors.append(visitor)
        if person is not None:
            visitor.sign_in(person)
        return visitor

    yield open_browser
    for visitor in visitors:
        visitor.leave()


@pytest.fixture
def visitor(enter: Enter, house: House) -> Visitor:
    """Ann, signed in to the server of the test."""
    return enter(house.url, house.ann)
