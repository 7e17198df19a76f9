"""The list of jobs: counts, orders, export, archives, menus, live changes, and who sees which jobs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Enter, House
from tests.browser.visitor import SECONDS, Visitor

MANY = 171


def add_jobs(house: House, amount: int, status: str = "running") -> list[Any]:
    session = house.studio.session(house.ann)
    texts = (json.dumps({"description": f"Copy {number:03}"}) for number in range(amount))
    made = [session.create("Job", {"status": status, "data": text}) for text in texts]
    session.commit()
    return made


def test_all_jobs_are_counted_and_not_only_the_loaded_ones(visitor: Visitor, house: House) -> None:
    jobs = add_jobs(house, MANY)
    add_jobs(house, 130, "done")
    page = visitor.open("/jobs")
    expect(visitor.get("jobs-button")).to_have_attribute("data-running", "171")
    expect(visitor.get("count-running")).to_have_text("171")
    expect(visitor.get("count-done")).to_have_text("130")
    expect(visitor.get("list-amount")).to_have_text("100 of 301 jobs loaded")
    panel = visitor.open_menu("Active")
    expect(panel.locator("label.chosen")).to_have_text(re.compile(r"Active\s*171"))
    page.keyboard.press("Escape")
    for job in jobs[:60]:
        job["status"] = "done"
    house.studio.session(house.ann).commit()
    expect(visitor.get("jobs-button")).to_have_attribute("data-running", "111")
    expect(visitor.get("count-running")).to_have_text("111")
    expect(visitor.get("count-done")).to_have_text("190")
    page.locator('label:has([data-testid="filter-running"])').click()
    expect(visitor.get("list-amount")).to_have_text("100 of 111 jobs loaded")
    visitor.open("/")
    expect(visitor.get("latest-amounts")).to_contain_text("111 running")
    expect(visitor.get("latest-amounts")).to_contain_text("All 301 jobs")


def test_counting_does_not_flood_the_server(visitor: Visitor, house: House) -> None:
    visitor.open("/jobs")
    expect(visitor.get("jobs-button")).to_be_visible()
    session = house.studio.session(house.ann)
    before = sum("/web/jobs/counts" in url for url in visitor.requests)
    for number in range(30):
        session.create("Job", {"status": "running", "data": f"Job {number}"})
        session.commit()
    expect(visitor.get("jobs-button")).to_have_attribute("data-running", "30")
    expect(visitor.get("count-running")).to_have_text("30")
    assert sum("/web/jobs/counts" in url for url in visitor.requests) - before < 60, "not three for each job"


def test_the_server_sorts_by_a_column(visitor: Visitor, house: House) -> None:
    add_jobs(house, 150)
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    page.get_by_role("button", name="Description").click()
    expect(page).to_have_url(re.compile("sort=title"))
    expect(rows.first).to_contain_text("Copy 000")
    expect(page.get_by_role("columnheader", name="Description")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Description").click()
    expect(rows.first).to_contain_text("Copy 149")
    page.reload()
    expect(rows.first).to_contain_text("Copy 149")
    page.get_by_role("button", name="Started").click()
    expect(page).to_have_url(f"{house.url}/jobs")


def test_everything_that_matches_is_exported(visitor: Visitor, house: House) -> None:
    add_jobs(house, 130)
    house.studio.job(house.ann, {"description": 'He said "ok"'}, "done")
    visitor.open("/jobs?state=running")
    expect(visitor.get("list-amount")).to_have_text("100 of 130 jobs loaded")
    name, content = visitor.download(visitor.get("export-csv"))
    assert name.endswith(".csv")
    assert len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) == 131


def test_the_files_of_selected_jobs_are_one_archive(visitor: Visitor, house: House) -> None:
    house.studio.job(house.ann, {"description": "First"}, "done", notes__txt=b"one")
    house.studio.job(house.ann, {"description": "Second"}, "done", notes__txt=b"two", log__txt=b"three")
    house.studio.job(house.ann, {"description": "No files"}, "done")
    page = visitor.open("/jobs")
    page.get_by_role("checkbox", name="Select all loaded jobs").check()
    expect(visitor.get("filter-text"), "the filter stays").to_be_visible()
    expect(visitor.get("selection-bar")).to_contain_text("Download files (.zip) (2)")
    name, content = visitor.download(
        visitor.get("selection-bar").get_by_role("button", name="Download files")
    )
    assert name == "Job files.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["First/notes.txt", "Second/log.txt", "Second/notes.txt"]


def test_rows_have_a_menu_for_mouse_and_keyboard(visitor: Visitor, house: House) -> None:
    for number in range(3):
        house.studio.job(house.ann, {"description": f"Job {number}"})
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    rows.nth(1).click(button="right", position={"x": 500, "y": 10})
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Mark as failed")).to_be_visible()
    expect(menu.get_by_role("menuitem", name="Download")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    page.keyboard.press("ArrowDown")
    focused = rows.nth(0).get_by_role("link")
    expect(focused).to_be_focused()
    for key in ("Shift+F10", "m"):
        page.keyboard.press(key)
        expect(menu.get_by_role("menuitem", name="Open")).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu).to_have_count(0)
        expect(focused).to_be_focused()
    page.keyboard.press("m")
    expect(menu.get_by_role("menuitem", name="Open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(visitor.get("job-page")).to_contain_text("Job 2")


def test_the_menu_of_a_selected_row_is_about_the_selection(visitor: Visitor, house: House) -> None:
    add_jobs(house, 3)
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    for place in (0, 1):
        rows.nth(place).get_by_role("checkbox").check()
    rows.nth(0).click(button="right", position={"x": 500, "y": 10})
    page.get_by_role("menuitem", name="Mark as failed").click()
    visitor.get("confirm-yes").click()
    expect(page.locator("[data-testid=jobs-table-row][data-status=failed]")).to_have_count(2)


def test_rows_do_not_move_under_the_pointer(visitor: Visitor, house: House) -> None:
    add_jobs(house, 3)
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(3)
    rows.nth(1).hover()
    house.studio.job(house.ann, {"description": "Newest"})
    waiting = visitor.get("waiting-rows")
    expect(waiting).to_have_text("Show 1 new job")
    expect(rows).to_have_count(3)
    waiting.click()
    expect(rows.first).to_contain_text("Newest")
    expect(waiting).to_have_count(0)
    page.mouse.move(5, 5)
    house.studio.job(house.ann, {"description": "Newer still"})
    expect(rows.first).to_contain_text("Newer still")
    expect(waiting).to_have_count(0)


def test_jobs_that_end_leave_a_list_of_running_jobs(visitor: Visitor, house: House) -> None:
    jobs = add_jobs(house, 2)
    page = visitor.open("/jobs?state=running")
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(2)
    page.mouse.move(5, 5)
    jobs[0]["status"] = "done"
    house.studio.session(house.ann).commit()
    expect(rows).to_have_count(1, timeout=15 * SECONDS)


def test_text_is_searched_as_it_is_displayed(visitor: Visitor, house: House) -> None:
    house.studio.job(house.ann, {"description": 'He said "ok"'})
    house.studio.job(house.ann, {"description": "50 % of sh_010"})
    visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(2)
    for text, amount in (('said "ok"', 1), ("description", 0), ("50 %", 1), ("sh_0", 1), ("Archer", 2)):
        visitor.get("filter-text").fill(text)
        expect(rows, text).to_have_count(amount)


def test_no_match_differs_from_no_permission(enter: Enter, house: House) -> None:
    house.studio.job(house.ann, {"description": "Ann's"})
    visitor = enter(house.url, house.bob)
    page = visitor.open("/jobs?text=nothing")
    expect(visitor.get("filtered-empty")).to_contain_text("nothing")
    visitor.open("/jobs?owner=ann")
    expect(visitor.get("hidden-jobs")).to_contain_text("You can’t see other jobs of ann")
    page.get_by_role("button", name="Show my jobs").click()
    expect(page.get_by_role("heading", name="No jobs yet")).to_be_visible()


def test_a_project_manager_sees_the_jobs_of_the_project(enter: Enter, house: House) -> None:
    admin = house.studio.session(house.server)
    schema = admin.query("ProjectSchema").first()
    project = admin.create("Project", {"name": "ferry", "full_name": "The Ferry", "project_schema": schema})
    task = admin.create("Task", {"name": "comp", "parent": project})
    role = admin.query('SecurityRole where name is "Project Manager"').one()
    held = admin.create("UserSecurityRole", {"user_id": house.bob.id, "security_role": role})
    admin.create("UserSecurityRoleProject", {"user_security_role": held, "project": project})
    admin.commit()
    bob = enter(house.url, house.bob)
    bob.open("/jobs")
    expect(bob.get("jobs-button")).to_be_visible()
    job = house.studio.job(house.ann, {"description": "Render comp", "task_id": task["id"]})
    house.studio.job(house.ann, {"description": "Private matter"})
    row = bob.get("jobs-table-row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Render comp")
    expect(row).to_contain_text("The Ferry")
    expect(bob.get("count-running")).to_have_text("1")
    job["status"] = "done"
    house.studio.session(house.ann).commit()
    expect(row).to_have_attribute("data-status", "done")
    bob.get("filter-project").select_option(project["id"])
    expect(bob.page).to_have_url(re.compile(f"project={project['id']}"))
    expect(row).to_have_count(1)


def test_jobs_that_end_together_make_one_toast(visitor: Visitor, house: House) -> None:
    jobs = add_jobs(house, 20)
    page = visitor.open("/tasks")
    expect(visitor.get("jobs-button")).to_have_attribute("data-running", "20")
    session = house.studio.session(house.ann)
    for part in (jobs[:12], jobs[12:]):
        for job in part:
            job["status"] = "done"
        session.commit()
    toasts = page.locator(".toast")
    expect(toasts).to_have_text(re.compile("20 jobs finished"))
    expect(toasts).to_have_count(1)
    toasts.get_by_role("button", name="Show jobs").click()
    expect(page).to_have_url(re.compile(r"/jobs\?state=done&owner=ann&finished=\d{4}"))
    expect(visitor.get("jobs-table-row")).to_have_count(20)
