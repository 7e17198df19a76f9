"""What the server does by itself when entities change: small rules, one module for each area, found by the type they are about."""

from __future__ import annotations

from callboard.work.rules import component, context, job, people, status, version
from callboard.work.rules.registry import rules_for

__all__ = ["component", "context", "job", "people", "rules_for", "status", "version"]
