"""Install what the tests need besides Python packages.

    python -m tools.install_test_needs               install what is missing
    python -m tools.install_test_needs --print-env   print NAME=VALUE lines for the test runner

The tests need the programs of PostgreSQL (the suite starts a private server), Chromium, and the official
clients: the JavaScript client in tests/contract/js, and version 2.5 of the Python client in a separate
environment, with a server and a test runner, because it conflicts with version 3. Scripts that browser tests
add to pages are in tests/browser/js.

As root on Debian and Ubuntu, the programs are installed with apt. Elsewhere, install them yourself, or set
CALLBOARD_TEST_POSTGRES_BIN to the folder with `initdb`, and CALLBOARD_TEST_CHROMIUM to the program.

Nothing is skipped: if something is missing and cannot be installed, the run fails.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.node import Refusal, find_node, install_packages, report

ROOT = Path(__file__).resolve().parent.parent
JS_CLIENT = ROOT / "tests" / "contract" / "js"
JS_IN_PAGES = ROOT / "tests" / "browser" / "js"
OLD_CLIENT_PINS = ROOT / "requirements" / "ftrack25.txt"
SERVER_PINS = ROOT / "requirements" / "server.txt"
OLD_CLIENT_VENV = ROOT / ".venv-ftrack25"

POSTGRES_VARIABLE = "CALLBOARD_TEST_POSTGRES_BIN"
CHROMIUM_VARIABLE = "CALLBOARD_TEST_CHROMIUM"
POSTGRES_PACKAGES = ("postgresql",)
CHROMIUM_PACKAGES = ("chromium", "fonts-liberation")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_postgres() -> Path | None:
    """Return the folder with PostgreSQL's programs, the newest version first; None if none is installed.

    Raises: Refusal, when CALLBOARD_TEST_POSTGRES_BIN is set to a folder without them.
    """
    named = os.environ.get(POSTGRES_VARIABLE)
    if named:
        if not (Path(named) / "initdb").is_file():
            raise Refusal(f"{POSTGRES_VARIABLE} is set to {named}, which contains no initdb.")
        return Path(named)
    # Debian keeps them off the PATH, one folder a version.
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def find_chromium() -> Path | None:
    """Return the program of an installed Chromium; None if none is installed.

    Raises: Refusal, when CALLBOARD_TEST_CHROMIUM is not set to a program.
    """
    named = os.environ.get(CHROMIUM_VARIABLE)
    if named:
        if not os.access(named, os.X_OK):
            raise Refusal(f"{CHROMIUM_VARIABLE} is set to {named}, which is not a program.")
        return Path(named)
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found else None


def install_programs() -> None:
    """Install PostgreSQL and Chromium where they are missing.

    Raises: Refusal, naming the packages, when this user or system cannot install them.
    """
    missing = [
        *(() if find_postgres() else POSTGRES_PACKAGES),
        *(() if find_chromium() else CHROMIUM_PACKAGES),
    ]
    if not missing:
        return
    names = " ".join(missing)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Refusal(
            f"the tests need {names}. Install them (Debian and Ubuntu: sudo apt-get install {names}), "
            f"or set {POSTGRES_VARIABLE} and {CHROMIUM_VARIABLE} to their locations."
        )
    report(f"installing {names}")
    _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *missing)
    if not (find_postgres() and find_chromium()):
        raise Refusal(f"apt-get installed {names}, but PostgreSQL or Chromium was not found.")


def install_old_client() -> None:
    """Install version 2.5 of the official Python client in an environment with a server and a test runner.

    Fast if it is installed already.
    """
    stamp = OLD_CLIENT_VENV / "installed"
    pins = OLD_CLIENT_PINS.read_text(encoding="utf-8")
    expected = hashlib.sha256((pins + SERVER_PINS.read_text(encoding="utf-8")).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == expected:
        return
    report(f"installing the Python client 2.5 into {OLD_CLIENT_VENV.name}")
    _run(_old_python(), "-m", "venv", "--clear", str(OLD_CLIENT_VENV))
    python = str(OLD_CLIENT_VENV / "bin" / "python")
    install = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # One of its dependencies comes as source only and is built with what is pinned here, not with the newest.
    build_tools = [line for line in pins.splitlines() if line.startswith(("setuptools==", "wheel=="))]
    _run(*install, *build_tools)
    _run(
        *install,
        "--no-build-isolation",
        "--requirement",
        str(OLD_CLIENT_PINS),
        "--requirement",
        str(SERVER_PINS),
    )
    stamp.write_text(expected, encoding="utf-8")


def print_environment() -> None:
    """Print the locations of the programs, for the test runner."""
    print(f"{POSTGRES_VARIABLE}={find_postgres() or ''}")
    print(f"{CHROMIUM_VARIABLE}={find_chromium() or ''}")


def _old_python() -> str:
    """Return a Python that version 2.5 runs on: it imports a module that Python 3.12 removed."""
    if importlib.util.find_spec("imp"):
        return sys.executable
    # A version manager may leave a command that does not run.
    for found in filter(None, map(shutil.which, ("python3.11", "python3.10"))):
        tried = subprocess.run([found, "-m", "venv", "--help"], capture_output=True, check=False)
        if tried.returncode == 0:
            return found
    raise Refusal(
        "the contract tests of the Python client 2.5 need Python 3.10 or 3.11; install one of them."
    )


def _apt(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run("apt-get", "--quiet", *arguments, environment=environment)


def _run(*command: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise Refusal(f"`{' '.join(command)}` failed (exit status {done.returncode}); its output is above.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Install what is missing, or print the locations."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.install_test_needs", description="Install test needs."
    )
    parser.add_argument("--print-env", action="store_true", help="print NAME=VALUE lines and install nothing")
    if parser.parse_args(arguments).print_env:
        print_environment()
        return
    install_programs()
    for folder in (JS_CLIENT, JS_IN_PAGES):
        install_packages(find_node(), folder)
    install_old_client()


if __name__ == "__main__":
    main(sys.argv[1:])
