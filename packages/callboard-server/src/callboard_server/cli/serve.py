"""`callboard serve`: run a server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.data import print_credentials
from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    from callboard_server.server.serve import Ready
    from callboard_server.server.services import Services


@click.command(epilog="Each option can also be set with the environment variable shown in its help.")
@click.option(
    "--host",
    default="127.0.0.1",
    envvar="CALLBOARD_HOST",
    show_default=True,
    show_envvar=True,
    metavar="ADDRESS",
    help="Address to listen on. The default accepts local connections only; 0.0.0.0 accepts all.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    envvar="CALLBOARD_PORT",
    show_default=True,
    show_envvar=True,
    help="Port to listen on; 0 selects a free one.",
)
@storage_options
@click.option(
    "--no-migrate",
    is_flag=True,
    envvar="CALLBOARD_NO_MIGRATE",
    show_envvar=True,
    help="Refuse to start when the database must be migrated first. Run `callboard migrate` instead.",
)
@click.option(
    "--demo",
    is_flag=True,
    envvar="CALLBOARD_DEMO",
    show_envvar=True,
    help=(
        "Fill a new server with two demo productions, whose jobs are simulated while it runs. Does not "
        "change a server with other data."
    ),
)
@click.option(
    "--public-url",
    envvar="CALLBOARD_PUBLIC_URL",
    show_envvar=True,
    metavar="URL",
    help=(
        "Public address of the server, used in links. Required behind a proxy. With https://, cookies are "
        "marked secure.  [default: the address that requests are sent to]"
    ),
)
@click.option(
    "--largest-file",
    type=click.IntRange(1),
    default=1 << 40,
    envvar="CALLBOARD_LARGEST_FILE",
    show_envvar=True,
    metavar="BYTES",
    help="Size limit of an uploaded file.  [default: 1 TiB]",
)
@click.option(
    "--largest-body",
    type=click.IntRange(1024),
    default=64 << 20,
    envvar="CALLBOARD_LARGEST_BODY",
    show_envvar=True,
    metavar="BYTES",
    help="Size limit of a request to /api.  [default: 64 MiB]",
)
@click.option(
    "--allow-origin",
    multiple=True,
    envvar="CALLBOARD_ALLOW_ORIGIN",
    show_envvar=True,
    metavar="ORIGIN",
    help="Web origin whose pages may use the API with an API key. Can be repeated.  [default: all origins]",
)
@click.option(
    "--keep-events-days",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    envvar="CALLBOARD_KEEP_EVENTS_DAYS",
    show_default=True,
    show_envvar=True,
    metavar="DAYS",
    help="Number of days to keep events for listeners that are disconnected.",
)
@click.option(
    "--keep-events",
    type=click.IntRange(1),
    default=5_000_000,
    envvar="CALLBOARD_KEEP_EVENTS",
    show_default=True,
    show_envvar=True,
    metavar="COUNT",
    help="Maximum number of events to keep. The oldest are removed first.",
)
@click.option(
    "--smtp-url",
    envvar="CALLBOARD_SMTP_URL",
    show_envvar=True,
    metavar="URL",
    help=(
        "Mail server: smtp://user:password@host:587 or smtps://... Without one, mail is not sent; `callboard "
        "mail` prints it.  [default: none]"
    ),
)
@click.option(
    "--mail-from",
    default="callboard@localhost",
    envvar="CALLBOARD_MAIL_FROM",
    show_default=True,
    show_envvar=True,
    metavar="ADDRESS",
    help="Sender address of mail.",
)
@click.option(
    "--allow-webhook-target",
    multiple=True,
    envvar="CALLBOARD_ALLOW_WEBHOOK_TARGET",
    show_envvar=True,
    metavar="HOST_OR_NETWORK",
    help=(
        "Host, address or network that webhooks may also be sent to, over http or https. Can be repeated.  "
        "[default: public addresses, over https]"
    ),
)
@click.option(
    "--admin-username",
    envvar="CALLBOARD_ADMIN_USERNAME",
    show_envvar=True,
    metavar="NAME",
    help="Username of the first administrator. Used on the first start only.  [default: admin]",
)
@click.option(
    "--admin-password",
    envvar="CALLBOARD_ADMIN_PASSWORD",
    show_envvar=True,
    metavar="PASSWORD",
    help="Password of the first administrator.  [default: generated, and printed once]",
)
@click.option(
    "--admin-api-key",
    envvar="CALLBOARD_ADMIN_API_KEY",
    show_envvar=True,
    metavar="KEY",
    help="API key of the first administrator.  [default: generated, and printed once]",
)
@click.option(
    "--no-worker",
    is_flag=True,
    envvar="CALLBOARD_NO_WORKER",
    show_envvar=True,
    help="Don't encode media in the server. Run `callboard worker`, on this machine or others, instead.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    envvar="CALLBOARD_WORKERS",
    show_default=True,
    show_envvar=True,
    metavar="COUNT",
    help="Number of server processes. More than one requires PostgreSQL; one per CPU core works well.",
)
@plain_errors()
def serve(  # noqa: PLR0913  # one argument for each option
    *,
    host: str,
    port: int,
    data: Path,
    database: str | None,
    no_migrate: bool,
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
    """Run the server: API, files, live events, web interface and an encoding worker.

    \b
    The first start creates the data folder, the database and an administrator, and prints how to sign in.
    Stop the server with Ctrl+C; running requests are finished first.

    \b
    Examples:
      callboard serve --demo                         try it at http://127.0.0.1:8000
      callboard serve --host 0.0.0.0 --data /srv/callboard --public-url https://callboard.studio.example
      callboard serve --data /srv/callboard --database postgresql://user:password@host/callboard --workers 4
    """
    from callboard_server.access.targets import Targets
    from callboard_server.server.logs import configure_logs
    from callboard_server.server.processes import serve as run
    from callboard_server.server.settings import Settings

    configure_logs()
    settings = Settings(
        data=data,
        host=host,
        port=port,
        database=database or None,
        public_url=public_url or None,
        migrate=not no_migrate,
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
    run(settings, workers, announce, lambda services: background(services, is_working=not no_worker))


@contextmanager
def background(services: Services, *, is_working: bool) -> Iterator[None]:
    """Run what works beside the server: a worker, and the simulated farm of the demo."""
    with ExitStack() as stack:
        if is_working:
            from callboard_server.cli.worker import working_for

            stack.enter_context(working_for(services))
        if services.settings.demo and services.is_demo:
            from callboard_server.demo.farm import FARM, Farm, farming

            farm = Farm(
                services.database,
                services.store,
                lambda tx: services.call(tx, FARM, services.links("")),
                services.clock,
            )
            stack.enter_context(farming(farm))
        yield


def announce(ready: Ready) -> None:
    """Print the address of the server and, on the first start, how to sign in."""
    data = ready.settings.data.resolve()
    print(f"Callboard is running at {ready.url}  (data in {data}; press Ctrl+C to stop)", flush=True)
    if ready.first is not None:
        print_credentials(ready.first, sys.stdout)
