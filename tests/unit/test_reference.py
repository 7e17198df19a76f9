"""The reference is complete and up to date: settings, commands, error codes, event topics, entity types."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click import Option

from callboard_server.cli.commands import callboard
from callboard_server.events.topics import TOPICS
from tools.reference.commands import walk
from tools.reference.errors import SOURCES, is_code_known
from tools.reference.pages import FOLDER, pages

ROOT = Path(__file__).parents[2]
WEB = ROOT / "web" / "src"
TOPIC = re.compile(
    r"""["'`]((?:ftrack\.(?:update|meta|action|location)|callboard\.hub)(?:\.[a-z-]+)*)["'`]"""
)
VARIABLE = re.compile(r"""["']((?:CALLBOARD|FTRACK)_[A-Z_]+)["']""")


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_page_is_up_to_date(name: str, text: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == text, "run: make reference"


def sources() -> Iterator[tuple[Path, str]]:
    """Yield the Python files of both packages."""
    for folder in SOURCES:
        for path in folder.rglob("*.py"):
            yield path, path.read_text(encoding="utf-8")


def test_every_command_has_a_section() -> None:
    page = (FOLDER / "commands.md").read_text(encoding="utf-8")
    paths = [" ".join(path) for path, _ in walk(callboard, ("callboard",))]
    assert "callboard user add" in paths
    assert [path for path in paths if f"\n## {path}\n" not in page] == []


def test_every_option_and_command_explains_itself() -> None:
    commands = list(walk(callboard, ("callboard",)))
    assert [path for path, command in commands if not command.help] == []
    options = [
        (path, each) for path, command in commands for each in command.params if isinstance(each, Option)
    ]
    assert [(path, each.name) for path, each in options if not each.help] == []


def test_every_environment_variable_is_a_documented_setting() -> None:
    page = (FOLDER / "settings.md").read_text(encoding="utf-8")
    read = {name for _, text in sources() for name in VARIABLE.findall(text)}
    assert {"CALLBOARD_DATA", "CALLBOARD_PORT"} <= read
    assert sorted(name for name in read if f"`{name}`" not in page) == []


def test_every_topic_is_listed() -> None:
    texts = [text for _, text in sources()]
    texts += [path.read_text(encoding="utf-8") for kind in ("*.ts", "*.vue") for path in WEB.rglob(kind)]
    used = {name for text in texts for name in TOPIC.findall(text)}
    assert "ftrack.update" in used
    assert used - {topic.name for topic in TOPICS} == set()


def test_every_error_code_can_be_read_from_the_source() -> None:
    """A code that is put together when the program runs could not be documented."""
    unknown = [
        f"{path.name}:{node.lineno}"
        for path, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and not is_code_known(node, text)
    ]
    assert unknown == []
