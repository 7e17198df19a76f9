"""The Python clients behind one interface: the official `ftrack_api`, unmodified, and our `callboard`."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import pytest
from attrs import define, field, frozen

from callboard_server.testing import RunningServer

ROOT = Path(__file__).resolve().parents[2]
OLD_PYTHON = ROOT / ".venv-ftrack25" / "bin" / "python"
OFFICIAL, OURS = "ftrack_api", "callboard"
OFFICIAL_VERSION = metadata.version("ftrack-python-api")
"""Version of the official client in this environment.

The tests run once per version, because both versions don't fit into one environment.
"""

IS_OLD = OFFICIAL_VERSION.startswith("2.")


class Identified(Protocol):
    """Whose credentials a session uses: a `Person`, or the administrator of a `RunningServer`."""

    @property
    def username(self) -> str: ...
    @property
    def api_key(self) -> str: ...


@define(eq=False)
class Client:
    """One client of one server. `close` closes its sessions."""

    name: str
    server: RunningServer
    sessions: list[Any] = field(factory=list)

    @property
    def is_ours(self) -> bool:
        return self.name == OURS

    def module(self, name: str = "") -> Any:
        """Return the client's package, or the module called *name* in it."""
        return importlib.import_module(f"{self.name}.{name}" if name else self.name)

    def session(self, who: Identified | None = None, **options: Any) -> Any:
        """Open a session, for the administrator by default."""
        actor = who or self.server
        chosen = {"schema_cache_path": False, "plugin_paths": [], **options}
        made = self.module().Session(self.server.url, actor.api_key, actor.username, **chosen)
        self.sessions.append(made)
        return made

    def close(self) -> None:
        for session in self.sessions:
            session.close()

    @contextlib.contextmanager
    def counted(self, session: Any) -> Iterator[list[str]]:
        """Return the addresses that *session* requests within the block."""
        requested: list[str] = []
        owner, name = (session.api, "request") if self.is_ours else (session._request, "request")
        original = getattr(owner, name)

        def request(method: str, url: str, **options: Any) -> Any:
            requested.append(url)
            return original(method, url, **options)

        setattr(owner, name, request)
        try:
            yield requested
        finally:
            setattr(owner, name, original)


@frozen
class Interpreter:
    """A Python that runs scripts, and the line that imports a client under the name that scripts use."""

    name: str
    python: Path
    line: str

    def command(self, script: str) -> Sequence[str]:
        if not self.python.is_file():
            pytest.fail(f"{self.python} is missing: run `make test-needs`.", pytrace=False)
        return [str(self.python), "-W", "error::DeprecationWarning:__main__", "-c", f"{self.line}\n{script}"]


INTERPRETERS = (
    Interpreter("ftrack_api 3", Path(sys.executable), "import ftrack_api"),
    Interpreter("ftrack_api 2.5", OLD_PYTHON, "import ftrack_api"),
    Interpreter("callboard", Path(sys.executable), "import callboard as ftrack_api"),
)


def environment(server: RunningServer, schemas: Path) -> dict[str, str]:
    """Return the environment of a script that opens `Session()` at *server*.

    *schemas* is the folder of its schema cache.
    """
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("FTRACK_", "CALLBOARD_"))
    }
    return {
        **kept,
        "FTRACK_SERVER": server.url,
        "FTRACK_API_USER": server.username,
        "FTRACK_API_KEY": server.api_key,
        "FTRACK_API_SCHEMA_CACHE_PATH": str(schemas),
    }
