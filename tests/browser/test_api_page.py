"""The API page.

Types and their documentation, queries with completion, answers in three shapes, batches behind a switch.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect

from callboard_server.testing import RunningServer
from tests.browser.conftest import Enter, House
from tests.browser.visitor import Visitor

REFUSED = r"status of 400 .*/api$"
RUN = "ControlOrMeta+Enter"
FACTS = re.compile(r"^3 rows · [\d.]+ ms · 2 SQL statements$")


def address(**parts: str) -> str:
    return "/api-explorer?" + "&".join(f"{name}={quote(value)}" for name, value in parts.items())


def write(visitor: Visitor, text: str, path: str = "/api-explorer") -> Page:
    """Open the page and type *text* into the empty query."""
    page = visitor.open(path)
    visitor.get("query-editor").click()
    page.keyboard.type(text)
    return page


def suggested(visitor: Visitor) -> list[str]:
    expect(visitor.get("completion")).to_be_visible()
    return visitor.get("completion").locator(".label").all_inner_texts()


def operations_sent(visitor: Visitor) -> list[str]:
    """Return a list that collects the actions of all operations that the page sends."""
    actions: list[str] = []

    def note(route: Route) -> None:
        actions.extend(operation["action"] for operation in json.loads(route.request.post_data or "[]"))
        route.continue_()

    visitor.page.route("**/api", note)
    return actions


# -- Types and their documentation
# -------------------------------------------------------------------------------------------------


def test_types_can_be_found_and_read_by_keyboard(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open("/api-explorer")
    expect(visitor.get("type-link").first).to_be_visible()
    page.keyboard.press("/")
    expect(visitor.get("type-search")).to_be_focused()
    page.keyboard.type("job")
    expect(visitor.get("type-link")).to_have_text(["Job", "JobComponent"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(visitor.get("type-link").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(visitor.get("type-search")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("type=Job$"))
    expect(visitor.get("type-docs").get_by_role("heading", name="Job", exact=True)).to_be_visible()
    expect(visitor.get("row-count")).to_have_text(re.compile(r"^\d\d$"))
    status = visitor.get("attribute").and_(page.locator('[data-name="status"]'))
    expect(status).to_contain_text("required")
    expect(status).to_contain_text("queued, running, done, failed")


def test_the_list_of_types_is_one_tab_stop(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open(address(type="User"))
    expect(visitor.get("type-docs")).to_be_visible()
    visitor.get("type-search").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="User", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-testid=type-list]')") is None


def test_relations_link_to_the_other_type(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open(address(type="Job", q="select id from Job limit 1"))
    docs = visitor.get("type-docs")
    docs.locator('[data-name="job_components"]').get_by_role("link", name="JobComponent").click()
    expect(docs.get_by_role("heading", name="JobComponent", exact=True)).to_be_visible()
    expect(docs.locator('[data-name="url"]')).to_contain_text("computed")
    expect(visitor.get("query-editor")).to_have_value("select id from Job limit 1")
    page.go_back()
    expect(docs.get_by_role("heading", name="Job", exact=True)).to_be_visible()


def test_attributes_can_be_added_to_the_query(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    page = visitor.open(address(type="Job"))
    docs, editor = visitor.get("type-docs"), visitor.get("query-editor")
    docs.get_by_role("button", name="id", exact=True).click()
    expect(editor).to_have_value("select id from Job")
    editor.evaluate("area => area.setSelectionRange(9, 9)")
    docs.get_by_role("button", name="status", exact=True).click()
    expect(editor).to_have_value("select id, status from Job")
    expect(editor).to_be_focused()
    page.keyboard.press("ControlOrMeta+z")
    expect(editor).to_have_value("select id from Job")


def test_an_unknown_type_is_reported(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo)
    visitor.open(address(type="Spaceship"))
    expect(visitor.get("no-type")).to_contain_text("Spaceship")


# -- Completion
# ------------------------------------------------------------------------------------------------------------


def test_completion_follows_relations(visitor: Visitor) -> None:
    page = write(visitor, "sel")
    assert suggested(visitor)[0] == "select"
    page.keyboard.press("Enter")
    page.keyboard.type(" id from Jo")
    assert suggested(visitor)[:2] == ["Job", "JobComponent"]
    page.keyboard.press("Tab")
    page.keyboard.type(" where user.")
    assert "username" in suggested(visitor)
    page.keyboard.type("usern")
    assert suggested(visitor) == ["username"]
    page.keyboard.press("Enter")
    page.keyboard.type(" li")
    assert suggested(visitor)[0] == "like"
    page.keyboard.press("Escape")
    expect(visitor.get("completion")).to_have_count(0)
    expect(visitor.get("query-editor")).to_have_value("select id from Job where user.username li")
    expect(visitor.get("query-editor")).to_be_focused()


def test_completion_announces_the_active_suggestion(visitor: Visitor) -> None:
    page = write(visitor, "Job where status is ")
    expect(visitor.get("completion")).to_have_count(0)
    page.keyboard.press("Control+Space")
    assert suggested(visitor) == ["queued", "running", "done", "failed", "none"]
    page.keyboard.press("ArrowDown")
    editor = visitor.get("query-editor")
    chosen = page.locator(f"[id='{editor.get_attribute('aria-activedescendant')}']")
    expect(chosen).to_have_text("running")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(editor).to_have_attribute(
        "aria-controls", visitor.get("completion").get_attribute("id") or "missing"
    )
    page.keyboard.press("Enter")
    expect(editor).to_have_value("Job where status is running")
    expect(editor).not_to_have_attribute("aria-activedescendant", re.compile("."))


def test_completion_uses_the_type_later_in_the_query(visitor: Visitor) -> None:
    page = write(visitor, "select  from Job")
    for _ in range(len(" from Job")):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("crea")
    assert suggested(visitor) == ["created_at"]
    visitor.get("completion").get_by_text("created_at").click()
    expect(visitor.get("query-editor")).to_have_value("select created_at from Job")


def test_suggestions_appear_once_the_types_are_loaded(visitor: Visitor) -> None:
    held: list[Route] = []
    visitor.page.route(
        "**/api",
        lambda route: (
            held.append(route) if "query_schemas" in (route.request.post_data or "") else route.continue_()
        ),
    )
    write(visitor, "select id from Jo")
    expect(visitor.get("completion")).to_have_count(0)
    while not held:
        visitor.page.wait_for_timeout(50)
    held[0].continue_()
    assert suggested(visitor) == ["Job", "JobComponent"]


def test_enter_inserts_a_new_line_without_suggestions(visitor: Visitor) -> None:
    page = write(visitor, "Job ")
    page.keyboard.press("Enter")
    page.keyboard.type("limit 1")
    expect(visitor.get("query-editor")).to_have_value("Job \nlimit 1")


# -- Running
# ------------------------------------------------------------------------------------------------------------


def test_results_have_three_views(visitor: Visitor, house: House) -> None:
    for number in range(3):
        house.studio.job(house.ann, {"description": f"Job {number}"}, shots__csv=b"a,b\n")
    text = "select user.username, status, job_components.component.name from Job order by created_at"
    page = write(visitor, text)
    page.keyboard.press(RUN)
    expect(visitor.get("answer-facts")).to_have_text(FACTS)
    table = visitor.get("result-table")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Row number", "user.username", "status", "job_components.component.name"]
    )
    expect(visitor.get("result-row").first.get_by_role("cell")).to_have_text(["1", "ann", "running", "shots"])
    visitor.get("view-tree").click()
    expect(page).to_have_url(re.compile("view=tree"))
    expect(visitor.get("result-tree")).to_contain_text('username: "ann"')
    visitor.get("view-json").click()
    batch = json.loads(visitor.get("result-json").inner_text())
    assert batch[0]["action"] == "query"
    assert len(batch[0]["data"]) == 3
    page.reload()
    expect(visitor.get("result-json")).to_be_visible()
    expect(visitor.get("query-editor")).to_have_value(text)


def test_a_link_opens_the_same_query_and_view(enter: Enter, house: House) -> None:
    job = house.studio.job(house.ann, {"description": "Shots"}, "done")
    visitor = enter(house.url, house.bob)
    visitor.open(address(type="User", q='select status from Job where user.username is "ann"\nlimit 5'))
    expect(visitor.get("query-editor")).to_have_value(
        'select status from Job where user.username is "ann"\nlimit 5'
    )
    expect(visitor.get("type-docs").get_by_role("heading", name="User", exact=True)).to_be_visible()
    expect(visitor.get("no-rows")).to_be_visible()
    own = enter(house.url, house.ann)
    own.open(address(q=f"select user, status from Job where id is {job['id']}"))
    own.get("result-row").get_by_role("link", name="User").click()
    expect(own.get("query-editor")).to_have_value(
        re.compile(rf'^select id, .* from User where id is "{house.ann.id}"$')
    )
    expect(own.get("result-row")).to_contain_text("ann")


def test_the_back_button_returns_to_former_queries(visitor: Visitor, house: House) -> None:
    page = write(visitor, "select username from User")
    page.keyboard.press(RUN)
    expect(page).to_have_url(re.compile("q=select"))
    expect(visitor.get("answer-rows")).to_have_text("3 rows")
    visitor.get("query-editor").fill('select username from User where username is "bob"')
    page.keyboard.press(RUN)
    expect(visitor.get("answer-rows")).to_have_text("1 row")
    page.go_back()
    expect(visitor.get("query-editor")).to_have_value("select username from User")
    expect(visitor.get("answer-rows")).to_have_text("3 rows")
    page.go_forward()
    expect(visitor.get("answer-rows")).to_have_text("1 row")


def test_pages_follow_each_other(visitor: Visitor, house: House) -> None:
    ids = sorted(house.studio.job(house.ann, {"description": f"Job {number}"})["id"] for number in range(5))
    page = write(visitor, "select id from Job order by id limit 2")
    page.keyboard.press(RUN)
    rows = visitor.get("result-row")
    expect(visitor.get("answer-rows")).to_have_text("Rows 1–2")
    expect(visitor.get("page-before")).to_be_disabled()
    visitor.get("page-next").click()
    expect(visitor.get("answer-rows")).to_have_text("Rows 3–4")
    visitor.get("page-next").click()
    expect(visitor.get("answer-rows")).to_have_text("Row 5")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(ids[4])
    expect(visitor.get("page-next")).to_be_disabled()
    expect(page).to_have_url(re.compile("offset=4"))
    page.reload()
    expect(rows).to_contain_text(ids[4])
    visitor.get("page-before").click()
    expect(visitor.get("answer-rows")).to_have_text("Rows 3–4")
    page.go_back()
    expect(visitor.get("answer-rows")).to_have_text("Row 5")


def test_a_query_too_long_for_the_address_stays_in_the_editor(visitor: Visitor) -> None:
    text = (
        "select username from User where username in "
        f"({', '.join(f'name-{number}' for number in range(3000))}, ann)"
    )
    page = visitor.open("/api-explorer")
    visitor.get("query-editor").fill(text)
    page.keyboard.press(RUN)
    expect(visitor.get("answer-rows")).to_have_text("1 row")
    visitor.get("type-link").filter(has_text=re.compile("^User$")).click()
    expect(page).to_have_url(re.compile(r"/api-explorer\?type=User$"))
    expect(visitor.get("query-editor")).to_have_value(text)
    visitor.get("view-tree").click()
    expect(visitor.get("result-tree")).to_contain_text("ann")
    page.reload()
    expect(visitor.get("type-docs")).to_be_visible()


def test_an_empty_result_is_explained(visitor: Visitor) -> None:
    page = write(visitor, "select id from Job where status is failed")
    page.keyboard.press(RUN)
    expect(visitor.get("no-rows")).to_contain_text("No Job entities found")


# -- Errors
# ------------------------------------------------------------------------------------------------------------


def test_an_error_is_marked_in_the_query(visitor: Visitor, house: House) -> None:
    """Also after characters that count as one on the server and as two in the browser."""
    visitor.allow_error(REFUSED)
    house.studio.job(house.ann, {"description": "Shots"})
    page = write(visitor, 'select id from Job where data is_not "😀😀" and statsu is running')
    page.keyboard.press(RUN)
    expect(visitor.get("problem")).to_contain_text("No attribute 'statsu' exists for schema 'Job'.")
    expect(visitor.get("problem")).to_contain_text('Did you mean "status"?')
    marked = page.locator(".marked")
    expect(marked).to_have_text("statsu")
    editor = visitor.get("query-editor")
    expect(editor).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{editor.get_attribute('aria-describedby')}")).to_contain_text("statsu")
    visitor.get("fix").click()
    expect(editor).to_have_value('select id from Job where data is_not "😀😀" and status is running')
    expect(marked).to_have_count(0)
    page.keyboard.press(RUN)
    expect(visitor.get("answer-rows")).to_have_text("1 row")
    expect(visitor.get("problem")).to_have_count(0)


def test_a_missing_end_is_marked_there(visitor: Visitor) -> None:
    visitor.allow_error(REFUSED)
    page = write(visitor, "select id from Job where status is")
    page.keyboard.press(RUN)
    expect(visitor.get("problem")).to_contain_text('expected a value for "status"')
    expect(page.locator(".marked")).to_have_count(1)
    visitor.get("show-problem").click()
    expect(visitor.get("query-editor")).to_be_focused()
    page.keyboard.type(" done")
    page.keyboard.press(RUN)
    expect(visitor.get("no-rows")).to_be_visible()


def test_denied_access_and_an_unreachable_server_have_different_messages(visitor: Visitor) -> None:
    visitor.allow_error("status of (403|503)")
    answers = iter([(403, "PermissionError", "access.denied"), (503, "BusyError", "server.busy")])

    def answer(route: Route) -> None:
        if "select id from Job" not in (route.request.post_data or ""):
            return route.continue_()
        failure = next(answers, None)
        if failure is None:
            return route.continue_()
        status, exception, code = failure
        return route.fulfill(
            status=status, json={"exception": exception, "content": "No.", "error_code": code, "error": {}}
        )

    visitor.page.route("**/api", answer)
    page = write(visitor, "select id from Job")
    page.keyboard.press(RUN)
    expect(page.get_by_text("You don’t have permission to view the results")).to_be_visible()
    page.keyboard.press(RUN)
    expect(page.get_by_text("server.busy").first).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(visitor.get("no-rows")).to_be_visible()


def test_the_editor_works_without_the_types(visitor: Visitor) -> None:
    visitor.allow_error("status of 403")
    visitor.page.route(
        "**/api",
        lambda route: (
            route.fulfill(
                status=403,
                json={
                    "exception": "PermissionError",
                    "content": "No.",
                    "error_code": "access.denied",
                    "error": {},
                },
            )
            if "query_schemas" in (route.request.post_data or "")
            else route.continue_()
        ),
    )
    page = write(visitor, "select username from User")
    expect(page.get_by_text("You don’t have permission to view the entity types")).to_be_visible()
    page.keyboard.press(RUN)
    expect(visitor.get("answer-rows")).to_have_text("3 rows")


# -- History, snippets, keys
# -------------------------------------------------------------------------------------------------------


def test_the_history_stays_in_the_browser(visitor: Visitor) -> None:
    page = write(visitor, "select username from User")
    page.keyboard.press(RUN)
    expect(visitor.get("answer-rows")).to_have_text("3 rows")
    page = visitor.open("/api-explorer")
    expect(visitor.get("start-here")).to_be_visible()
    visitor.get("history").click()
    page.get_by_role("menuitem", name="select username from User").click()
    expect(visitor.get("answer-rows")).to_have_text("3 rows")
    expect(visitor.get("query-editor")).to_have_value("select username from User")
    visitor.get("history").click()
    page.get_by_role("menuitem", name="Clear history").click()
    visitor.get("history").click()
    expect(page.get_by_text("Queries you run appear here.")).to_be_visible()


def output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_a_query_is_copied_for_other_tools(enter: Enter, house: House) -> None:
    """The copied text runs unchanged once it contains a key."""
    visitor = enter(house.url, house.ann, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open(address(q="select username from User"))
    for language, words in {
        "Python": [
            "import callboard",
            f'server_url="{house.url}"',
            "in session.query('select username from User')",
            'user["username"]',
        ],
        "JavaScript": ['from "@ftrack/api"', 'session.query("select username from User")'],
        "curl": [
            f"curl '{house.url}/api'",
            "ftrack-user: ann",
            '[{"action":"query","expression":"select username from User"}]',
        ],
    }.items():
        visitor.get("copy-as").click()
        page.get_by_role("menuitem", name=language).click()
        expect(page.get_by_text(f"Copied as {language}").first).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert [part for part in words if part not in copied] == []
        program = {"Python": [sys.executable, "-c"], "curl": ["sh", "-c"]}.get(language)
        if program is not None:
            assert "ann" in output([*program, copied.replace("YOUR-API-KEY", house.ann.api_key)])


def test_the_third_tab_creates_keys(visitor: Visitor) -> None:
    page = visitor.open("/api-explorer")
    visitor.get("api-tab-keys").click()
    expect(page).to_have_url(re.compile("tab=keys"))
    expect(visitor.get("key-row")).to_have_count(1)
    visitor.get("key-name").fill("Farm")
    visitor.get("create-key").click()
    expect(visitor.get("new-key")).to_be_visible()
    expect(visitor.get("key-row")).to_have_count(2)


def test_the_page_opens_from_the_bar_and_by_key(visitor: Visitor, house: House) -> None:
    page = visitor.open("/")
    visitor.get("api-link").click()
    expect(visitor.get("api-page")).to_be_visible()
    page = visitor.open("/")
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(visitor.get("start-here")).to_be_visible()
    page.keyboard.press("e")
    expect(visitor.get("query-editor")).to_be_focused()
    visitor.get("example").first.click()
    expect(visitor.get("query-editor")).to_have_value(re.compile("^select .* from Job$"))


# -- Batches
# ------------------------------------------------------------------------------------------------------------


def jobs_of(house: House) -> list[str]:
    return [job["status"] for job in house.studio.session(house.ann).query("select status from Job")]


def test_changes_require_the_switch_and_a_confirmation(visitor: Visitor, house: House) -> None:
    house.studio.session(house.ann)
    page = visitor.open(address(mode="batch"))
    sent = operations_sent(visitor)
    batch = [
        {
            "action": "create",
            "entity_type": "Job",
            "entity_data": {"__entity_type__": "Job", "status": "failed"},
        },
        {"action": "query", "expression": "Job"},
    ]
    visitor.get("batch-editor").fill(json.dumps(batch))
    page.keyboard.press(RUN)
    expect(visitor.get("batch-refused")).to_contain_text("contains 1 change, and this page is read-only")
    assert "create" not in sent
    switch = visitor.get("allow-changes")
    expect(switch).to_have_attribute("aria-checked", "false")
    switch.click()
    expect(visitor.get("batch-refused")).to_have_count(0)
    visitor.get("run-batch").click()
    expect(visitor.get("confirm-list")).to_have_text("Create Job (status)")
    page.get_by_role("button", name="Cancel").click()
    assert "create" not in sent
    assert jobs_of(house) == []
    visitor.get("run-batch").click()
    visitor.get("confirm-yes").click()
    expect(visitor.get("batch-answer")).to_contain_text("2 results")
    assert jobs_of(house) == ["failed"]
    page.reload()
    expect(visitor.get("allow-changes")).to_have_attribute("aria-checked", "false")
    expect(visitor.get("batch-editor")).to_have_value("")


def test_a_batch_that_changes_nothing_is_sent(visitor: Visitor) -> None:
    page = visitor.open(address(mode="batch"))
    visitor.get("sample-query").click()
    visitor.get("batch-editor").focus()
    page.keyboard.press(RUN)
    expect(visitor.get("batch-answer")).to_contain_text("1 result")


def test_an_unknown_operation_counts_as_a_change(visitor: Visitor) -> None:
    page = visitor.open(address(mode="batch"))
    sent = operations_sent(visitor)
    visitor.get("batch-editor").fill('[{"action": "get_upload_metadata", "component_id": "x"}]')
    page.keyboard.press(RUN)
    expect(visitor.get("batch-refused")).to_be_visible()
    assert sent == []


def test_invalid_json_is_marked(visitor: Visitor) -> None:
    page = visitor.open(address(mode="batch"))
    visitor.get("batch-editor").fill('[{"action": query}]')
    page.keyboard.press(RUN)
    expect(visitor.get("problem")).to_contain_text("Expected a value.")
    expect(page.locator(".marked")).to_have_text("query")


def test_a_link_contains_no_batch_and_no_switch(visitor: Visitor) -> None:
    visitor.allow_error(REFUSED)
    visitor.open(address(mode="batch", q='[{"action": "delete"}]', batch='[{"action": "delete"}]', allow="1"))
    expect(visitor.get("batch-editor")).to_have_value("")
    expect(visitor.get("allow-changes")).to_have_attribute("aria-checked", "false")


# -- Layout
# ------------------------------------------------------------------------------------------------------------


def test_a_narrow_window_displays_types_or_documentation(enter: Enter, demo: RunningServer) -> None:
    visitor = enter(demo.url, demo, viewport={"width": 900, "height": 700})
    page = visitor.open("/api-explorer")
    visitor.get("type-link").filter(has_text=re.compile("^Job$")).click()
    expect(visitor.get("type-docs")).to_be_visible()
    expect(visitor.get("type-search")).to_be_hidden()
    page.locator("label").filter(has_text="Types").click()
    expect(visitor.get("type-search")).to_be_visible()
    expect(visitor.get("type-docs")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 900


def test_markup_in_values_is_displayed_as_text(visitor: Visitor, house: House) -> None:
    house.studio.job(house.ann, '{"description": "<img src=x onerror=alert(1)>"}')
    page = write(visitor, "select data from Job")
    page.keyboard.press(RUN)
    expect(visitor.get("result-row")).to_contain_text("<img src=x onerror=alert(1)>")
    for view in ("tree", "json"):
        visitor.get(f"view-{view}").click()
        expect(visitor.get(f"result-{view}")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("main img").count() == 0
