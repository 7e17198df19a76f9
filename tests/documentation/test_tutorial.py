"""The tutorial leads from an empty server to a completed shot, and prints the output on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from callboard_server.testing import running_server
from tests.documentation.test_examples import blocks
from tests.support.live import administrator

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "one-small-production.md"


def test_the_tutorial_leads_to_a_finished_shot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = list(blocks(PAGE))
    assert len(examples) > 8
    monkeypatch.chdir(tmp_path)
    with running_server(tmp_path / "data") as server, administrator(server) as person:
        for name, value in (("SERVER", server.url), ("API_USER", person.username), ("API_KEY", person.key)):
            monkeypatch.setenv(f"FTRACK_{name}", value)
        names: dict[str, Any] = {}
        for example in examples:
            exec(compile(example.code, PAGE.name, "exec"), names)
            assert capsys.readouterr().out.splitlines() == example.expected
        (shot,) = person.ask('select status.name from Shot where name is "SQ10_0010"')
        assert shot["status"]["name"] == "Completed"
        (component,) = person.ask('select id, size from FileComponent where name is "preview"')
        assert len(person.stored(component["id"]) or b"") == component["size"]
        names["session"].close()
