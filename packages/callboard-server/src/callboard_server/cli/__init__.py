"""The `callboard` command.

`main` reads the command line. The commands are in `serve`, `migrate`, `worker`, `users`, `keys`, `mail` and
`check`; the code that they share is in `options` and `data`.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line; exit with a message when a dependency of the server is missing."""
    try:
        from callboard_server.cli.commands import callboard
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("callboard"):
            raise
        sys.exit(
            f"callboard: {error.name} is not installed. Run: pip install --force-reinstall callboard-server"
        )
    callboard(prog_name="callboard")
