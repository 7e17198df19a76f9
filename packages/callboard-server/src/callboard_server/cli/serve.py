"""`callboard serve`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from callboard_server.cli.options import storage_options, telling_errors

if TYPE_CHECKING:
    from callboard_server.server.serve import Ready
    from callboard_server.server.startup import FirstAdministrator


@click.command(epilog="Every option can be set by the environment variable that its help names.")
@click.option(
    "--host",
    default="127.0.0.1",
    envvar="CALLBOARD_HOST",
    show_default=True,
    show_envvar=True,
    metavar="ADDRESS",
    help="Address to listen on. The default is reached from this machine only; 0.0.0.0 is every address.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    envvar="CALLBOARD_PORT",
    show_default=True,
    show_envvar=True,
    help="Port to listen on; 0 takes any that is free.",
)
@storage_options
@click.option(
    "--demo",
    is_flag=True,
    envvar="CALLBOARD_DEMO",
    show_envvar=True,
    help=(
        "Fill a new server with two productions: people, shots, tasks, versions, notes, jobs and files. "
        "Does nothing later."
    ),
)
@click.option(
    "--public-url",
    envvar="CALLBOARD_PUBLIC_URL",
    show_envvar=True,
    metavar="URL",
    help=(
        "Address by which people reach the server, for links. Needed behind a proxy; with https:// cookies "
        "become secure."
    ),
)
@click.option(
    "--largest-file",
    type=click.IntRange(1),
    default=1 << 40,
    envvar="CALLBOARD_LARGEST_FILE",
    show_envvar=True,
    metavar="BYTES",
    help="Largest file that may be uploaded.  [default: 1 TiB]",
)
@click.option(
    "--largest-body",
    type=click.IntRange(1024),
    default=64 << 20,
    envvar="CALLBOARD_LARGEST_BODY",
    show_envvar=True,
    metavar="BYTES",
    help="Largest request to /api.  [default: 64 MiB]",
)
@click.option(
    "--allow-origin",
    multiple=True,
    envvar="CALLBOARD_ALLOW_ORIGIN",
    show_envvar=True,
    metavar="ORIGIN",
    help=(
        "Web origin whose pages may use the API with a key of their own; may be repeated.  [default: every "
        "origin]"
    ),
)
@click.option(
    "--keep-events-days",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    envvar="CALLBOARD_KEEP_EVENTS_DAYS",
    show_default=True,
    show_envvar=True,
    metavar="DAYS",
    help="How long events are kept for listeners that were away.",
)
@click.option(
    "--keep-events",
    type=click.IntRange(1),
    default=5_000_000,
    envvar="CALLBOARD_KEEP_EVENTS",
    show_default=True,
    show_envvar=True,
    metavar="COUNT",
    help="How many events are kept at most, the newest.",
)
@click.option(
    "--smtp-url",
    envvar="CALLBOARD_SMTP_URL",
    show_envvar=True,
    metavar="URL",
    help=(
        "Server that takes mail, as smtp://user:password@host:587 or smtps://... Without it, `callboard "
        "mail` shows what was written."
    ),
)
@click.option(
    "--mail-from",
    default="callboard@localhost",
    envvar="CALLBOARD_MAIL_FROM",
    show_default=True,
    show_envvar=True,
    metavar="ADDRESS",
    help="Address that mail comes from.",
)
@click.option(
    "--allow-webhook-target",
    multiple=True,
    envvar="CALLBOARD_ALLOW_WEBHOOK_TARGET",
    show_envvar=True,
    metavar="HOST_OR_NETWORK",
    help=(
        "Host, address or network that webhooks may lead to, also by http; may be repeated.  [default: "
        "public addresses, by https]"
    ),
)
@click.option(
    "--admin-username",
    envvar="CALLBOARD_ADMIN_USERNAME",
    show_envvar=True,
    metavar="NAME",
    help="Username of the first administrator; used by the first start only.  [default: admin]",
)
@click.option(
    "--admin-password",
    envvar="CALLBOARD_ADMIN_PASSWORD",
    show_envvar=True,
    metavar="PASSWORD",
    help="Password of the first administrator. Without it, one is made and printed once.",
)
@click.option(
    "--admin-api-key",
    envvar="CALLBOARD_ADMIN_API_KEY",
    show_envvar=True,
    metavar="KEY",
    help="API key of the first administrator. Without it, one is made and printed once.",
)
@click.option(
    "--no-worker",
    is_flag=True,
    envvar="CALLBOARD_NO_WORKER",
    show_envvar=True,
    help=(
        "Leave encoding to `callboard worker`, on this machine or others. Without it, the server encodes "
        "beside its other work."
    ),
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    envvar="CALLBOARD_WORKERS",
    show_default=True,
    show_envvar=True,
    metavar="COUNT",
    help=(
        "How many processes answer, on one address. More than one need PostgreSQL; a good number is that "
        "of the processor's cores."
    ),
)
@telling_errors
def serve(  # noqa: PLR0913  # one argument for each option
    *,
    host: str,
    port: int,
    data: Path,
    database: str | None,
    demo: bool,
    public_url: str | None,
    largest_file: int,
    largest_body: int,
    allow_origin: tuple[str, ...],
    keep_events_days: float,
    keep_events: int,
    smtp_url: str | None,
    mail_from: str,
    allow_webhook_target: tuple[str, ...],
    admin_username: str | None,
    admin_password: str | None,
    admin_api_key: str | None,
    no_worker: bool,
    workers: int,
) -> None:
    """Run the server: API, files, live events, web interface and a worker that encodes, in one process or
    several.

    \b
    The first start makes the data folder, the database and an administrator, and prints how to sign in.
    A later start finds everything again. Stop it with Ctrl+C: running requests are finished first.

    \b
    Examples:
      callboard serve --demo                         try it out at http://127.0.0.1:8000
      callboard serve --host 0.0.0.0 --data /srv/callboard --public-url https://callboard.studio.example
      callboard serve --data /srv/callboard --database postgresql://user:password@host/callboard --workers 4
    """
    from callboard_server.access.targets import Targets
    from callboard_server.cli.worker import working_for
    from callboard_server.server.logs import configure_logs
    from callboard_server.server.processes import serve as run
    from callboard_server.server.serve import alone
    from callboard_server.server.settings import Settings

    configure_logs()
    settings = Settings(
        data=data,
        host=host,
        port=port,
        database=database or None,
        public_url=public_url or None,
        demo=demo,
        largest_file=largest_file,
        largest_body=largest_body,
        allowed_origins=allow_origin or ("*",),
        keep_events_days=keep_events_days,
        keep_events=keep_events,
        smtp_url=smtp_url or None,
        mail_from=mail_from,
        webhook_targets=Targets.of(allow_webhook_target),
        admin_username=admin_username or None,
        admin_password=admin_password or None,
        admin_api_key=admin_api_key or None,
    )
    beside = alone if no_worker else working_for
    run(settings, workers, greet, beside)


def greet(ready: Ready) -> None:
    """Tell a person where the server is, and on the first start how to come in."""
    print(
        f"Callboard answers at {ready.url}  (Ctrl+C stops it; data in {ready.settings.data.resolve()})",
        flush=True,
    )
    if ready.first is not None:
        introduce(ready.first, sys.stdout)


def introduce(first: FirstAdministrator, where: TextIO) -> None:
    """Tell a person how to come in: whichever command was the first to open a database."""
    print("\nThis is the first start. Keep these, they are not shown again:\n", file=where)
    print(f"  username   {first.username}", file=where)
    print(f"  password   {first.password or '(as you set it)'}", file=where)
    print(f"  API key    {first.api_key or '(as you set it)'}\n", file=where, flush=True)
