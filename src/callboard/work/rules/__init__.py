"""What the server does by itself when entities change: small rules, one module for each area, found by the type they are about."""

from __future__ import annotations

from callboard.work.rules import component, job, people
from callboard.work.rules.registry import rules_for

__all__ = ["component", "job", "people", "rules_for"]
