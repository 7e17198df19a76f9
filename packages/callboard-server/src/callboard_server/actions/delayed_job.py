"""`delayed_job`: work that is asked for and watched as a job."""

from __future__ import annotations

import json
from typing import Any

from callboard.errors import ValidationError
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator, text_of
from callboard_server.actions.query import ask_for
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation

UNAVAILABLE = {
    "SYNC_USERS_LDAP": "Users were not synchronised: no directory (LDAP) is configured on this server.",
    "ICONIK_SYNC_STRUCTURE": "Nothing was synchronised: this server has no connection to iconik.",
}
"""What the jobs of each type come to, as long as no server can be told how to do them."""


def delayed_job(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `delayed_job`: answer the job that does the work, or that tells why it is not
    done.

    Raises: ValidationError, for a type of job that nobody knows; PermissionDenied, for others than
    administrators.
    """
    job_type = text_of(operation, "job_type")
    if job_type not in UNAVAILABLE:
        known = ", ".join(sorted(UNAVAILABLE))
        raise ValidationError(
            f"Unknown type of job {job_type[:80]!r}.", code="job.unknown_type", hint=f"Known are {known}."
        )
    check_administrator(call.actor.is_administrator, f"start a job of the type {job_type}")
    job_id = call.new_id()
    data = {
        "id": job_id,
        "type": job_type,
        "status": "failed",
        "user_id": call.actor.user_id or None,
        "data": json.dumps({"description": UNAVAILABLE[job_type]}),
    }
    commit(
        call, [read_operation({"action": "create", "entity_type": "Job", "entity_data": data}, call.model)]
    )
    text = "select id, type, status, data, user_id, created_at, finished_at from Job"
    return {"action": "delayed_job", "data": ask_for(call, text, job_id)}
