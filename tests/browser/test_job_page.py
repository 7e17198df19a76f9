"""The page of a job: what happened comes first, and the way back leads to the same place."""

from __future__ import annotations

import json
import re
import time

from playwright.sync_api import expect

from tests.browser.conftest import Enter, House
from tests.browser.visitor import SECONDS, Visitor

TRACEBACK = 'Traceback (most recent call last):\n  File "publish.py", line 7\nOSError: the disk is full\n'


def test_a_finished_job_begins_with_its_result(visitor: Visitor, house: House) -> None:
    job = house.studio.job(
        house.ann,
        {"description": "Publish SQ10", "message": "24 versions published, 2 skipped"},
        "running",
        notes__txt=b"12345",
    )
    job["status"] = "done"
    house.studio.session(house.ann).commit()
    visitor.open(f"/jobs/{job['id']}")
    result = visitor.get("job-result")
    expect(result).to_contain_text(re.compile(r"Finished in \d+ s"))
    expect(result).to_contain_text("1 file, 5 B")
    expect(result).to_contain_text("24 versions published, 2 skipped")


def test_a_failed_job_begins_with_its_reason(visitor: Visitor, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Publish SQ10", "traceback": TRACEBACK}, "failed")
    page = visitor.open(f"/jobs/{job['id']}")
    expect(visitor.get("failure")).to_have_text("OSError: the disk is full")
    expect(page.get_by_role("region", name="Failure")).to_contain_text('File "publish.py", line 7')


def test_a_very_long_description_is_cut(visitor: Visitor, house: House) -> None:
    text = "Copy plates\n" + "\n".join(f"plate {number}" for number in range(3000)) + "\nthe end"
    job = house.studio.job(house.ann, {"description": text})
    page = visitor.open(f"/jobs/{job['id']}")
    message = visitor.get("long-text")
    expect(message).to_contain_text("plate 9")
    expect(message).not_to_contain_text("plate 99")
    page.get_by_role("button", name=re.compile("Show all")).click()
    expect(message).to_contain_text("the end")
    page.get_by_role("button", name="Show less").click()
    expect(message).not_to_contain_text("the end")


def test_a_very_long_title_is_cut(visitor: Visitor, house: House) -> None:
    job = house.studio.job(house.ann, "word " * 4000 + "the end", "done")
    page = visitor.open(f"/jobs/{job['id']}")
    assert len(page.get_by_role("heading", level=1).inner_text()) < 250
    page.get_by_role("button", name=re.compile("Show all")).click()
    expect(visitor.get("long-text")).to_contain_text("the end")


def test_a_list_does_not_shorten_the_page(visitor: Visitor, house: House) -> None:
    """Lists contain only the start of a very long description."""
    job = house.studio.job(house.ann, {"description": "Copy plates\n" + "word " * 10_000 + "\nthe end"})
    page = visitor.open("/jobs")
    page.locator(f'[data-job-id="{job["id"]}"] [data-row-main]').click()
    message = visitor.get("long-text")
    page.get_by_role("button", name=re.compile(r"Show all \(50,0")).click()
    expect(message).to_contain_text("the end")
    visitor.open_menu()
    expect(visitor.row(job["id"])).to_be_visible()
    expect(message).to_contain_text("the end")


def test_rate_and_remaining_time_appear_with_progress(visitor: Visitor, house: House) -> None:
    session = house.studio.session(house.ann)
    job = house.studio.job(house.ann, {"description": "Copy (0 of 100)"})
    visitor.open(f"/jobs/{job['id']}")
    expect(visitor.get("job-progress")).to_contain_text("0 of 100")
    expect(visitor.get("job-estimate")).to_have_count(0)
    for number in range(1, 16):
        time.sleep(0.5)
        job["data"] = json.dumps({"description": f"Copy ({number} of 100)"})
        session.commit()
    expect(visitor.get("job-progress")).to_contain_text("15 of 100")
    expect(visitor.get("job-rate")).to_have_text(re.compile(r"^[12](\.\d)? per second$"))
    expect(visitor.get("job-remaining")).to_have_text(
        re.compile(r"^About (30|40|50) s left$|^About 1 min left$")
    )
    job["status"] = "done"
    session.commit()
    expect(visitor.get("job-result")).to_be_visible()
    expect(visitor.get("job-estimate")).to_have_count(0)


def test_marking_as_failed_requires_confirmation(visitor: Visitor, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Simulate water"})
    page = visitor.open(f"/jobs/{job['id']}")
    for answer, status in (("Cancel", "running"), ("Mark as failed", "failed")):
        visitor.get("job-more").click()
        page.get_by_role("menuitem", name="Mark as failed").click()
        dialog = visitor.get("confirm-dialog")
        expect(dialog).to_contain_text("Mark “Simulate water” as failed?")
        expect(dialog).to_contain_text("does not stop the program")
        dialog.get_by_role("button", name=answer).click()
        expect(dialog).to_have_count(0)
        expect(visitor.get("job-page")).to_have_attribute("data-status", status)


def test_back_returns_to_the_same_row(visitor: Visitor, house: House) -> None:
    session = house.studio.session(house.ann)
    for number in range(90):
        session.create("Job", {"status": "done", "data": f"Job number {number:03}"})
    session.commit()
    page = visitor.open("/jobs")
    table = page.get_by_role("table", name="Jobs")
    expect(visitor.get("jobs-table-row").first).to_be_visible()
    table.evaluate("table => table.scrollTo(0, 1400)")
    page.wait_for_timeout(200)
    row = visitor.get("jobs-table-row").nth(20)
    job_id = row.get_attribute("data-job-id")
    scrolled = table.evaluate("table => table.scrollTop")
    for way in ("Escape", "Alt+ArrowLeft"):
        page.locator(f'[data-job-id="{job_id}"] [data-row-main]').click()
        expect(page).to_have_url(f"{house.url}/jobs/{job_id}")
        expect(visitor.get("job-page")).to_be_visible()
        if way == "Escape":
            page.keyboard.press("Escape")
        else:
            page.go_back()
        expect(page).to_have_url(f"{house.url}/jobs")
        expect(page.locator(f'[data-job-id="{job_id}"] [data-row-main]')).to_be_focused()
        assert abs(table.evaluate("table => table.scrollTop") - scrolled) < 2


def test_escape_closes_what_is_open_before_it_leaves(visitor: Visitor, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Simulate water"})
    page = visitor.open(f"/jobs/{job['id']}")
    visitor.open_menu()
    page.keyboard.press("Escape")
    expect(visitor.get("jobs-panel")).to_have_count(0)
    visitor.get("job-more").click()
    expect(page.get_by_role("menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    page.keyboard.press("ControlOrMeta+k")
    expect(visitor.get("palette")).to_be_visible()
    page.keyboard.press("Escape")
    expect(visitor.get("palette")).to_have_count(0)
    expect(page).to_have_url(f"{house.url}/jobs/{job['id']}")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{house.url}/jobs", timeout=5 * SECONDS)


def test_links_are_created_listed_and_withdrawn(visitor: Visitor, enter: Enter, house: House) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    job = house.studio.job(house.ann, {"description": "For Bob"}, notes__txt=b"notes")
    page = visitor.open(f"/jobs/{job['id']}")
    visitor.get("job-more").click()
    page.get_by_role("menuitem", name="Manage links").click()
    dialog = visitor.get("share-dialog")
    expect(dialog).to_contain_text("No links yet")
    visitor.get("share-validity").select_option(label="for 7 days")
    visitor.get("share-create").click()
    expect(visitor.get("share-created")).to_contain_text("Copied")
    link = page.evaluate("navigator.clipboard.readText()")
    row = visitor.get("share-row")
    expect(row).to_contain_text(re.compile("Expires in 7 days"))
    expect(row).to_contain_text("Not opened yet")
    bob = enter(house.url, house.bob)
    bob.open(link.removeprefix(house.url))
    expect(bob.get("job-page")).to_contain_text("For Bob")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(f"{house.url}/jobs/{job['id']}")
    page.get_by_role("button", name="Copy link").click()
    page.locator(".toast").get_by_role("button", name="Manage links").click()
    expect(row).to_have_count(2)
    opened = row.filter(has_text="Bob Builder")
    expect(opened).to_contain_text("Opened by Bob Builder")
    opened.get_by_role("button", name="Withdraw link").click()
    expect(row).to_have_count(1)
    bob.allow_error("404 .*/web/share/")
    bob.open(link.removeprefix(house.url))
    expect(bob.get("share-refused")).to_contain_text("This link does not work")
    expect(bob.page.locator("body")).not_to_contain_text("For Bob")
    bob.open(f"/jobs/{job['id']}")
    expect(bob.get("job-gone")).to_be_visible()


def test_an_expired_link_is_explained(enter: Enter, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "For Bob"})
    ann = enter(house.url, house.ann)
    ann.open("/")
    link = ann.page.evaluate(
        """async job => {
            const session = await (await fetch('/web/session')).json()
            const answer = await fetch(`/web/jobs/${job}/share`, {
                method: 'POST',
                headers: {'content-type': 'application/json', 'X-Callboard-CSRF': session.csrf},
                body: JSON.stringify({expires_in_days: 1e-5}),
            })
            return (await answer.json()).path
        }""",
        job["id"],
    )
    time.sleep(1.5)
    bob = enter(house.url, house.bob)
    bob.allow_error("404 .*/web/share/")
    bob.open(link)
    expect(bob.get("share-refused")).to_contain_text("This link has expired")
    expect(bob.page.locator("body")).not_to_contain_text("For Bob")
