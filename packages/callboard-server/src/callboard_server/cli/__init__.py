"""The command `callboard`.

`main` reads the command line; `serve`, `worker`, `people` and `check` hold the commands.
"""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line. Where only the client is installed, say what is missing."""
    try:
        from callboard_server.cli.commands import callboard
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("callboard"):
            raise
        sys.exit(
            f"callboard: {error.name} is not installed. The command needs the server: pip install "
            "'callboard[server]'"
        )
    callboard(prog_name="callboard")
