"""The context of an action: a transaction, the actor, and values from outside, which tests can choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from callboard_server.access.actor import Actor
from callboard_server.access.targets import Targets
from callboard_server.model.model import Model
from callboard_server.records.automations import Automation
from callboard_server.records.status_rules import StatusRuleGroup
from callboard_server.storage.computed import FileLinks
from callboard_server.storage.rows import Reader
from callboard_server.storage.tables import Tables
from callboard_server.storage.transaction import Transaction


class Links(FileLinks, Protocol):
    """Makes the URLs in answers.

    All are absolute; those of files and widgets are short-lived and valid without other credentials.
    """

    def upload_url(self, upload_id: str, part_number: int | None = None) -> str:
        """Return the URL to which the bytes of an upload, or of one part of it, are sent."""

    def widget_url(self, user_id: str) -> str:
        """Return the URL of a widget for a user, to which parameters are appended."""

    def page_url(self, path: str) -> str:
        """Return the URL of a page of the interface. The path begins with a slash."""


@frozen(eq=False)
class Tokens:
    """Tokens from the headers of a request, copied to the events that it causes."""

    client_token: str | None = None
    push_token: str | None = None


@frozen(eq=False)
class Call:
    """One batch of one actor in one transaction.

    With `is_quiet`, no events are published: for filling a database that has no listeners yet. `freed` are
    the keys of obsolete stored files; the caller deletes them after the commit. Without `normalised`, every
    occurrence of an entity in a result is complete. `automations` are matched against all changes, and
    `status_rules` limit them. Deliveries contain `server_url` where it is known. `targets` are the addresses
    that webhooks may use.
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
    status_rules: Sequence[StatusRuleGroup] = ()
    targets: Targets = Targets()
    server_url: str | None = None
