"""No serious or critical violation of the rules of axe-core, on every page and in both themes.

Pages also send no requests to other hosts.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from callboard_server.testing import API_KEY, PASSWORD, USERNAME, RunningServer
from tests.browser.conftest import Enter
from tests.browser.programs import listening, studio_pages
from tests.browser.visitor import Visitor
from tests.support.people import Person

AXE = Path(__file__).parent / "js" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
GRAVE = ("serious", "critical")

Go = Callable[[Visitor], Page]


def sign_in_page(visitor: Visitor) -> Page:
    page = visitor.open("/sign-in")
    expect(visitor.get("sign-in-username")).to_be_visible()
    return page


def home_page(visitor: Visitor) -> Page:
    page = visitor.open("/")
    expect(visitor.get("job-row").first).to_be_visible()
    return page


def jobs_menu(visitor: Visitor) -> Page:
    page = visitor.open("/demo")
    visitor.open_menu()
    expect(visitor.get("jobs-panel").get_by_test_id("job-row").first).to_be_visible()
    return page


def jobs_page(visitor: Visitor) -> Page:
    page = visitor.open("/jobs")
    expect(visitor.get("jobs-table-row").first).to_be_visible()
    return page


def job_page(description: str, tab: str) -> Go:
    def go(visitor: Visitor) -> Page:
        page = visitor.open("/jobs")
        page.get_by_role("link", name=description).first.click()
        expect(visitor.get("job-page")).to_be_visible()
        visitor.get(f"tab-{tab}").click()
        page.wait_for_timeout(300)
        return page

    return go


def keys_page(visitor: Visitor) -> Page:
    page = visitor.open("/settings/keys")
    expect(visitor.get("key-row").first).to_be_visible()
    return page


def no_consumers(visitor: Visitor) -> Page:
    page = visitor.open("/settings/events")
    expect(visitor.get("no-consumers")).to_be_visible()
    return page


def no_automations(visitor: Visitor) -> Page:
    page = visitor.open("/settings/webhooks")
    expect(visitor.get("no-automations")).to_be_visible()
    return page


def new_automation(visitor: Visitor) -> Page:
    page = no_automations(visitor)
    visitor.get("new-automation").click()
    visitor.get("add-header").click()
    return page


def palette(visitor: Visitor) -> Page:
    page = jobs_page(visitor)
    page.keyboard.press("ControlOrMeta+k")
    expect(visitor.get("palette")).to_be_visible()
    return page


def key_help(visitor: Visitor) -> Page:
    page = jobs_page(visitor)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    return page


def empty_list(visitor: Visitor) -> Page:
    page = visitor.open("/jobs?text=nowhere-to-be-found")
    expect(visitor.get("filtered-empty")).to_be_visible()
    return page


API_QUERY = (
    "select status, user.username, created_at, job_components.component.name, data from Job "
    "where status in (running, failed) order by created_at desc"
)


def api_page(visitor: Visitor) -> Page:
    page = visitor.open(f"/api-explorer?type=Job&q={quote(API_QUERY)}")
    expect(visitor.get("result-row").first).to_be_visible()
    expect(visitor.get("type-docs")).to_be_visible()
    return page


def api_tree(visitor: Visitor) -> Page:
    page = api_page(visitor)
    visitor.get("view-tree").click()
    expect(visitor.get("result-tree")).to_be_visible()
    return page


def api_completion(visitor: Visitor) -> Page:
    page = visitor.open("/api-explorer")
    expect(visitor.get("type-link").first).to_be_visible()
    visitor.get("query-editor").click()
    page.keyboard.type("select user.us")
    page.keyboard.type(" from Job where user.us")
    expect(visitor.get("completion")).to_be_visible()
    return page


def api_error(visitor: Visitor) -> Page:
    visitor.allow_error(r"status of 400 .*/api$")
    page = visitor.open("/api-explorer?q=select%20statsu%20from%20Job")
    expect(visitor.get("problem")).to_be_visible()
    return page


def api_batch(visitor: Visitor) -> Page:
    page = visitor.open("/api-explorer?mode=batch")
    visitor.get("sample-update").click()
    visitor.get("run-batch").click()
    expect(visitor.get("batch-refused")).to_be_visible()
    visitor.get("allow-changes").click()
    return page


def offering(visitor: Visitor, *kinds: str, page: str = "") -> None:
    """Run a program that offers actions until *visitor* leaves."""
    program = listening(
        visitor.url,
        Person("", USERNAME, PASSWORD, API_KEY),
        Path(tempfile.mkdtemp()),
        *kinds,
        LISTENER_PAGE=page,
    )
    visitor.context.on("close", lambda _context: program.kill())


def tasks_page(visitor: Visitor) -> Page:
    page = visitor.open("/tasks?whose=all")
    expect(visitor.get("task-row").first).to_be_visible()
    return page


def actions_dialog(visitor: Visitor) -> Page:
    offering(visitor, "handlers", "menu", "jobs", "page")
    page = tasks_page(visitor)
    for row in visitor.get("task-row").all()[2:5]:
        row.get_by_role("checkbox").check()
    visitor.get("task-selection").get_by_test_id("actions-button").click()
    expect(visitor.get("actions-dialog")).to_have_attribute("data-phase", "over")
    return page


def no_listener(visitor: Visitor) -> Page:
    page = jobs_page(visitor)
    page.keyboard.press("a")
    expect(visitor.get("actions-unavailable")).to_be_visible()
    return page


def action_form(visitor: Visitor) -> Page:
    page = actions_dialog(visitor)
    visitor.get("action-item").filter(has_text="Publish").click()
    expect(visitor.get("action-form")).to_be_visible()
    visitor.get("action-form").get_by_label("Frames").fill("a dozen")
    visitor.get("form-submit").click()
    expect(visitor.get("action-form")).to_contain_text("Enter a number")
    return page


def action_page(visitor: Visitor) -> Page:
    """The page is served by another origin, like the pages of studios."""
    visitor.allow_error("target origin provided")  # axe-core has to be present in the frame
    stack = contextlib.ExitStack()
    visitor.context.on("close", lambda _context: stack.close())
    address = stack.enter_context(studio_pages())
    visitor.allowed_addresses.append(address)
    offering(visitor, "page", page=f"{address}/page.html")
    page = jobs_page(visitor)
    page.keyboard.press("a")
    visitor.get("action-item").filter(has_text="Report").click()
    expect(visitor.get("widget").frame_locator("iframe").locator("#data")).to_contain_text(
        "ftrack.widget.load"
    )
    return page


def action_cards(visitor: Visitor) -> Page:
    page = actions_dialog(visitor)
    visitor.get("action-item").filter(has_text="- all").click()
    visitor.get("task-selection").get_by_test_id("actions-button").click()
    visitor.get("action-item").filter(has_text="Transcode").click()
    expect(visitor.get("card-job").get_by_role("progressbar")).to_be_visible()
    return page


PAGES: dict[str, Go] = {
    "sign-in": sign_in_page,
    "home": home_page,
    "jobs menu": jobs_menu,
    "jobs": jobs_page,
    "jobs, none": empty_list,
    "job running": job_page("Transfer components", "overview"),
    "job failed": job_page("Publish SQ20_0040 comp v014", "overview"),
    "job files": job_page("Export dailies for the client review", "files"),
    "job raw": job_page("Export dailies for the client review", "raw"),
    "keys": keys_page,
    "events": no_consumers,
    "webhooks": no_automations,
    "new automation": new_automation,
    "api": api_page,
    "api tree": api_tree,
    "api completion": api_completion,
    "api error": api_error,
    "api batch": api_batch,
    "tasks": tasks_page,
    "actions": actions_dialog,
    "actions, no listener": no_listener,
    "action form": action_form,
    "action cards": action_cards,
    "action page": action_page,
    "palette": palette,
    "key help": key_help,
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible(name: str, enter: Enter, demo: RunningServer) -> None:
    """The rules are injected from outside, bypassing the page's policy."""
    visitor = enter(demo.url, None if name == "sign-in" else demo, color_scheme="dark", bypass_csp=True)
    page = PAGES[name](visitor)
    check(page, "dark")
    page.emulate_media(color_scheme="light")
    check(page, "light")


def check(page: Page, theme: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    grave = [finding for finding in audit(page) if finding["impact"] in GRAVE]
    assert not grave, f"{theme}: " + "\n".join(
        f"{finding['id']}: {finding['help']}\n    {finding['where']}" for finding in grave
    )


def audit(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds on *page*."""
    if not AXE.is_file():
        pytest.fail("The accessibility rules are missing: run `make test-needs`.", pytrace=False)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        {**each, "where": [(node["html"][:160], node["failureSummary"]) for node in each["nodes"][:5]]}
        for each in found["violations"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_sends_foreign_requests_or_logs_errors(name: str, enter: Enter, demo: RunningServer) -> None:
    """With the policy enforced, and also in a narrow window."""
    visitor = enter(demo.url, None if name == "sign-in" else demo, viewport={"width": 900, "height": 700})
    page = PAGES[name](visitor)
    assert visitor.requests
    assert page.evaluate("document.documentElement.scrollWidth") <= 900, "the page is wider than its window"
    policy = page.request.get(page.url, headers={"accept": "text/html"}).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_policy_is_enforced(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    visitor.allow_error(r"Content Security Policy|404 .*/x$")
    page = home_page(visitor)
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.run = true'; "
        "document.body.append(script);"
        " document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.run = true\">') }"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.run") is None
    assert any("Content Security Policy" in text for text in visitor.errors)
