"""Plugins: the same folders for this client and for the official one."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import ftrack_api.plugin
import pytest

import callboard.plugin
from callboard.resource_identifier_transformer.base import ResourceIdentifierTransformer
from tests.unit.client.stub import StubTransport, answer_to, session_with


@pytest.fixture(params=[callboard.plugin, ftrack_api.plugin], ids=["ours", "official"])
def plugin(request: pytest.FixtureRequest) -> ModuleType:
    """The module `plugin` of either client."""
    found: ModuleType = request.param
    return found


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_every_file_below_the_paths_is_registered(plugin: ModuleType, tmp_path: Path) -> None:
    body = "def register(calls, **options):\n    calls.append((__name__, options))\n"
    for name in ("one/a.py", "one/below/b.py", "two/c.py", "two/notes.txt", "two/broken.py", "two/mute.py"):
        write(tmp_path, name, body)
    write(tmp_path, "two/broken.py", "raise RuntimeError('cannot load')")
    write(tmp_path, "two/mute.py", "value = 1")
    calls: list[Any] = []
    paths = [f" {tmp_path / 'one'} ", "", str(tmp_path / "two"), str(tmp_path / "nowhere")]
    plugin.discover(paths, [calls], {"studio": "north"})
    assert [options for _name, options in calls] == [{"studio": "north"}] * 3
    assert len({name for name, _options in calls}) == 3
    assert not {name for name, _options in calls} & set(sys.modules)


def test_broken_plugins_are_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "broken.py", "raise RuntimeError('cannot load')")
    write(tmp_path, "mute.py", "value = 1")
    with caplog.at_level(logging.DEBUG, "callboard"):
        callboard.plugin.discover([str(tmp_path)])
    warnings = sorted(each.message for each in caplog.records if each.levelno == logging.WARNING)
    assert "broken.py cannot be loaded: cannot load" in warnings[0]
    assert "mute.py has no function `register`" in warnings[1]
    assert any(each.exc_info for each in caplog.records)


@pytest.mark.parametrize(
    ("signature", "received"),
    [
        ("calls, studio=None", {"studio": "north"}),
        ("calls, **options", {"studio": "north", "other": 1}),
        ("calls", {}),
        ("calls, other=0, studio=None", {"studio": "north", "other": 1}),
    ],
)
def test_a_plugin_gets_the_arguments_that_it_accepts(
    plugin: ModuleType, tmp_path: Path, signature: str, received: dict[str, Any]
) -> None:
    body = "got = dict(locals())\n    calls.append({**got.pop('options', {}), **got})"
    write(tmp_path, "a.py", f"def register({signature}):\n    {body}\n")
    calls: list[Any] = []
    plugin.discover([str(tmp_path)], [calls], {"studio": "north", "other": 1})
    del calls[0]["calls"]
    assert calls == [received]


def test_an_error_in_register_is_not_hidden(plugin: ModuleType, tmp_path: Path) -> None:
    write(tmp_path, "a.py", "def register(session):\n    raise LookupError('no licence')\n")
    with pytest.raises(LookupError, match="no licence"):
        plugin.discover([str(tmp_path)], [None])


def test_load_source_executes_a_file_as_a_module(plugin: ModuleType, tmp_path: Path) -> None:
    write(tmp_path, "a.py", "value = __name__, __file__")
    loaded = plugin.load_source("made_up", str(tmp_path / "a.py"))
    assert loaded.value == ("made_up", str(tmp_path / "a.py"))
    assert "made_up" not in sys.modules


def test_a_transformer_changes_nothing_unless_derived() -> None:
    session = session_with(StubTransport(lambda operation: answer_to(operation, [])))
    transformer = ResourceIdentifierTransformer(session)
    assert transformer.session is session
    assert transformer.encode("a/b") == transformer.decode("a/b", context={"component": None}) == "a/b"
