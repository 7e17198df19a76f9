"""The built web interface, packed into the wheel as plain files.

The sources are in web/ of the repository; `make web` builds them into dist/ beside this module. A wheel
always holds them: one without is refused.
"""

from __future__ import annotations

from pathlib import Path

from callboard.errors import CallboardError

__all__ = ["InterfaceNotBuilt", "built_interface"]


class InterfaceNotBuilt(CallboardError):
    """This is a checkout whose web interface was never built."""

    default_code = "web.not_built"


def built_interface() -> Path:
    """Return the folder of the built web interface: index.html, and hashed files under assets/.

    Text files have compressed twins beside them (.br, .gz), except where compressing gains nothing.

    Raises: InterfaceNotBuilt, in a checkout where `make web` has not run.
    """
    folder = Path(__file__).parent / "dist"
    if not (folder / "index.html").is_file():
        raise InterfaceNotBuilt("The web interface is not built.", hint="Run `make web` in the checkout.")
    return folder
