"""The command `callboard` and its subcommands."""

from __future__ import annotations

import click

from callboard_server import __version__
from callboard_server.cli.check import check
from callboard_server.cli.people import key, mail, user
from callboard_server.cli.serve import serve
from callboard_server.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="callboard %(version)s")
def callboard() -> None:
    """Callboard: production tracking for animation, effects and games.

    \b
    callboard serve                     run a server; the first start prints how to sign in
    callboard worker                    encode beside it, or on other machines
    callboard user add ana --password   let somebody in
    callboard key new ana farm          give somebody's scripts a key
    callboard check query "Job"         see how a query is understood
    """


callboard.add_command(serve)
callboard.add_command(worker)
callboard.add_command(user)
callboard.add_command(key)
callboard.add_command(mail)
callboard.add_command(check)
