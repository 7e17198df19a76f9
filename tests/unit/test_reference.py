"""The generated pages of the reference say what the code says."""

from __future__ import annotations

import pytest

from tools.write_reference import FOLDER, pages


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_page_is_up_to_date(name: str, text: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text, "run: python -m tools.write_reference"
