"""What an action may use: a transaction, the actor, and what comes from outside, which tests can choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from callboard_server.access.actor import Actor
from callboard_server.access.targets import Targets
from callboard_server.model.entity import Model
from callboard_server.records.automations import Automation
from callboard_server.storage.computed import FileLinks
from callboard_server.storage.rows import Reader
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction


class Links(FileLinks, Protocol):
    """Makes the URLs in answers.

    All are absolute; those of files and widgets are short-lived and valid without other credentials.
    """

    def upload_url(self, upload_id: str, part_number: int | None = None) -> str:
        """Return where the bytes of an upload, or of one part of it, are put."""

    def widget_url(self, user_id: str) -> str:
        """Return where a user is shown a page of the interface; parameters follow."""

    def page_url(self, path: str) -> str:
        """Return where a page of the interface is, by its path, which begins with a slash."""


@frozen(eq=False)
class Tokens:
    """What a request says of itself, copied to the news that it causes."""

    client_token: str | None = None
    push_token: str | None = None


@frozen(eq=False)
class Call:
    """One batch of one actor in one transaction.

    What is done with `is_quiet` is told to nobody: for filling a database before it can have listeners.
    `freed` collects the keys of stored files that nothing refers to any more; the edge deletes them after the
    commit. `normalised` off makes every occurrence of an entity in an answer complete. `automations` are told
    of what is changed, on the server at `server_url` where that is known; `targets` is where webhooks may
    lead.
    """

    tx: Transaction
    actor: Actor
    model: Model
    tables: Tables
    reader: Reader
    links: Links
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    tokens: Tokens = Tokens()
    normalised: bool = True
    freed: list[str] = field(factory=list)
    is_quiet: bool = False
    automations: Sequence[Automation] = ()
    targets: Targets = Targets()
    server_url: str | None = None
