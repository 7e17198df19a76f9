"""Users."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from callboard.core.entity import Entity
from callboard.core.expression import literal
from callboard.exception import NoResultFoundError, NotUniqueError, ServerError

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["User"]


class User(Entity):
    """A user."""

    __slots__ = ()
    session: EntitySession

    def start_timer(
        self, context: Entity | None = None, comment: str = "", name: str | None = None, force: bool = False
    ) -> Entity:
        """Start a timer for this user, and commit; return the timer.

        The timer is for *context*, or for what *name* says. With *force*, a running timer is stopped first.
        Raises: NotUniqueError, when a timer is running.
        """
        if force:
            try:
                self.stop_timer()
            except NoResultFoundError:
                self.logger.debug("%s had no timer to stop.", self)
        timer = self.session.create(
            "Timer", {"user": self, "context": context, "name": name, "comment": comment}
        )
        try:
            self.session.commit()
        except ServerError as error:
            if "DuplicateEntryError" not in str(error):
                raise
            raise NotUniqueError(
                f"{self} already has a timer. Stop it first, or pass `force=True`."
            ) from error
        return timer

    def stop_timer(self) -> Entity:
        """Stop the timer of this user, and commit; return the time log of it.

        Raises: NoResultFoundError, when no timer is running.
        """
        timer: Any = self.session.query(f"Timer where user_id is {literal(self['id'])}").one()
        timelog = self.session.create(
            "Timelog",
            {
                "user_id": timer["user_id"],
                "context_id": timer["context_id"],
                "comment": timer["comment"],
                "start": timer["start"],
                "duration": self._seconds_since(timer["start"]),
                "name": timer["name"],
            },
        )
        self.session.delete(timer)
        self.session.commit()
        return timelog

    def _seconds_since(self, start: datetime) -> int:
        if not self.session.server_information.get("is_timezone_support_enabled", True):
            # Such a server sends the wall time of its place, which the client labels as UTC.
            local = datetime.now().astimezone().replace(tzinfo=None)
            return int((local - start.replace(tzinfo=None)).total_seconds())
        return int((datetime.now(timezone.utc) - start).total_seconds())

    def send_invite(self) -> None:
        """Send this user, who must be committed, an invitation by e-mail."""
        self.session.send_user_invite(self)

    def reset_api_key(self) -> str:
        """Create a new API key for this user and return it; the old one stops working."""
        return str(self.session.reset_remote("api_key", self)["api_key"])
