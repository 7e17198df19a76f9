"""Build the web interface from web/ into packages/callboard-server/src/callboard_server/web/dist.

    python -m tools.build_web                build, unless nothing changed since the last time
    python -m tools.build_web --force        build in any case
    python -m tools.build_web run check      run a script of web/package.json with the same Node

A record of the sources is kept beside the result, so a second run without changes only reads web/.
Text files get a .gz beside them and, where the brotli package is installed, a .br. The server sends these
without compressing anything itself.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tools.node import Refusal, find_node, install_packages, report

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "web"
DIST = ROOT / "packages" / "callboard-server" / "src" / "callboard_server" / "web" / "dist"
BUILT_FROM = ".built-from"

# Increase it when this module builds something different from the same sources.
RECIPE = "1"
NOT_SOURCES = frozenset(
    {"node_modules", "dist", "coverage", "test-results", ".vite", ".eslintcache", ".DS_Store"}
)
TEXT_SUFFIXES = frozenset(
    {".css", ".html", ".js", ".json", ".map", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"}
)
SMALLEST_WORTH_COMPRESSING = 512


def is_built() -> bool:
    """Return whether the web interface is built."""
    return (DIST / "index.html").is_file()


def is_current() -> bool:
    """Return whether the built web interface is up to date with the sources in web/."""
    stamp = DIST / BUILT_FROM
    return is_built() and stamp.is_file() and stamp.read_text(encoding="utf-8") == sources_mark()


def build(*, force: bool = False) -> None:
    """Make packages/callboard-server/src/callboard_server/web/dist from web/; fast if it is current.

    Raises: Refusal, when sources, Node or packages are missing, or the build fails.
    """
    if not (SOURCES / "package.json").is_file():
        raise Refusal(f"{SOURCES} contains no package.json; build from a checkout or a source distribution.")
    if not force and is_current():
        return
    mark = sources_mark()
    node = find_node()
    install_packages(node, SOURCES)
    report("building the web interface")
    # A half-built or outdated interface is worse than a missing one, which is noticed at once.
    shutil.rmtree(DIST, ignore_errors=True)
    node.run_npm(SOURCES, "run", "build")
    if not is_built():
        raise Refusal(f"the build created no {DIST}/index.html; check build.outDir in web/vite.config.ts.")
    count = compress(DIST)
    (DIST / BUILT_FROM).write_text(mark, encoding="utf-8")
    report(f"the web interface is built ({count} files compressed)")


def compress(folder: Path) -> int:
    """Put a .gz and a .br beside every text file below *folder* that becomes smaller; return their number."""
    brotli = _brotli()
    count = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TEXT_SUFFIXES or path.stat().st_size < SMALLEST_WORTH_COMPRESSING:
            continue
        data = path.read_bytes()
        # Without a time inside, the same input gives the same file.
        _keep_if_smaller(path, ".gz", data, gzip.compress(data, compresslevel=9, mtime=0))
        if brotli:
            _keep_if_smaller(path, ".br", data, brotli(data))
        count += 1
    return count


def _keep_if_smaller(path: Path, suffix: str, plain: bytes, packed: bytes) -> None:
    if len(packed) < len(plain):
        path.with_name(path.name + suffix).write_bytes(packed)


def _brotli() -> Callable[[bytes], bytes] | None:
    if importlib.util.find_spec("brotli") is None:
        report("no .br files: the brotli package is missing (`pip install -r requirements/web.txt`)")
        return None
    import brotli  # noqa: PLC0415  optional: a build without it is larger on the wire, and works

    def pack(data: bytes) -> bytes:
        packed: bytes = brotli.compress(data, quality=11)
        return packed

    return pack


def sources_mark() -> str:
    """Return a hash of the sources below web/."""
    digest = hashlib.sha256(RECIPE.encode())
    for path in _sources(SOURCES):
        digest.update(f"\0{path.relative_to(SOURCES).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest() + "\n"


def _sources(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as found:
        entries = sorted(
            (entry for entry in found if entry.name not in NOT_SOURCES), key=lambda entry: entry.name
        )
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _sources(Path(entry.path))
        elif entry.is_file() and not entry.name.endswith(".tsbuildinfo"):
            yield Path(entry.path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, or run one script of web/package.json."""
    parser = argparse.ArgumentParser(prog="python -m tools.build_web", description="Build the web interface.")
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    verbs = parser.add_subparsers(dest="verb")
    run = verbs.add_parser("run", help="run a script of web/package.json")
    run.add_argument("script")
    options = parser.parse_args(arguments)
    if options.verb == "run":
        node = find_node()
        install_packages(node, SOURCES)
        node.run_npm(SOURCES, "run", options.script)
    else:
        build(force=options.force)


if __name__ == "__main__":
    main(sys.argv[1:])
