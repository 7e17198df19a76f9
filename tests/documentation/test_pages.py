"""The documentation is complete: links have targets, pictures are used, and numbers agree with the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from callboard_server.model.types import standard_model

ROOT = Path(__file__).parents[2]
PAGES = [
    *ROOT.glob("*.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "changelog.d" / "README.md",
    *sorted((ROOT / "packages").glob("*/README.md")),
    ROOT / "web" / "README.md",
]
IMAGES = ROOT / "docs" / "images"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
PATH_OF_A_MACHINE = re.compile(r"/(?:work|root|tmp/pytest)/")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> Iterator[str]:
    yield from LINK.findall(CODE.sub("", page.read_text(encoding="utf-8")))


def anchors(page: Path) -> set[str]:
    """Return the anchors of the headings of *page*, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_has_an_existing_target(page: Path) -> None:
    broken = []
    for link in links(page):
        address, _, anchor = link.partition("#")
        if "://" in address:
            continue
        target = (page.parent / address).resolve() if address else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_picture_is_used() -> None:
    used = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    assert sorted(path.name for path in IMAGES.glob("*.png") if path not in used) == []


def test_every_guide_is_listed() -> None:
    for folder in ("howto", "tutorial", "reference"):
        listed = set(links(ROOT / "docs" / folder / "README.md"))
        guides = {page.name for page in (ROOT / "docs" / folder).glob("*.md")} - {"README.md"}
        assert guides - listed == set(), folder


def test_the_number_of_entity_types_is_correct() -> None:
    count = sum(not entity.internal for entity in standard_model())
    counts = {
        name(page): int(number)
        for page in PAGES
        if page.name != "CHANGELOG.md"  # it describes earlier versions
        for number in re.findall(r"\b(\d+) entity types", page.read_text(encoding="utf-8"))
    }
    assert "README.md" in counts
    assert set(counts.values()) == {count}, counts


def test_no_page_contains_a_local_path() -> None:
    named = [name(page) for page in PAGES if PATH_OF_A_MACHINE.search(page.read_text(encoding="utf-8"))]
    assert named == []


def test_the_unit_file_equals_the_one_on_the_page() -> None:
    page = (ROOT / "docs" / "howto" / "run-as-a-service.md").read_text(encoding="utf-8")
    assert f"```ini\n{(ROOT / 'deploy' / 'callboard.service').read_text(encoding='utf-8')}```" in page


@pytest.mark.parametrize(
    "file", ["Containerfile", "compose.yaml", "compose.example.env", "callboard.service"]
)
def test_settings_of_deployments_exist(file: str) -> None:
    settings = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    used = set(re.findall(r"\bCALLBOARD_[A-Z_]+", (ROOT / "deploy" / file).read_text(encoding="utf-8")))
    assert used
    assert sorted(each for each in used if f"`{each}`" not in settings) == []
