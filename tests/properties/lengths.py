"""How long the laws are searched for exceptions."""

from __future__ import annotations

LONG_SEARCH = "CALLBOARD_TEST_LONG_SEARCH"
"""Set it to anything, and some laws are searched for hours, over many productions, instead of a minute."""
