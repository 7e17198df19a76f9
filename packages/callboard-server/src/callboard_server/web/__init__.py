"""The built web interface, as plain files in the wheel.

The sources are in web/ of the repository. `make web` builds them into dist/ beside this module. Building a
wheel without them fails.
"""

from __future__ import annotations

from pathlib import Path

from callboard.errors import CallboardError

__all__ = ["InterfaceNotBuilt", "built_interface"]


class InterfaceNotBuilt(CallboardError):
    """The web interface of this checkout has not been built."""

    default_code = "web.not_built"


def built_interface() -> Path:
    """Return the folder of the built web interface: index.html, and hashed files under assets/.

    Text files have compressed variants beside them (.br, .gz), unless compression doesn't make them smaller.

    Raises: InterfaceNotBuilt, in a checkout in which `make web` has not run.
    """
    folder = Path(__file__).parent / "dist"
    if not (folder / "index.html").is_file():
        raise InterfaceNotBuilt("The web interface is not built.", hint="Run `make web` in the checkout.")
    return folder
