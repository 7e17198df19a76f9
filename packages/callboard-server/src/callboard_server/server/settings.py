"""The settings of a server, from the command line or the environment."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen

from callboard.errors import ValidationError
from callboard_server.access.targets import Targets

GIB = 1 << 30
MIB = 1 << 20


@frozen(kw_only=True)
class Settings:
    """All settings of a server.

    `database` is the URL of a PostgreSQL database, or None for a SQLite file in the data folder. `public_url`
    is the address of the server for its users, when it differs from the one in their requests. A `port` of 0
    is any free port. `largest_file` and `largest_body` (of a request to /api) are in bytes. Events are kept
    for `keep_events_days`, and at most `keep_events` of them. `smtp_url` is the server that sends mail, such
    as smtp://user:password@host:587; without one, mail stays in the outbox. `mail_from` is the sender.
    `webhook_targets` are the addresses that webhooks may use besides public ones.
    Without `migrate`, a database that needs a migration is refused.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    database: str | None = None
    public_url: str | None = field(default=None)
    demo: bool = False
    migrate: bool = True
    largest_file: int = 1024 * GIB
    largest_body: int = 64 * MIB
    allowed_origins: tuple[str, ...] = ("*",)
    keep_events_days: float = 30.0
    keep_events: int = 5_000_000
    smtp_url: str | None = None
    mail_from: str = "callboard@localhost"
    webhook_targets: Targets = Targets()
    admin_username: str | None = None
    admin_password: str | None = None
    admin_api_key: str | None = None

    @public_url.validator
    def _check_public_url(self, attribute: object, value: str | None) -> None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValidationError(
                f"The public URL must begin with http:// or https://; got {value!r}.",
                code="settings.public_url",
            )

    @property
    def server_url(self) -> str | None:
        """The public URL with a slash at its end, as clients write it; None when it is not set."""
        return f"{self.public_url.rstrip('/')}/" if self.public_url else None

    @property
    def is_secure(self) -> bool:
        """Whether users reach the server over HTTPS only."""
        return self.public_url is not None and self.public_url.startswith("https://")
