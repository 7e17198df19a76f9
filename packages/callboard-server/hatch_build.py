"""Include the web interface in the wheel.

A wheel without it is refused, so `pip install callboard-server` always brings the pages along. Building a
wheel needs no Node: when the interface has to be built, the build environment gets the packages of
requirements/web.txt. Editable installs are left alone; there `make web` builds the interface.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebInterfaceHook(BuildHookInterface[BuilderConfig]):
    """Builds the web interface before it is packed, unless it is there and current."""

    def dependencies(self) -> list[str]:
        """Return the pinned packages that building the interface requires; none when it is already built."""
        return self._pins() if self._must_build() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the interface when it is missing or older than its sources.

        Raises: SystemExit, when the wheel would not contain it.
        """
        if version == "editable":
            return
        if self._must_build():
            self._builder().build()
        if not self._index().is_file():
            raise SystemExit(
                "callboard: a wheel needs the web interface; build it with `make web` and try again."
            )

    def _must_build(self) -> bool:
        # A source distribution contains the built interface; only a checkout has sources that change.
        if not (self._repository() / "tools" / "build_web.py").is_file():
            return False
        is_checkout = (self._repository() / ".git").exists()
        return not self._index().is_file() or (is_checkout and not self._builder().is_current())

    def _index(self) -> Path:
        return Path(self.root) / "src" / "callboard_server" / "web" / "dist" / "index.html"

    def _repository(self) -> Path:
        return Path(self.root).parent.parent

    def _pins(self) -> list[str]:
        lines = (self._repository() / "requirements" / "web.txt").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]

    def _builder(self) -> ModuleType:
        # Build frontends start with their own search path, which lacks the repository's tools.
        if str(self._repository()) not in sys.path:
            sys.path.insert(0, str(self._repository()))
        from tools import build_web  # noqa: PLC0415  importable only now

        return build_web
