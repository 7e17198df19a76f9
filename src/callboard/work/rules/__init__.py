"""What the server does by itself when entities change: small rules, one module for each area, found by the type they are about."""

from __future__ import annotations

from callboard.work.rules import component, context, custom_attribute, custom_attribute_link, job, object_type, people, status, version
from callboard.work.rules.registry import rules_for

__all__ = [
    "component",
    "context",
    "custom_attribute",
    "custom_attribute_link",
    "job",
    "object_type",
    "people",
    "rules_for",
    "status",
    "version",
]
