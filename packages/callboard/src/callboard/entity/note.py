"""Notes, and the entities that can have notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from warnings import warn

from callboard.core.entity import Entity

if TYPE_CHECKING:
    from callboard.protocols import EntitySession

__all__ = ["CreateNoteMixin", "Note"]


class Note(Entity):
    """A note."""

    __slots__ = ()
    session: EntitySession

    def create_reply(self, content: str, author: Entity) -> Entity:
        """Return a new reply to this note; the next commit stores it."""
        reply = self.session.create("Note", {"author": author, "content": content})
        self["replies"].append(reply)
        return reply


class CreateNoteMixin(Entity):
    """An entity that can have notes."""

    __slots__ = ()
    session: EntitySession

    def create_note(
        self,
        content: str,
        author: Entity,
        recipients: Iterable[Entity] | None = None,
        category: Entity | None = None,
        labels: Iterable[Entity] | None = None,
    ) -> Entity:
        """Return a new note on this entity; the next commit stores it.

        Raises: ValueError, for both *category* and *labels*, or when the server does not support labels.
        """
        session = self.session
        has_labels = "NoteLabel" in session.types
        if category and labels:
            raise ValueError("Pass `labels` or `category`, not both.")
        if labels and not has_labels:
            raise ValueError("The server does not support labels.")
        data: dict[str, Any] = {"content": content, "author": author}
        if category and has_labels:
            warn("`category` is deprecated; pass `labels`.", PendingDeprecationWarning, stacklevel=2)
            labels = [category]
        elif category:
            data["category_id"] = category["id"]
        note = session.create("Note", data)
        self["notes"].append(note)
        for resource in recipients or ():
            recipient = session.create("Recipient", {"note_id": note["id"], "resource_id": resource["id"]})
            note["recipients"].append(recipient)
        for label in labels or ():
            session.create("NoteLabelLink", {"label_id": label["id"], "note_id": note["id"]})
        return note
