"""The files of a job: their order and checksums, a filter, and previews of any kind of text."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import House
from tests.browser.visitor import Visitor

MANY = 120
ESC = "\x1b"
TEXTS = {
    "utf8.txt": ("Übergröße 試験", "utf-8", "utf-8"),
    "utf16.txt": ("Übergröße 試験\nzweite Zeile", "utf-16", "utf-16le"),
    "utf16be.txt": ("frame 1001 done\nÜbergröße", "utf-16-be", "utf-16be"),
    "windows.txt": ("Größe – “façade”, it’s done", "cp1252", "windows-1252"),
    "japanese.log": ("レンダリング完了\nファイルを確認してください", "shift_jis", "shift_jis"),
}


def job_with(house: House, *files: tuple[str, bytes]) -> Any:
    """Return a finished job with *files*, which are attached in one batch."""
    session = house.studio.session(house.ann)
    job = house.studio.job(house.ann, {"description": "Collect plates"})
    location = session.query('Location where name is "ftrack.server"').one()
    for name, content in files:
        path = house.studio.folder / name
        path.write_bytes(content)
        component = session.create_component(
            str(path), data={"name": name.rpartition(".")[0]}, location=location
        )
        session.create("JobComponent", {"component_id": component["id"], "job_id": job["id"]})
    job["status"] = "done"
    session.commit()
    return job


def preview(visitor: Visitor, house: House, name: str, content: bytes) -> Locator:
    """Attach a file to a new job; return its preview."""
    job = job_with(house, (name, content))
    visitor.open(f"/jobs/{job['id']}?tab=files")
    found = visitor.get("file-preview")
    expect(found).to_contain_text(name)
    return found


def test_many_files_are_sorted_checked_and_filtered(visitor: Visitor, house: House) -> None:
    contents = {f"plate_v2.{number}.txt": f"content of {number}".encode() for number in range(1, MANY + 1)}
    job = job_with(house, *contents.items(), ("notes.md", b"# Notes"))
    page = visitor.open(f"/jobs/{job['id']}?tab=files")
    rows = visitor.get("file-row")
    expect(rows).to_have_count(MANY + 1)
    names = rows.locator("td.name").all_inner_texts()
    assert [name.strip() for name in names] == ["notes.md", *contents]
    checksums = rows.get_by_test_id("file-checksum")
    expect(checksums).to_have_count(MANY + 1)
    digests = [hashlib.md5(content, usedforsecurity=False).hexdigest() for content in contents.values()]
    titles = checksums.evaluate_all("codes => codes.map(code => code.title)")
    assert titles[1:] == digests
    rows.last.get_by_role("link", name=f"plate_v2.{MANY}.txt", exact=True).click()
    panel = visitor.get("file-preview")
    expect(panel).to_contain_text(f"content of {MANY}")
    expect(panel).to_be_in_viewport(ratio=1)
    expect(rows.last).to_be_in_viewport()
    page.keyboard.press("f")
    page.keyboard.type("v2.11 TXT")
    expect(rows).to_have_count(11)
    expect(page.get_by_role("status").filter(has_text="files")).to_have_text(f"11 of {MANY + 1} files")
    expect(panel).to_contain_text("content of 11")
    visitor.get("file-filter").fill("nothing of the kind")
    page.get_by_role("button", name="Clear filter").click()
    expect(rows).to_have_count(MANY + 1)


@pytest.mark.parametrize("name", TEXTS)
def test_the_encoding_of_a_text_is_detected(name: str, visitor: Visitor, house: House) -> None:
    text, encoding, displayed = TEXTS[name]
    panel = preview(visitor, house, name, text.encode(encoding))
    for line in text.split("\n"):
        expect(panel.get_by_role("document")).to_contain_text(line)
    expect(visitor.get("text-encoding")).to_have_value(displayed)


def test_another_encoding_can_be_chosen(visitor: Visitor, house: House) -> None:
    panel = preview(visitor, house, "cyrillic.txt", "Кадр готов".encode("cp1251"))
    expect(panel).not_to_contain_text("Кадр готов")
    visitor.get("text-encoding").select_option("windows-1251")
    expect(panel).to_contain_text("Кадр готов")


def test_colours_of_terminals_are_displayed(visitor: Visitor, house: House) -> None:
    log = f"{ESC}[1;31mERROR{ESC}[0m no <b>camera</b>\n{ESC}]0;title\x07{ESC}[32mgreen\ngreen too{ESC}[0m\n"
    panel = preview(visitor, house, "render.log", log.encode())
    expect(panel.locator(".ansi-red")).to_have_text("ERROR")
    expect(panel.locator(".ansi-red")).to_have_css("font-weight", "700")
    expect(panel.locator(".ansi-green")).to_have_text(["green", "green too"])
    expect(panel.get_by_role("document")).to_have_text(re.compile("ERROR no <b>camera</b>"))
    expect(panel.locator("b")).to_have_count(0)
    expect(panel).not_to_contain_text("title")


def test_all_of_a_long_log_is_searched(visitor: Visitor, house: House) -> None:
    """Only the first megabyte is loaded at first."""
    lines = [f"frame {number} rendered in 12.3 s" for number in range(70_000)]
    panel = preview(visitor, house, "long.log", "\n".join([*lines, f"{ESC}[31mThe need{ESC}[0mle"]).encode())
    expect(visitor.get("text-cut")).to_contain_text("The first 1.0 MB of 2.2 MB are loaded")
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("THE NEEDLE")
    expect(visitor.get("text-matches")).to_have_text("1 of 1")
    expect(panel.locator("mark").first).to_be_in_viewport()
    expect(panel.locator("mark")).to_have_text(["The need", "le"])
    expect(panel).to_contain_text("70001")
    expect(visitor.get("text-cut")).to_have_count(0)
    visitor.get("text-search").fill("frame 6999")
    expect(visitor.get("text-matches")).to_have_text("1 of 11")
    visitor.get("text-search").press("Shift+Enter")
    expect(visitor.get("text-matches")).to_have_text("11 of 11")
    expect(panel.locator("mark.here")).to_be_in_viewport()
    visitor.get("text-search").fill("nowhere")
    expect(visitor.get("text-matches")).to_have_text("No matches")


@pytest.mark.parametrize("name", ["empty.log", "empty.png", "empty.exr", "empty.dat", "empty.csv"])
def test_an_empty_file_is_reported(name: str, visitor: Visitor, house: House) -> None:
    expect(preview(visitor, house, name, b"")).to_contain_text("This file is empty")


def test_text_of_unknown_kind_has_a_preview(visitor: Visitor, house: House) -> None:
    expect(preview(visitor, house, "setup.vrscene", b"SettingsOutput {\n}")).to_contain_text("SettingsOutput")


def test_pictures_that_browsers_cannot_display_are_made_by_the_server(visitor: Visitor, house: House) -> None:
    made = io.BytesIO()
    Image.new("RGB", (320, 200), (200, 40, 40)).save(made, "TIFF")
    panel = preview(visitor, house, "still.tif", made.getvalue())
    expect(panel.get_by_role("img", name="still.tif")).to_be_visible()
    visitor.page.wait_for_function(
        "document.querySelector('[data-testid=file-preview] img').naturalWidth === 320"
    )


def test_a_damaged_picture_is_reported(visitor: Visitor, house: House) -> None:
    visitor.allow_error(r"404 .*/component/thumbnail")
    panel = preview(visitor, house, "damaged.exr", b"not a picture")
    expect(panel).to_contain_text("No preview available")
