"""Put the web interface into the wheel.

A wheel without it is refused, so `pip install callboard[server]` always brings the pages along. Who builds a
wheel needs no Node: when the interface has to be built, the build environment gets the packages of
requirements/web.txt. Editable installs are left alone; there the interface is built by `make web`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebInterfaceHook(BuildHookInterface[BuilderConfig]):
    """Builds src/callboard/web/dist before it is packed, unless it is there and current."""

    def dependencies(self) -> list[str]:
        """Name the pinned packages that building the interface needs; none when it needs no building."""
        return self._pins() if self._must_build() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the interface when it is missing or older than its sources.

        Raises: SystemExit, when the wheel would go without it.
        """
        if version == "editable":
            return
        if self._must_build():
            self._builder().build()
        if not self._builder().is_built():
            raise SystemExit("callboard: a wheel needs the web interface; build it with `make web` and try again.")

    def _must_build(self) -> bool:
        # A source distribution may bring the built interface; only a checkout has sources that move on.
        builder = self._builder()
        is_checkout = (Path(self.root) / ".git").exists()
        return not builder.is_built() or (is_checkout and not builder.is_current())

    def _pins(self) -> list[str]:
        lines = (Path(self.root) / "requirements" / "web.txt").read_text(encoding="utf-8").splitlines()
        return [line for line in lines if line and not line.startswith("#")]

    def _builder(self) -> ModuleType:
        # Build frontends start with their own search path, where the repository's tools are not.
        if self.root not in sys.path:
            sys.path.insert(0, self.root)
        from tools import build_web  # noqa: PLC0415  importable only now

        return build_web
