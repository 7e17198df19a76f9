"""Who does what and when: appointments, the calendar, running timers and logged time."""

from __future__ import annotations

from callboard.errors import DuplicateEntry, ValidationError
from callboard_server.model.entity import did_you_mean
from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules.beginnings import begin
from callboard_server.work.rules.registry import When, on

APPOINTMENTS = ("assignment", "allocation")


@on(When.CREATED, "Appointment")
@on(When.UPDATED, "Appointment")
def check_appointment(batch: Batch, appointment: Change) -> None:
    """An appointment assigns somebody to a task, or allocates somebody to a project."""
    del batch
    kind = appointment.values["type"]
    if kind is not None and kind not in APPOINTMENTS:
        raise ValidationError(
            f"Appointment.type must be one of {', '.join(APPOINTMENTS)}; got {kind!r}.",
            hint=did_you_mean(kind, APPOINTMENTS),
        )


@on(When.CREATED, "CalendarEvent")
def complete_event(batch: Batch, event: Change) -> None:
    """Default the flags of a calendar event: no leave, no forecast, not for everyone."""
    del batch
    begin(event, everyone=False, forecast=False, leave=False)


@on(When.CREATED, "Timelog", "Timer")
def start_now(batch: Batch, made: Change) -> None:
    """Time is that of whoever logs it, from now on, unless it is said whose and since when."""
    begin(made, start=batch.now, user_id=batch.call.actor.user_id or None)


@on(When.CREATED, "Timer")
def run_one_at_a_time(batch: Batch, timer: Change) -> None:
    """Whoever has a timer running stops it first; an index holds the rule as well.

    Later clients know this error by its name. Those before version 3 look for the word IntegrityError in what
    they are told.
    """
    running = batch.known.get("running timers")
    if running is None:
        new = {
            change.values["user_id"]
            for change in batch.staged
            if change.is_new and change.entity is timer.entity
        } - {None}
        running = batch.known["running timers"] = batch.having(timer.entity, "user_id", new)
    if any(
        not other.is_new and not other.is_deleted and other.values["user_id"] == timer.values["user_id"]
        for other in running
    ):
        raise DuplicateEntry(
            (
                f'The user {timer.values["user_id"]} has a timer running already (IntegrityError: "user_id" '
                "is "
                "unique)."
            ),
            hint="Stop it first.",
        )
