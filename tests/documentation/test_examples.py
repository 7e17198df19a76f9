"""Every Python example of the documentation runs against a new server, and prints the output on its page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from callboard_server.testing import running_server
from tests.documentation.preludes import PRELUDES
from tests.support.clients import environment

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "packages").glob("*/README.md")),
]
BLOCK = re.compile(r"^```(python|py|pycon)\b.*?\n(.*?)^```", re.MULTILINE | re.DOTALL)
PRINTS = re.compile(r"print\(.*?\)(?:  |\n)# (.+?)$", re.MULTILINE | re.DOTALL)
PROGRAM = Path(__file__).with_name("run_examples.py")


@frozen
class Block:
    """A Python example: the line of the page that comes before it, and the code."""

    line: int
    code: str

    @property
    def expected(self) -> list[str]:
        """The output of the example on the page: the comments after calls of `print`."""
        return PRINTS.findall(self.code)


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield Block(text.count("\n", 0, found.start(2)), found.group(2))


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


WITH_EXAMPLES = [page for page in PAGES if any(blocks(page))]


def test_each_page_with_examples_has_a_prelude() -> None:
    assert sorted(PRELUDES) == sorted(map(name, WITH_EXAMPLES))


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=name)
def test_examples_run_as_pasted(page: Path, tmp_path: Path) -> None:
    examples = list(blocks(page))
    with running_server() as server:
        code = [(each.line, filled_in(each.code, server.url, server.api_key, tmp_path)) for each in examples]
        prelude = f"import os\nos.chdir({str(tmp_path)!r})\n{PRELUDES[name(page)]}"
        ran = subprocess.run(
            [sys.executable, PROGRAM],
            input=json.dumps({"prelude": prelude, "blocks": code}),
            env={**environment(server, tmp_path / "schemas"), "PYTHONPATH": os.pathsep.join(sys.path)},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    printed = json.loads(ran.stdout)
    for example, output in zip(examples, printed, strict=True):
        if example.expected:
            assert output.splitlines() == example.expected


def filled_in(code: str, url: str, api_key: str, folder: Path) -> str:
    """Return *code* with the values that a reader fills in: address, key, and folder."""
    filled = code.replace("http://127.0.0.1:8000", url).replace('api_key="…"', f'api_key="{api_key}"')
    return filled.replace('"/renders/', f'"{folder}/renders/')
