"""The tutorial: what it tells people to paste runs on an empty server, and prints what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from callboard_server.testing import running_server
from tests.support.live import administrator

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "one-small-production.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
SAID = re.compile(r"print\(.*\)  # (.*)$", re.MULTILINE)


def test_the_tutorial_leads_to_a_finished_shot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) > 8
    monkeypatch.chdir(tmp_path)
    with running_server(tmp_path / "data") as server, administrator(server) as person:
        for name, value in (("SERVER", server.url), ("API_USER", person.username), ("API_KEY", person.key)):
            monkeypatch.setenv(f"FTRACK_{name}", value)
        names: dict[str, Any] = {}
        for block in blocks:
            exec(compile(block, PAGE.name, "exec"), names)
            assert capsys.readouterr().out.splitlines() == SAID.findall(block)
        (shot,) = person.ask('select status.name from Shot where name is "SQ10_0010"')
        assert shot["status"]["name"] == "Completed"
        (component,) = person.ask('select id, size from FileComponent where name is "preview"')
        assert len(person.stored(component["id"]) or b"") == component["size"]
        names["session"].close()
