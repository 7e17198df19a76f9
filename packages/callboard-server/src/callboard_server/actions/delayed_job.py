"""`delayed_job`: background work that is started by a client, and visible as a job."""

from __future__ import annotations

import json
from typing import Any

from callboard.errors import ValidationError
from callboard_server.actions.call import Call
from callboard_server.actions.operation_fields import check_administrator, text_of
from callboard_server.actions.query import find_entity
from callboard_server.work.commit import commit
from callboard_server.work.operations import read_operation

UNAVAILABLE = {
    "SYNC_USERS_LDAP": "Users were not synchronised: this server has no LDAP directory.",
    "ICONIK_SYNC_STRUCTURE": "Nothing was synchronised: this server is not connected to iconik.",
}
"""The known types of jobs, none of which this server supports, and why they fail."""


def delayed_job(call: Call, operation: dict[str, Any]) -> dict[str, Any]:
    """Perform the operation `delayed_job`: return a job, which has failed because its type is not supported.

    Raises: ValidationError, for an unknown type of job; PermissionDenied, for others than administrators.
    """
    job_type = text_of(operation, "job_type")
    if job_type not in UNAVAILABLE:
        known = ", ".join(sorted(UNAVAILABLE))
        raise ValidationError(
            f"Unknown job type {job_type[:80]!r}.",
            code="job.unknown_type",
            hint=f"The known types are {known}.",
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
    return {"action": "delayed_job", "data": find_entity(call, text, job_id)}
