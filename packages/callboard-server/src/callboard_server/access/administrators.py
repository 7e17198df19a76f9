"""What only administrators may see. What only they may change is declared in `work.rules`."""

from __future__ import annotations

AUTOMATIONS = ("Automation", "Trigger", "Action", "ActionLog")
"""Types that only administrators see, because they can contain secrets, by the owner of their table."""
