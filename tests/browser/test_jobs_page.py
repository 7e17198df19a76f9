"""The list of jobs, a job's page, and their empty states."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from callboard_server.testing import RunningServer, running_server
from tests.browser.conftest import Enter, House, with_users
from tests.browser.visitor import SECONDS, Visitor

AWAY = (
    "ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|"
    "ERR_SOCKET_NOT_CONNECTED|ERR_INCOMPLETE_CHUNKED_ENCODING"
)
ODD = {
    "no JSON": ("Farm 'north' did not answer\nwithin 60 s", "Farm 'north' did not answer"),
    "empty": ("", "Untitled job (api_job)"),
    "null": ("null", "null"),
    "number": ("17", "17"),
    "array": ('["a", {"b": 1}]', '["a", {"b": 1}]'),
    "no description": ('{"progress": 0.5}', "Untitled job (api_job)"),
    "description of another kind": ('{"description": {"deep": true}}', "Untitled job (api_job)"),
    "markup": ('{"description": "<img src=x onerror=alert(1)>"}', "<img src=x onerror=alert(1)>"),
    "unbalanced": ("{" * 500, "{" * 200),
    "long": ("word " * 4000, "word word"),
}


def test_the_address_contains_the_filters(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open("/jobs")
    expect(visitor.get("jobs-table-row").nth(10)).to_be_visible()
    for name in ("failed", "done"):
        page.locator(f'label:has([data-testid="filter-{name}"])').click()
    page.locator('label:has([data-testid="filter-files"])').click()
    visitor.get("filter-owner").select_option("mokafor")
    visitor.get("filter-created").select_option("7d")
    expect(page).to_have_url(re.compile(r"state=done,failed|state=done%2Cfailed"))
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(3)
    job_ids = rows.evaluate_all("rows => rows.map(row => row.dataset.jobId)")
    page.reload()
    expect(rows).to_have_count(3)
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.jobId)") == job_ids
    expect(page.get_by_test_id("filter-owner")).to_have_value("mokafor")
    expect(page.get_by_test_id("filter-failed")).to_be_checked()
    expect(page.get_by_test_id("filter-files")).to_be_checked()
    visitor.get("filter-clear").click()
    expect(page).to_have_url(f"{demo.url}/jobs")
    expect(rows.nth(5)).to_be_visible()


def test_jobs_can_be_filtered_by_text(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open("/jobs")
    visitor.get("filter-text").fill("chimney")
    expect(visitor.get("jobs-table-row")).to_have_count(1)
    expect(page).to_have_url(re.compile("text=chimney"))
    page.go_back()
    page.go_forward()
    expect(visitor.get("jobs-table-row")).to_have_count(1)


def test_a_filter_without_matches_is_explained(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open("/jobs?text=nowhere-to-be-found&state=failed")
    state = visitor.get("filtered-empty")
    expect(state).to_contain_text("failed")
    expect(state).to_contain_text("nowhere-to-be-found")
    state.get_by_role("button", name="Clear filter").click()
    expect(page).to_have_url(f"{demo.url}/jobs")
    expect(visitor.get("jobs-table-row").first).to_be_visible()


def test_an_empty_list_explains_jobs(visitor: Visitor, house: House) -> None:
    page = visitor.open("/jobs")
    expect(page.get_by_role("heading", name="No jobs yet")).to_be_visible()
    panel = visitor.open_menu()
    expect(panel).to_contain_text("No jobs yet")
    expect(panel).to_contain_text('session.create("Job"')
    visitor.choose("Failed")
    expect(panel).to_contain_text("No failed jobs")
    visitor.choose("All")
    page.keyboard.press("Escape")
    job = house.studio.job(house.ann, {"description": "The first one"})
    expect(visitor.get("jobs-table-row")).to_have_attribute("data-job-id", job["id"])


def test_an_unreachable_server_is_reported(enter: Enter, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running_server(data) as server:
        house = with_users(server, tmp_path)
        port = int(server.url.rpartition(":")[2])
        job = house.studio.job(house.ann, {"description": "Still here"})
        visitor = enter(server.url, house.ann)
        visitor.allow_error(AWAY)
        page = visitor.open("/jobs")
        expect(visitor.get("jobs-table-row")).to_be_visible()
    page.locator('label:has([data-testid="filter-running"])').click()
    trying = page.get_by_role("button", name="Try again")
    expect(trying).to_be_visible(timeout=30 * SECONDS)
    expect(page.locator("#content")).to_contain_text("server.unreachable")
    with running_server(data, port=port):
        expect(visitor.get("jobs-table-row")).to_have_attribute(
            "data-job-id", job["id"], timeout=30 * SECONDS
        )
        house.studio.close()


def test_an_unreachable_server_is_reported_at_sign_in(enter: Enter, tmp_path: Path) -> None:
    with running_server(tmp_path / "data") as server:
        visitor = enter(server.url)
        visitor.allow_error(AWAY)
        visitor.open("/sign-in")
    visitor.get("sign-in-username").fill("ann")
    visitor.get("sign-in-submit").click()
    expect(visitor.get("sign-in-problem")).to_contain_text("The server is not responding")


def test_a_job_of_another_user_is_not_found(enter: Enter, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Ann's secret"})
    visitor = enter(house.url, house.bob)
    page = visitor.open(f"/jobs/{job['id']}")
    expect(visitor.get("job-gone")).to_contain_text("Ask its owner to share a link")
    expect(page.locator("body")).not_to_contain_text("Ann's secret")
    visitor.open("/jobs/no-such-job")
    expect(visitor.get("job-gone")).to_be_visible()


def test_a_shared_link_opens_the_job(visitor: Visitor, enter: Enter, house: House) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    job = house.studio.job(house.ann, {"description": "For Bob"}, notes__txt=b"notes")
    page = visitor.open(f"/jobs/{job['id']}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast")).to_contain_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{house.url}/share/")
    bob = enter(house.url, house.bob)
    bob.open(link.removeprefix(house.url))
    expect(bob.page).to_have_url(f"{house.url}/jobs/{job['id']}")
    expect(bob.get("job-page")).to_contain_text("For Bob")
    bob.open(f"/jobs/{job['id']}?tab=files")
    expect(bob.get("file-preview")).to_contain_text("notes")
    expect(bob.page.get_by_role("button", name="Copy link")).to_have_count(0)
    job["status"] = "done"
    house.studio.session(house.ann).commit()
    expect(bob.get("job-page")).to_have_attribute("data-status", "done")


def test_an_invalid_link_is_reported(visitor: Visitor) -> None:
    visitor.allow_error("404 .*/web/share/")
    page = visitor.open("/share/made-up")
    expect(page.locator("#content")).to_contain_text(re.compile("link", re.IGNORECASE))
    expect(page).to_have_url(re.compile("/share/made-up"))


def test_an_unknown_page_is_reported(visitor: Visitor) -> None:
    page = visitor.open("/no/such/page")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()


def test_unusual_job_data_is_displayed(visitor: Visitor, house: House) -> None:
    jobs = {name: house.studio.job(house.ann, data, "failed")["id"] for name, (data, _) in ODD.items()}
    page = visitor.open("/jobs")
    visitor.open_menu()
    for name, job_id in jobs.items():
        expect(page.locator(f'[data-testid="jobs-table-row"][data-job-id="{job_id}"]'), name).to_contain_text(
            ODD[name][1]
        )
        expect(visitor.row(job_id), name).to_contain_text(ODD[name][1])
    for name, job_id in jobs.items():
        visitor.open(f"/jobs/{job_id}?tab=raw")
        expect(visitor.get("job-page"), name).to_contain_text(ODD[name][1])
        page.get_by_test_id("tab-overview").click()
        expect(page.get_by_role("region", name="Failure"), name).to_be_visible()


def test_raw_data_is_displayed_unchanged(visitor: Visitor, house: House) -> None:
    job = house.studio.job(house.ann, "not JSON: {", "done")
    visitor.open(f"/jobs/{job['id']}?tab=raw")
    expect(visitor.get("data-text")).to_have_text("not JSON: {")
    expect(visitor.get("job-page")).to_contain_text(job["id"])


def test_jobs_can_be_marked_as_failed_and_removed(visitor: Visitor, house: House) -> None:
    for number in range(3):
        house.studio.job(house.ann, {"description": f"Job {number}"})
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(3)
    kept = rows.nth(1).get_attribute("data-job-id")
    rows.nth(0).get_by_role("checkbox").check()
    rows.nth(2).get_by_role("checkbox").click(modifiers=["Shift"])
    expect(visitor.get("selection-bar")).to_contain_text("3 jobs selected")
    rows.nth(1).get_by_role("checkbox").click()
    visitor.get("selection-bar").get_by_role("button", name="Mark as failed").click()
    expect(visitor.get("confirm-dialog")).to_contain_text("Mark 2 jobs as failed?")
    expect(rows.locator("[data-status=failed]")).to_have_count(0)
    visitor.get("confirm-yes").click()
    expect(page.locator("[data-testid=jobs-table-row][data-status=failed]")).to_have_count(2)
    visitor.get("selection-bar").get_by_role("button", name="Remove").click()
    visitor.get("confirm-yes").click()
    expect(rows).to_have_count(1)
    left = house.studio.session(house.ann).query("select id, status from Job").all()
    assert [(job["id"], job["status"]) for job in left] == [(kept, "running")]


def test_a_long_list_of_jobs_is_loaded_in_pages(visitor: Visitor, house: House) -> None:
    session = house.studio.session(house.ann)
    for number in range(350):
        session.create("Job", {"status": "done", "data": f"Job number {number:03}"})
    session.commit()
    page = visitor.open("/jobs")
    expect(visitor.get("jobs-table-row").first).to_be_visible()
    seen: set[str] = set()
    for _ in range(60):
        seen.update(visitor.get("jobs-table-row").evaluate_all("rows => rows.map(row => row.dataset.jobId)"))
        page.get_by_role("table", name="Jobs").evaluate("table => table.scrollBy(0, 500)")
        page.wait_for_timeout(40)
        if len(seen) == 350:
            break
    assert len(seen) == 350
    assert visitor.get("jobs-table-row").count() < 100, "rows out of sight are not drawn"
