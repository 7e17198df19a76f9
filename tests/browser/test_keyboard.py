"""Keyboard operation and focus."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import House
from tests.browser.visitor import Visitor

NOTE_WORDS = """
region => {
    window.announcements = [];
    const observer = new MutationObserver(() => window.announcements.push(region.textContent));
    observer.observe(region, {childList: true, characterData: true, subtree: true});
}
"""


def test_the_menu_takes_and_returns_the_focus(visitor: Visitor, house: House) -> None:
    page = visitor.open("/")
    button = visitor.get("jobs-button")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    panel = page.get_by_role("dialog", name="Jobs")
    expect(panel.get_by_role("heading", name="Jobs", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(button).to_be_focused()


def test_arrow_keys_move_between_rows(visitor: Visitor, house: House) -> None:
    for number in range(3):
        house.studio.job(house.ann, {"description": f"Job {number}"})
    page = visitor.open("/jobs")
    visitor.open_menu()
    visitor.get("jobs-panel").get_by_role("heading", name="Jobs", exact=True).focus()
    rows = visitor.get("jobs-panel").get_by_test_id("job-description")
    for key, place in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowDown", 2),
        ("ArrowDown", 2),
        ("ArrowUp", 1),
    ):
        page.keyboard.press(key)
        expect(rows.nth(place)).to_be_focused()
    expected = rows.nth(1).get_attribute("href") or ""
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.url}{expected}")
    expect(visitor.get("jobs-panel")).to_have_count(0)


def test_d_downloads_the_files(visitor: Visitor, house: House) -> None:
    house.studio.job(house.ann, {"description": "Shots"}, "done", shots__csv=b"a,b\n")
    page = visitor.open("/")
    visitor.open_menu()
    visitor.get("jobs-panel").get_by_role("heading", name="Jobs", exact=True).focus()
    page.keyboard.press("ArrowDown")
    assert visitor.download("d") == ("shots.csv", b"a,b\n")
    visitor.open("/jobs")
    expect(visitor.get("jobs-table-row")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(visitor.get("jobs-table-row").get_by_role("link")).to_be_focused()
    assert visitor.download("d") == ("shots.csv", b"a,b\n")


def test_the_list_works_by_keyboard(visitor: Visitor, house: House) -> None:
    for number in range(3):
        house.studio.job(house.ann, {"description": f"Job {number}"})
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(3)
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(rows.nth(place).get_by_role("link")).to_be_focused()
    page.keyboard.press("x")
    expect(visitor.get("selection-bar")).to_contain_text("1 job selected")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(visitor.get("selection-bar")).to_have_count(0)
    page.keyboard.press("/")
    expect(visitor.get("filter-text")).to_be_focused()
    page.keyboard.type("d?")
    expect(visitor.get("filter-text")).to_have_value("d?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_key_opens_the_list_of_shortcuts(visitor: Visitor) -> None:
    page = visitor.open("/jobs")
    expect(page.get_by_role("heading", name="Jobs", exact=True)).to_be_visible()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_).to_contain_text("Filter by text")
    expect(help_).to_contain_text("Jobs menu")
    page.keyboard.press("Escape")
    expect(help_).to_have_count(0)


def test_the_palette_finds_commands(visitor: Visitor, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Transcode plates SQ10"})
    page = visitor.open("/")
    page.keyboard.press("ControlOrMeta+k")
    palette = visitor.get("palette")
    expect(palette.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("transcode")
    expect(palette.get_by_role("option", name=re.compile("Transcode plates"))).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.url}/jobs/{job['id']}")
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("all jobs")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.url}/jobs")
    page.keyboard.press("ControlOrMeta+k")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)


def test_keys_lead_to_pages(visitor: Visitor, house: House) -> None:
    page = visitor.open("/")
    expect(visitor.get("jobs-button")).to_be_visible()
    for keys, path in (("gj", "/jobs"), ("gk", "/settings/keys"), ("gh", "/")):
        for key in keys:
            page.keyboard.press(key)
        expect(page).to_have_url(f"{house.url}{path}")
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(visitor.get("jobs-panel")).to_be_visible()


def test_a_link_skips_to_the_content(visitor: Visitor) -> None:
    page = visitor.open("/")
    expect(visitor.get("jobs-button")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_state_changes_are_announced_to_screen_readers(visitor: Visitor, house: House) -> None:
    """State changes are announced in an existing live region; each percent isn't."""
    job = house.studio.job(house.ann, {"description": "Copy (0 of 5)"})
    page = visitor.open("/jobs")
    expect(visitor.get("jobs-table-row")).to_be_visible()
    region = page.locator('[role="status"][aria-atomic="true"]')
    expect(region).to_have_count(1)
    region.evaluate(NOTE_WORDS)
    session = house.studio.session(house.ann)
    for number in range(1, 4):
        job["data"] = f'{{"description": "Copy ({number} of 5)"}}'
        session.commit()
    job["status"] = "done"
    session.commit()
    expect(region).to_contain_text("finished")
    assert [text for text in page.evaluate("window.announcements") if text] == ["Copy (3 of 5) finished"]
