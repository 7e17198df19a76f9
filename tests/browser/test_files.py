"""Files of jobs: downloaded one by one or all at once, previewed in the page, and never executed."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Error, Locator, expect

from callboard_server.demo.samples import MAKERS, TRACEBACK
from tests.browser.conftest import Enter, House
from tests.browser.visitor import Visitor

SCRIPT = "<script>top.document.title = 'run'; window.run = true; fetch('/web/session')</script>"
ACTIVE = {
    "page.html": (
        f'<!doctype html><title>x</title><h1>Report</h1>{SCRIPT}<img src=x onerror="top.run = true">'
    ),
    "drawing.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'onload="window.run=true"><script>{SCRIPT[8:-9]}</script></svg>'
    ),
    "data.xml": '<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><html xmlns="http://www.w3.org/1999/xhtml">'
    + SCRIPT
    + "</html>",
    "page.txt": f"<html>{SCRIPT}</html>",
    "picture.png": f"<html>{SCRIPT}</html>",
    "paper.pdf": f"<html>{SCRIPT}</html>",
}


def finished(house: House, *files: tuple[str, bytes], status: str = "done") -> Any:
    job = house.studio.job(house.ann, {"description": "Export dailies: review"})
    for name, content in files:
        house.studio.attach(house.ann, job, name, content)
    job["status"] = status
    house.studio.session(house.ann).commit()
    return job


def test_each_of_several_files_can_be_downloaded(visitor: Visitor, house: House) -> None:
    files = {
        "notes.md": b"# Notes",
        "shots.csv": b"a,b\n1,2\n",
        "Übung 試験.txt": b"text",
        "frame.0001.exr": bytes(range(256)) * 100,
    }
    visitor.allow_error(r"404 .*/component/thumbnail")  # not a picture
    job = finished(house, *files.items())
    visitor.open("/")
    visitor.open_menu()
    row = visitor.row(job["id"])
    job_chips = row.get_by_test_id("job-chip")
    expect(job_chips).to_have_count(2)
    chips = dict(visitor.download(chip) for chip in job_chips.all())
    assert len(chips) == 2
    assert chips.items() <= files.items()
    row.get_by_text("+2").click()
    rows = visitor.get("file-row")
    expect(rows).to_have_count(4)
    links = [file_row.get_by_role("link", name=re.compile("^Download")) for file_row in rows.all()]
    assert dict(visitor.download(link) for link in links) == files


def test_all_files_can_be_downloaded_as_one_archive(visitor: Visitor, house: House) -> None:
    files = [
        ("notes.txt", b"one"),
        ("notes.txt", b"two"),
        ("Notes.TXT", b"three"),
        ("render.exr", b"\x00" * 300_000),
        ("empty.log", b""),
    ]
    job = finished(house, *files)
    visitor.open("/")
    visitor.open_menu()
    name, content = visitor.download(visitor.row(job["id"]).get_by_test_id("download-all"))
    assert name == "Export dailies_ review.zip"
    check_archive(content)
    visitor.open(f"/jobs/{job['id']}")
    check_archive(visitor.download(visitor.get("download-all"))[1])


def check_archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    assert sorted(name.lower() for name in held) == [
        "empty.log",
        "notes (2).txt",
        "notes (3).txt",
        "notes.txt",
        "render.exr",
    ]
    assert held["render.exr"] == b"\x00" * 300_000
    assert sorted(held.values()) == sorted([b"one", b"two", b"three", b"\x00" * 300_000, b""])


def test_a_click_downloads_the_only_file(visitor: Visitor, house: House) -> None:
    job = finished(house, ("shots.csv", b"a,b\n"))
    page = visitor.open("/")
    visitor.open_menu()
    assert visitor.download(visitor.row(job["id"]).get_by_test_id("job-description")) == (
        "shots.csv",
        b"a,b\n",
    )
    assert page.url == f"{house.url}/"
    visitor.row(job["id"]).get_by_test_id("job-chip").click(modifiers=["ControlOrMeta"])
    expect(visitor.get("file-preview")).to_contain_text("shots.csv")


def test_a_click_opens_a_job_with_several(visitor: Visitor, house: House) -> None:
    job = finished(house, ("a.csv", b"a"), ("b.csv", b"b"))
    page = visitor.open("/")
    visitor.open_menu()
    visitor.row(job["id"]).get_by_test_id("job-description").click()
    expect(page).to_have_url(f"{house.url}/jobs/{job['id']}")


def preview(visitor: Visitor, house: House, name: str, content: bytes) -> Locator:
    """Attach a file to a new job; return its preview."""
    job = finished(house, (name, content))
    visitor.open(f"/jobs/{job['id']}?tab=files")
    found = visitor.get("file-preview")
    expect(found).to_contain_text(name)
    return found


def test_text_has_a_preview(visitor: Visitor, house: House) -> None:
    panel = preview(
        visitor, house, "render.log", "first line\nzweite Zeile: Übung\n<b>not bold</b>\n".encode()
    )
    expect(panel).to_contain_text("zweite Zeile: Übung")
    expect(panel).to_contain_text("<b>not bold</b>")
    expect(panel.locator("b")).to_have_count(0)


def test_a_traceback_has_a_preview(visitor: Visitor, house: House) -> None:
    panel = preview(visitor, house, "publish.log", MAKERS["failed log"]("publish"))
    expect(panel).to_contain_text("MissingFrames")
    job = house.studio.job(house.ann, {"description": "Publish", "traceback": TRACEBACK}, "failed")
    visitor.open(f"/jobs/{job['id']}")
    expect(visitor.get("failure")).to_contain_text("MissingFrames")
    expect(visitor.get("job-page")).to_contain_text("3 of 96 frames are missing")


def test_a_picture_has_a_preview(visitor: Visitor, house: House) -> None:
    made = io.BytesIO()
    Image.new("RGB", (320, 200), (200, 40, 40)).save(made, "PNG")
    picture = preview(visitor, house, "still.png", made.getvalue()).get_by_role("img", name="still.png")
    expect(picture).to_be_visible()
    visitor.page.wait_for_function(
        "document.querySelector('[data-testid=file-preview] img').naturalWidth > 0"
    )
    assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [320, 200]


def test_a_table_has_a_preview(visitor: Visitor, house: House) -> None:
    panel = preview(
        visitor, house, "shots.csv", b'shot,artist\nSQ10_0010,"Okafor, Mira"\nSQ10_0020,"say ""hi"""\n'
    )
    expect(panel.get_by_role("columnheader")).to_have_text(["shot", "artist"])
    expect(panel.get_by_role("cell")).to_have_text(["SQ10_0010", "Okafor, Mira", "SQ10_0020", 'say "hi"'])


def test_json_has_a_preview(visitor: Visitor, house: House) -> None:
    content = {"shots": [{"name": "SQ10_0010", "frames": 96}], "ready": True, "html": "<i>x</i>"}
    panel = preview(visitor, house, "manifest.json", json.dumps(content).encode())
    for text in ("SQ10_0010", "96", "true", "<i>x</i>"):
        expect(panel).to_contain_text(text)


def test_invalid_json_has_a_text_preview(visitor: Visitor, house: House) -> None:
    expect(preview(visitor, house, "manifest.json", b'{"shots": [')).to_contain_text('{"shots": [')


def test_a_pdf_has_a_preview(visitor: Visitor, house: House) -> None:
    with visitor.page.expect_response(re.compile("inline=1")) as answering:
        panel = preview(visitor, house, "report.pdf", MAKERS["page"]("Report"))
    answer = answering.value
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    expect(panel.locator("iframe")).to_be_visible()


def test_other_files_have_no_preview(visitor: Visitor, house: House) -> None:
    panel = preview(visitor, house, "scene.usdc", b"\x00\x01")
    expect(panel).to_contain_text("No preview available")
    assert visitor.download(panel.locator("a", has_text="Download").last) == ("scene.usdc", b"\x00\x01")


def test_previews_lead_to_the_previous_and_next_file(visitor: Visitor, house: House) -> None:
    job = finished(house, ("a.txt", b"text of a"), ("b.txt", b"text of b"))
    page = visitor.open(f"/jobs/{job['id']}?tab=files")
    panel, names = (
        visitor.get("file-preview"),
        visitor.get("file-row").get_by_role("link", name=re.compile("^[ab].txt")),
    )
    expect(names).to_have_count(2)
    first, second = (name.removesuffix(".txt") for name in names.all_text_contents())
    expect(panel).to_contain_text(f"text of {first}")
    page.keyboard.press("]")
    expect(panel).to_contain_text(f"text of {second}")
    expect(page).to_have_url(re.compile("file="))
    page.reload()
    expect(panel).to_contain_text(f"text of {second}")
    page.keyboard.press("[")
    expect(panel).to_contain_text(f"text of {first}")


@pytest.mark.parametrize("name", ACTIVE)
def test_uploaded_files_are_never_executed(name: str, enter: Enter, house: House) -> None:
    visitor = enter(house.url, house.ann)
    # A browser reports scripts that it was kept from running, and invalid pictures.
    visitor.allow_error(r"Content Security Policy|sandboxed|Failed to load resource|status of 40")
    job = finished(house, (name, ACTIVE[name].encode()))
    (link,) = house.studio.session(house.ann).query(
        f'select component_id from JobComponent where job_id is "{job["id"]}"'
    )
    page = visitor.open(f"/jobs/{job['id']}?tab=files")
    expect(visitor.get("file-preview")).to_contain_text(name)
    page.wait_for_timeout(300)
    assert page.title() != "run"
    assert page.evaluate("window.run") is None
    answer = visitor.context.request.get(f"{house.url}/component/get?id={link['component_id']}&inline=1")
    assert not re.search("html|xml|svg|script", answer.headers["content-type"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    for query in ("", "&inline=1"):
        check_address(visitor, f"{house.url}/component/get?id={link['component_id']}{query}")


def check_address(visitor: Visitor, url: str) -> None:
    """Check that opening *url* in a tab displays text or downloads, and runs no script."""
    tab = visitor.context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    # A navigation that becomes a download raises a generic error.
    with contextlib.suppress(Error):
        tab.goto(url)
    tab.wait_for_timeout(200)
    assert tab.evaluate("[window.run ?? null, document.scripts.length]") == [None, 0]
    assert tab.title() != "run"
    assert [address for address in asked if "/web/" in address] == []
    tab.close()
