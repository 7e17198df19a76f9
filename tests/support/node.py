"""Programs for Node beside the contract tests, run with the field's JavaScript client."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from callboard_server.testing import RunningServer
from tools.node import find_node

FOLDER = Path(__file__).resolve().parents[1] / "contract" / "js"
SECONDS = 90


def run_node(program: str, server: RunningServer, *arguments: str) -> Any:
    """Return the JSON that *program* prints.

    It finds the server and its administrator's credentials in the environment.
    """
    if not (FOLDER / "node_modules" / "@ftrack" / "api").is_dir():
        pytest.fail("The JavaScript client is missing: run `make test-needs`.", pytrace=False)
    found = {
        "FTRACK_SERVER": server.url,
        "FTRACK_API_USER": server.username,
        "FTRACK_API_KEY": server.api_key,
    }
    done = subprocess.run(
        [str(find_node().program), program, *arguments],
        cwd=FOLDER,
        env={**os.environ, **found},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{program}: {done.stdout}\n{done.stderr}"
    return json.loads(done.stdout)
