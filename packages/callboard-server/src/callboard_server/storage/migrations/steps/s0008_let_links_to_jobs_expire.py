"""Let links to jobs expire."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Record who opened which link. Users who see a job so far have opened any of its links."""
    schema.add_declared()
    schema.run(
        "INSERT INTO share_opening (hash, user_id, opened_at) SELECT share_link.hash, job_grant.user_id, "
        "share_link.created_at FROM share_link JOIN job_grant ON job_grant.job_id = share_link.job_id"
    )
