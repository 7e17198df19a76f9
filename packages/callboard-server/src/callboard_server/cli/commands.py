"""The `callboard` command and its subcommands."""

from __future__ import annotations

import click

from callboard_server import __version__
from callboard_server.cli.check import check
from callboard_server.cli.keys import key
from callboard_server.cli.mail import mail
from callboard_server.cli.migrate import migrate
from callboard_server.cli.serve import serve
from callboard_server.cli.users import user
from callboard_server.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, message="callboard %(version)s")
def callboard() -> None:
    """Callboard: production tracking for animation, effects and games.

    \b
    Examples:
      callboard serve                     run a server; the first start prints how to sign in
      callboard worker                    run an encoding worker, here or on another machine
      callboard migrate --check           show what an upgrade would change in the database
      callboard user add ana --password   create a user who can sign in
      callboard key new ana farm          create an API key for a user's scripts
      callboard check query "Job"         show how a query is processed
    """


callboard.add_command(serve)
callboard.add_command(worker)
callboard.add_command(migrate)
callboard.add_command(user)
callboard.add_command(key)
callboard.add_command(mail)
callboard.add_command(check)
