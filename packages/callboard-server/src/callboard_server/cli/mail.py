"""`callboard mail`: print the newest mail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from callboard_server.cli.data import server_data
from callboard_server.cli.options import plain_errors, storage_options

if TYPE_CHECKING:
    pass


@click.command()
@storage_options
@plain_errors()
def mail(*, data: Path, database: str | None) -> None:
    """Print the 100 newest e-mail messages, and whether they were sent."""
    from callboard_server.records.mail import newest_mail

    with server_data(data, database) as services:
        for row in services.database.read(lambda tx: newest_mail(tx, 100)):
            state = (
                f"sent {row.sent_at}"
                if row.sent_at
                else f"failed: {row.failure}"
                if row.failure
                else "queued"
            )
            print(f"{row.created_at}  {row.recipient}  {row.subject}  ({state})\n")
            print("".join(f"    {line}\n" for line in row.body.splitlines()))
