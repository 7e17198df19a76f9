"""Letters: notes without a project, which only their authors and recipients see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.scope import Chain, rows


def letters_of(batch: Batch, change: Change, chain: Chain) -> set[str]:
    """Return the note that *change* is about, and the first one of its thread."""
    named = [(change.entity, change.key[0]), *chain]
    notes = {identifier for entity, identifier in named if entity.name == "Note"}
    root = batch.call.model.entity("Note")
    staged = (batch.staged.get(root, (identifier,)) for identifier in notes)
    return notes | {first for note in staged if note and (first := note.values["in_reply_to_id"])}


def people_of_letters(batch: Batch, letters: set[str]) -> Mapping[str, set[str]]:
    """Return the users who see each of *letters*, with a fixed number of statements."""
    if not letters:
        return {}
    pairs = [*rows(batch, "Note", ("id", "user_id"), letters)]
    pairs += rows(batch, "Recipient", ("note_id", "resource_id"), letters)
    pairs += [pair for change in batch.staged for pair in _pairs(change)]
    members: dict[str, set[str]] = {}
    for group, user_id in rows(
        batch, "Membership", ("group_id", "user_id"), {one for _, one in pairs if one}
    ):
        members.setdefault(group, set()).add(user_id)
    found: dict[str, set[str]] = {}
    for letter, resource in pairs:
        if letter in letters and resource:
            found.setdefault(letter, set()).update({resource}, members.get(resource, ()))
    return found


def _pairs(change: Change) -> Iterable[tuple[str, str]]:
    """Return the notes in *change*, before and after it, each with its author or recipient."""
    columns = {"Note": ("id", "user_id"), "Recipient": ("note_id", "resource_id")}.get(change.entity.name)
    if columns is None:
        return ()
    states = [state for state in (change.values, change.before) if state]
    return [(state[columns[0]], state[columns[1]]) for state in states]
