"""The generated pages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tools.reference.commands import commands_page
from tools.reference.entities import entities_page
from tools.reference.errors import errors_page
from tools.reference.settings import settings_page
from tools.reference.topics import topics_page

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def pages() -> Mapping[str, str]:
    """Return the text of each generated page by its file name."""
    return {
        "commands.md": commands_page(),
        "entities.md": entities_page(),
        "errors.md": errors_page(),
        "events.md": topics_page(),
        "settings.md": settings_page(),
    }
