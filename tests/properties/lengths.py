"""How long the property tests search for counterexamples."""

from __future__ import annotations

LONG_SEARCH = "CALLBOARD_TEST_LONG_SEARCH"
"""If it is set, some property tests run for hours, over many productions, instead of for a minute."""
