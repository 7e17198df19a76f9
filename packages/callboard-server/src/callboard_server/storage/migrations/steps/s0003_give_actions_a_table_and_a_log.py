"""Give actions a table and a log."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema


def apply(schema: Schema) -> None:
    """Make webhooks actions of one kind, and name the user who created an automation as other servers do."""
    schema.drop_index("ix_automation_created_by_id")
    schema.rename_column("automation", "created_by_id", "created_by")
    schema.rename_constraint("automation", "fk_automation_created_by_id", "fk_automation_created_by")
    schema.drop_index("ix_webhook_action_automation_id")
    schema.rename_table("webhook_action", "action")
    schema.rename_constraint("action", "fk_webhook_action_automation_id", "fk_action_automation_id")
    schema.rename_constraint("action", "webhook_action_pkey", "action_pkey")
    schema.add_declared()
    schema.run("UPDATE action SET _kind = 'webhook'")
