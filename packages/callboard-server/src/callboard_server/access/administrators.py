"""What only administrators may see. What only they may change is declared in `work.rules`."""

from __future__ import annotations

AUTOMATIONS = ("Automation", "Trigger", "WebhookAction")
"""Types that only administrators see, because they can contain secrets."""
