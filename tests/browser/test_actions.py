"""Actions that running programs offer.

Listing, launching, forms and progress, and their failures.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from attrs import frozen
from playwright.sync_api import Locator, Page, expect

import callboard
from tests.browser.conftest import Enter, House
from tests.browser.programs import Program, Run, environment_of, listening, studio_pages
from tests.browser.visitor import SECONDS, Visitor
from tests.support.clients import ROOT
from tests.support.proxy import network

GUIDE = ROOT / "docs" / "howto" / "run-actions-from-the-browser.md"


@pytest.fixture
def run(house: House, tmp_path: Path) -> Iterator[Run]:
    """Return a function that runs a listener, of the administrator or of `who`, with actions of *kinds*."""
    programs: list[Program] = []

    def begin(*kinds: str, who: Any = None, **more: str) -> Program:
        programs.append(listening(house.url, who or house.server, tmp_path, *kinds, **more))
        return programs[-1]

    yield begin
    for program in programs:
        program.kill()


@frozen
class Tasks:
    """A shot with three tasks; the first two are Ann's."""

    project: str
    shot: str
    ids: tuple[str, ...]


@pytest.fixture
def tasks(house: House) -> Tasks:
    session = house.studio.session(house.server)
    schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
    project = session.create(
        "Project", {"name": "ferry", "full_name": "The Last Ferry", "project_schema": schema}
    )
    shot = session.create("Shot", {"name": "sh010", "parent": project})
    kinds = {kind["name"]: kind for kind in session.query("select name from Type")}
    made = [
        session.create(
            "Task",
            {
                "name": name.lower(),
                "type": kinds[name],
                "parent": shot,
                "end_date": f"2026-12-0{place}T09:00:00",
            },
        )
        for place, name in enumerate(("Animation", "Lighting", "Compositing"), start=1)
    ]
    session.commit()
    for task in made[:2]:
        session.create(
            "Appointment", {"context_id": task["id"], "resource_id": house.ann.id, "type": "assignment"}
        )
    session.commit()
    return Tasks(project["id"], shot["id"], tuple(task["id"] for task in made))


def open_actions(visitor: Visitor) -> Locator:
    """Open the actions for the current selection; return the dialog."""
    expect(visitor.page.locator("main h1, main h2").first).to_be_visible()
    visitor.page.keyboard.press("a")
    dialog = visitor.get("actions-dialog")
    expect(dialog).to_be_visible()
    return dialog


def item(visitor: Visitor, label: str) -> Locator:
    return visitor.get("action-item").filter(has_text=label)


def once_offered(visitor: Visitor, label: str) -> Locator:
    """Reload the actions until a program that has just been started offers *label*."""
    for _ in range(20):
        visitor.get("actions-refresh").click()
        visitor.page.wait_for_timeout(500)
        if item(visitor, label).count():
            break
    return item(visitor, label)


def launch(visitor: Visitor, label: str) -> None:
    """Open the actions and launch the one called *label*."""
    open_actions(visitor)
    item(visitor, label).click()


def card(visitor: Visitor, state: str) -> Locator:
    return visitor.page.locator(f'[data-testid="action-card"][data-state="{state}"]')


# -------------------------------------------------------------------------------------------- offered actions


def test_actions_have_groups_variants_icons_and_sub_menus(visitor: Visitor, run: Run) -> None:
    with studio_pages() as pages:
        visitor.allowed_addresses.append(pages)
        run("handlers", "menu", LISTENER_ICON=f"{pages}/icon.svg")
        visitor.open("/jobs")
        dialog = open_actions(visitor)
        group = dialog.get_by_role("group", name="Job killer")
        expect(group.get_by_role("option")).to_have_text(["- allStops jobs", "- mineStops jobs"])
        picture = group.locator("img")
        expect(picture).to_have_attribute("referrerpolicy", "no-referrer")
        expect(picture).to_have_js_property("naturalWidth", 16)
        expect(dialog).to_have_attribute("data-phase", "over")
        item(visitor, "More").click()
        expect(visitor.get("action-item")).to_have_text(["Stuck", "Wizard"])
        visitor.get("actions-back").click()
        expect(item(visitor, "Publish")).to_be_visible()
        visitor.get("actions-search").fill("wiz")
        expect(visitor.get("action-item")).to_have_text(["More › Wizard"])


def test_a_missing_icon_is_replaced(visitor: Visitor, run: Run) -> None:
    visitor.allow_error(r"404 .*/nothing\.png")
    run("handlers", LISTENER_ICON=f"{visitor.url}/component/nothing.png")
    visitor.open("/jobs")
    open_actions(visitor)
    expect(item(visitor, "Publish")).to_be_visible()
    expect(visitor.get("action-group").locator("img")).to_have_count(0)
    expect(visitor.get("action-group").locator("svg").first).to_be_visible()


def test_late_items_are_added_behind_the_visible_ones(visitor: Visitor, house: House, run: Run) -> None:
    run("menu")
    visitor.open("/jobs")
    open_actions(visitor)
    expect(visitor.get("action-item")).to_have_text(["More"])
    run("handlers")
    visitor.get("actions-refresh").click()
    expect(item(visitor, "Publish")).to_be_visible()
    expect(visitor.get("actions-status")).to_contain_text("admin")


def test_the_example_on_the_page_starts_a_listener(visitor: Visitor, house: House, tmp_path: Path) -> None:
    visitor.open("/jobs")
    open_actions(visitor)
    empty = visitor.get("actions-unavailable")
    expect(empty).to_contain_text("No programs connected")
    lines = empty.locator("code").text_content() or ""
    script = "import callboard\n" + lines.replace("YOUR API KEY", house.ann.api_key)
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment_of(house.url, house.ann, tmp_path)
    ) as running:
        try:
            once_offered(visitor, "Hello").click()
            expect(card(visitor, "done")).to_contain_text("Hello!")
        finally:
            running.kill()


def test_a_selection_without_actions_is_explained(visitor: Visitor, house: House, run: Run) -> None:
    session = house.studio.session(house.bob)
    session.event_hub.connect()
    session.event_hub.subscribe("topic=ftrack.action.discover", lambda _event: None)
    visitor.page.clock.install()
    visitor.open("/jobs")
    visitor.page.clock.run_for(3000)
    visitor.page.keyboard.press("a")
    visitor.page.clock.run_for(1000)
    expect(visitor.get("actions-status")).to_contain_text("bob")
    visitor.page.clock.run_for(11_000)
    expect(visitor.get("actions-none")).to_contain_text(
        "No action found for an empty selection (1 program searched)"
    )


# --------------------------------------------------------------------------------------- launching, and forms


def test_a_launch_sends_the_selection_and_displays_the_message(
    visitor: Visitor, tasks: Tasks, run: Run
) -> None:
    program = run("handlers")
    page = visitor.open("/tasks")
    expect(visitor.get("task-row")).to_have_count(2)
    for row in visitor.get("task-row").all():
        row.get_by_role("checkbox").check()
    visitor.get("task-selection").get_by_test_id("actions-button").click()
    expect(visitor.get("actions-dialog")).to_contain_text("2 tasks")
    item(visitor, "- mine").click()
    expect(card(visitor, "done")).to_contain_text("Stopped 2: TypedContext, TypedContext")
    launched = program.launch()
    assert launched["action"] == "test.killer.mine"
    assert launched["selection"] == [{"entityType": "task", "entityId": each} for each in tasks.ids[:2]]
    visitor.get("run-again").click()
    assert program.launch()["selection"] == launched["selection"]
    expect(page.get_by_role("status").filter(has_text="Job killer - mine: Stopped 2")).to_be_attached()


def test_a_form_has_every_kind_of_field(visitor: Visitor, run: Run) -> None:
    program = run("handlers")
    visitor.open("/jobs")
    launch(visitor, "Publish")
    form = visitor.get("action-form")
    guide = form.get_by_role("link", name="guide")
    expect(guide).to_have_attribute("href", "https://example.com/guide")
    expect(guide).to_have_attribute("rel", "noopener noreferrer")
    expect(form.locator("hr")).to_have_count(1)
    expect(form.get_by_role("heading", name="Settings")).to_be_visible()
    expect(form.get_by_label("Comment")).to_be_focused()
    form.get_by_label("Comment").fill("done & dusted")
    form.get_by_label("Notes").fill("three\nfour")
    form.get_by_label("Frames").fill("a dozen")
    form.get_by_label("Due").fill("2026-12-24")
    form.get_by_label("Force").check()
    form.get_by_label("Kind").select_option(label="Second")
    formats = form.get_by_role("group", name="Formats")
    formats.get_by_label("EXR").uncheck()
    formats.get_by_label("DPX").check()
    formats.get_by_label("MOV").check()
    expect(form.get_by_label("Password")).to_have_attribute("type", "password")
    form.get_by_label("Password").fill("hush")
    visitor.get("form-submit").click()
    expect(form.get_by_label("Frames")).to_be_focused()
    expect(form.get_by_label("Frames")).to_have_accessible_description(re.compile("Enter a number"))
    form.get_by_label("Frames").fill("12.5")
    visitor.get("form-submit").click()
    expect(card(visitor, "done")).to_contain_text("Publish launched successfully")
    assert program.launch()["values"] == {
        "comment": "done & dusted",
        "notes": "three\nfour",
        "frames": 12.5,
        "due": "2026-12-24",
        "force": True,
        "kind": "b",
        "formats": ["mov", "dpx"],
        "secret": "hush",
        "step": "2",
    }
    assert "hush" not in visitor.page.evaluate("JSON.stringify(localStorage)"), "a password is not kept"


def test_a_form_can_be_followed_by_another(visitor: Visitor, run: Run) -> None:
    program = run("menu")
    page = visitor.open("/jobs")
    open_actions(visitor)
    item(visitor, "More").click()
    item(visitor, "Wizard").click()
    form = visitor.get("action-form")
    expect(form.get_by_role("heading", name="Step one")).to_be_visible()
    expect(visitor.get("form-submit")).to_have_text("Next")
    expect(form.get_by_label("Name")).to_be_focused()
    page.keyboard.type("Jo")
    page.keyboard.press("Enter")
    expect(form.get_by_role("heading", name="Step two")).to_be_visible()
    form.get_by_label("Sure, Jo?").check()
    visitor.get("form-submit").click()
    expect(card(visitor, "done")).to_contain_text("Hello Jo")
    assert [program.launch()["values"] for _ in range(3)] == [
        None,
        {"name": "Jo"},
        {"sure": True, "name": "Jo"},
    ]
    open_actions(visitor)
    visitor.get("action-run").filter(has_text="Wizard").click()
    assert program.launch()["values"] == {"sure": True, "name": "Jo"}, "again with what was entered"


def test_leaving_a_form_cancels_it(visitor: Visitor, run: Run) -> None:
    run("handlers")
    page = visitor.open("/jobs")
    launch(visitor, "Publish")
    expect(visitor.get("action-form")).to_be_visible()
    page.mouse.click(5, 400)
    expect(visitor.get("action-form")).to_be_visible()
    page.keyboard.press("Escape")
    expect(visitor.get("action-form")).to_have_count(0)
    expect(visitor.get("action-card")).to_have_count(0)


def test_a_page_of_another_origin_is_embedded(visitor: Visitor, tasks: Tasks, run: Run) -> None:
    with studio_pages() as pages:
        visitor.allowed_addresses.append(pages)
        visitor.allow_error(r"Unsafe attempt to initiate navigation|sandboxed")
        run("page", LISTENER_PAGE=f"{pages}/page.html")
        page = visitor.open("/tasks")
        visitor.get("task-row").first.get_by_test_id("actions-button").click()
        item(visitor, "Report").click()
        panel = page.get_by_role("complementary", name="Report")
        received = panel.frame_locator("iframe").locator("#data")
        expect(received).to_contain_text("ftrack.widget.load")
        expect(received).to_contain_text(f'"entity":{{"id":"{tasks.ids[0]}","type":"TypedContext"}}')
        expect(received).not_to_contain_text(re.compile("key|csrf", re.IGNORECASE))
        panel.frame_locator("iframe").locator("#out").click()
        page.wait_for_timeout(200)
        assert page.url == f"{visitor.url}/tasks", "it cannot lead the tab away"
        panel.frame_locator("iframe").locator("#close").click()
        expect(panel).to_have_count(0)


def test_the_job_of_an_action_is_displayed(visitor: Visitor, run: Run) -> None:
    run("jobs")
    page = visitor.open("/jobs")
    launch(visitor, "Transcode")
    job = visitor.get("card-job")
    expect(job.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "1 of 4")
    expect(job.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "3 of 4")
    expect(job).to_have_attribute("data-status", "done")
    job.get_by_role("link").click()
    expect(visitor.get("job-page")).to_be_visible()
    visitor.get("card-close").click()
    visitor.get("job-run-again").click()
    expect(card(visitor, "done")).to_contain_text("Transcoding.")
    assert "/jobs/" in page.url


# --------------------------------------------------------------------------------------------------- failures


def test_a_program_that_stops_before_it_answers_is_reported(visitor: Visitor, run: Run) -> None:
    program = run("menu")
    visitor.open("/jobs")
    open_actions(visitor)
    visitor.get("actions-search").fill("stuck")
    item(visitor, "Stuck").click()
    expect(card(visitor, "waiting")).to_contain_text("(admin)")
    program.launch()
    program.kill()
    expect(card(visitor, "lost")).to_contain_text(re.compile(r"The connection to .+ \(admin\) was lost"))
    visitor.get("run-again").click()
    expect(card(visitor, "unavailable")).to_contain_text("No connected program runs this action.")


def test_an_action_without_a_program_is_reported(visitor: Visitor, run: Run) -> None:
    run("forgotten")
    visitor.open("/jobs")
    launch(visitor, "Forgotten")
    expect(card(visitor, "unavailable")).to_contain_text("No connected program runs this action.")


def test_a_late_answer_can_be_waited_for(visitor: Visitor, run: Run) -> None:
    run("menu")
    page = visitor.page
    page.clock.install()
    visitor.open("/jobs")
    page.clock.run_for(3000)
    page.keyboard.press("a")
    page.clock.run_for(500)
    visitor.get("actions-search").fill("stuck")
    page.clock.run_for(500)
    item(visitor, "Stuck").click()
    expect(card(visitor, "waiting")).to_contain_text("(admin)")
    page.clock.run_for(31_000)
    expect(card(visitor, "quiet")).to_contain_text(
        re.compile(r"No response yet from .*\(admin\)\. The action may still be running")
    )
    visitor.get("keep-waiting").click()
    expect(card(visitor, "waiting")).to_be_visible()


def test_a_lost_connection_is_reported(enter: Enter, house: House, run: Run) -> None:
    program = run("handlers")
    with network(house.url) as wire:
        visitor = enter(wire.url, house.ann)
        visitor.allow_error(
            r"ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE|ERR_FAILED|WebSocket connection"
        )
        visitor.open("/jobs")
        ready(visitor.page)
        wire.cut()
        open_actions(visitor)
        expect(visitor.get("actions-failed")).to_contain_text(
            "The server is not responding", timeout=15 * SECONDS
        )
        wire.mend()
        expect(visitor.get("connection-bar")).to_have_count(0, timeout=20 * SECONDS)
        visitor.page.get_by_role("button", name="Try again").click()
        item(visitor, "- all").click(timeout=20 * SECONDS)
        expect(card(visitor, "done")).to_contain_text("Stopped 0")
        assert program.launch()["selection"] == []


def test_an_answer_sent_during_a_lost_connection_arrives(enter: Enter, house: House, run: Run) -> None:
    program = run("slow")
    with network(house.url) as wire:
        visitor = enter(wire.url, house.ann)
        visitor.allow_error(
            r"ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE|ERR_FAILED|WebSocket connection"
        )
        visitor.open("/jobs")
        ready(visitor.page)
        launch(visitor, "Slow")
        expect(card(visitor, "waiting")).to_contain_text("(admin)")
        assert program.launch()["action"] == "test.slow"
        wire.cut()
        expect(card(visitor, "waiting")).to_contain_text(
            "The result appears when it is restored", timeout=15 * SECONDS
        )
        visitor.page.wait_for_timeout(4 * SECONDS)
        wire.mend()
        expect(card(visitor, "done")).to_contain_text("Done while you were away.", timeout=30 * SECONDS)


def test_all_tabs_share_one_listener(visitor: Visitor, house: House) -> None:
    pages = [visitor.open("/"), *(visitor.context.new_page() for _ in range(3))]
    for page in pages[1:]:
        page.goto(f"{house.url}/jobs")
    for page in pages:
        ready(page)
    answer = httpx.get(f"{house.url}/events/listeners", headers=house.server.headers, trust_env=False).json()
    assert [each["username"] for each in answer["listeners"]] == ["ann"]


def test_hostile_texts_have_no_effect(visitor: Visitor, run: Run) -> None:
    program = run("hostile")
    page = visitor.open("/jobs")
    launch(visitor, "window.hacked")
    form = visitor.get("action-form")
    expect(form.get_by_text("bold").first).to_be_visible()
    expect(form.get_by_text("press")).to_be_visible()
    expect(form.locator("script, iframe, svg[onload], style, a, img")).to_have_count(0)
    visitor.get("form-submit").click()
    program.launch()
    assert program.launch()["values"]
    expect(card(visitor, "failed")).to_contain_text("use http or https")
    expect(visitor.get("widget")).to_have_count(0)
    open_actions(visitor)
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("[onerror], [onload], [href^='javascript:'], [src^='javascript:']").count() == 0


# -------------------------------------------------------------------------------------- displayed by programs


def show(house: House, username: str, **data: Any) -> None:
    """Make a program of Bob's display something to *username*."""
    session = house.studio.session(house.bob)
    if not session.event_hub.connected:
        session.event_hub.connect()
    target = f'applicationId=ftrack.client.web and user.username="{username}"'
    session.event_hub.publish(
        callboard.event.base.Event("ftrack.action.trigger-user-interface", data=data, target=target)
    )


def ready(page: Page) -> None:
    """Wait until the page receives what programs display."""
    expect(page.locator("#news .cards")).to_be_attached()
    page.wait_for_timeout(800)


FORMATTED = (
    "The render of sh_010_v3 is **ready**:\n\n- 24 frames\n- one warning\n\nSee "
    "[the farm](https://farm.example/24) <script>window.hacked=1</script>[x](javascript:window.hacked=1)"
)


def test_a_message_reaches_all_tabs_of_one_user(visitor: Visitor, house: House, enter: Enter) -> None:
    page = visitor.open("/")
    other = visitor.context.new_page()
    other.goto(f"{house.url}/jobs")
    stranger = enter(house.url, house.bob)
    stranger.open("/")
    for each in (page, other, stranger.page):
        ready(each)
    show(house, "ann", type="message", success=True, message=FORMATTED)
    for each in (page, other):
        found = each.get_by_test_id("action-card")
        expect(found.get_by_test_id("card-words")).to_contain_text("The render of sh_010_v3 is ready")
        expect(found.locator("strong")).to_have_text("ready")
        expect(found.get_by_role("listitem")).to_have_text(["24 frames", "one warning"])
        expect(found.get_by_role("link")).to_have_attribute("href", "https://farm.example/24")
        expect(found.locator("script, img")).to_have_count(0)
        expect(found).to_contain_text("bob")
    expect(stranger.get("action-card")).to_have_count(0)
    other.get_by_test_id("card-close").click()
    expect(visitor.get("action-card")).to_have_count(0)


def test_an_unsolicited_form_can_be_opened(visitor: Visitor, house: House, run: Run) -> None:
    program = run("menu")
    page = visitor.open("/jobs")
    ready(page)
    visitor.get("filter-text").focus()
    fields = [{"type": "text", "name": "name", "label": "Name", "value": "Ann"}]
    show(
        house, "ann", type="form", title="Wrap up", items=fields, actionIdentifier="test.wizard", selection=[]
    )
    form = visitor.get("action-form")
    expect(form.get_by_role("heading", name="Wrap up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(form).to_be_visible()
    visitor.get("form-submit").click()
    assert program.launch() == {
        "what": "launch",
        "action": "test.wizard",
        "selection": [],
        "values": {"name": "Ann"},
    }
    expect(form.get_by_role("heading", name="Step two")).to_be_visible()


def test_an_unsolicited_page_can_be_opened(visitor: Visitor, house: House) -> None:
    with studio_pages() as pages:
        visitor.allowed_addresses.append(pages)
        page = visitor.open("/jobs")
        ready(page)
        show(house, "ann", type="widget", title="Stats", url=f"{pages}/page.html")
        panel = page.get_by_role("complementary", name="Stats")
        expect(panel.frame_locator("iframe").locator("#data")).to_contain_text("ftrack.widget.load")
        visitor.get("widget-close").click()
        expect(panel).to_have_count(0)


# ----------------------------------------------------------------------------------------- pages and keyboard


def test_actions_work_by_keyboard(visitor: Visitor, tasks: Tasks, run: Run) -> None:
    program = run("handlers", "menu")
    page = visitor.open("/")
    expect(visitor.get("jobs-button")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("t")
    rows = visitor.get("task-row")
    expect(rows).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Actions")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    expect(item(visitor, "Publish")).to_be_visible()
    page.keyboard.type("more wiz")
    expect(dialog.get_by_role("option", selected=True)).to_have_text("More › Wizard")
    for _ in "more wiz":
        page.keyboard.press("Backspace")
    while "More" not in (dialog.get_by_role("option", selected=True).text_content() or ""):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(visitor.get("action-item")).to_have_text(["Stuck", "Wizard"])
    page.keyboard.press("Escape")
    expect(dialog.get_by_role("option", selected=True)).to_have_text("More")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("a")
    expect(item(visitor, "Publish")).to_be_visible()
    page.keyboard.type("publish")
    page.keyboard.press("Enter")
    expect(visitor.get("action-form").get_by_label("Comment")).to_be_focused()
    page.keyboard.press("Control+Enter")
    launched = program.launch()
    assert launched["selection"] == [{"entityType": "task", "entityId": tasks.ids[1]}]
    expect(rows.nth(1)).to_be_focused()


def test_the_palette_offers_actions_without_a_selection(visitor: Visitor, run: Run) -> None:
    program = run("handlers")
    page = visitor.open("/settings/keys")
    expect(page.get_by_role("heading").first).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    expect(visitor.get("palette").get_by_role("combobox")).to_be_focused()
    page.keyboard.type("run an action")
    page.keyboard.press("Enter")
    expect(visitor.get("actions-dialog")).to_contain_text("nothing selected")
    item(visitor, "- all").click()
    assert program.launch()["selection"] == []


def test_jobs_have_actions(visitor: Visitor, house: House, run: Run) -> None:
    program = run("handlers")
    jobs = [house.studio.job(house.ann, {"description": f"Job {number}"}) for number in range(2)]
    page = visitor.open("/jobs")
    rows = visitor.get("jobs-table-row")
    expect(rows).to_have_count(2)
    first, second = (str(row.get_attribute("data-job-id")) for row in rows.all())
    rows.first.get_by_role("button", name=re.compile("^More")).click()
    page.get_by_role("menuitem", name="Actions…").click()
    item(visitor, "- all").click()
    assert program.launch()["selection"] == [{"entityType": "job", "entityId": first}]
    expect(rows.first.get_by_role("button", name=re.compile("^More"))).to_be_focused()
    rows.nth(0).get_by_role("checkbox").check()
    rows.nth(1).get_by_role("checkbox").check()
    visitor.get("selection-bar").get_by_test_id("actions-button").click()
    item(visitor, "- all").click()
    assert [each["entityId"] for each in program.launch()["selection"]] == [first, second]
    visitor.open(f"/jobs/{jobs[0]['id']}")
    visitor.get("job-page").get_by_test_id("actions-button").click()
    item(visitor, "- all").click()
    assert program.launch()["selection"] == [{"entityType": "job", "entityId": jobs[0]["id"]}]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("select id from Project", ["show"]),
        ("select name from Shot", ["task"]),
        ('select username from User where username is "ann"', ["user"]),
        ("select id from AssetVersionList", []),
        ("select count(id) from User group by is_active", []),
    ],
)
def test_rows_of_any_type_have_actions(
    query: str, kinds: list[str], enter: Enter, house: House, tasks: Tasks, run: Run
) -> None:
    """Types have the same names as in events."""
    visitor = enter(house.url, house.server)
    visitor.open(f"/api-explorer?q={quote(query)}")
    if not kinds:
        expect(visitor.get("answer").or_(visitor.page.get_by_text("No rows"))).to_be_visible()
        expect(visitor.get("result-row").get_by_role("checkbox")).to_have_count(0)
        return
    program = run("handlers")
    visitor.get("result-row").first.get_by_role("checkbox").check()
    visitor.get("row-selection").get_by_test_id("actions-button").click()
    item(visitor, "- all").click()
    assert [each["entityType"] for each in program.launch()["selection"]] == kinds


def test_the_tasks_page_lists_tasks(visitor: Visitor, house: House, tasks: Tasks) -> None:
    page = visitor.open("/tasks")
    rows = visitor.get("task-row")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("The Last Ferry / sh010")
    page.get_by_text("All", exact=True).click()
    expect(page).to_have_url(f"{house.url}/tasks?whose=all")
    expect(rows).to_have_count(3)
    visitor.get("tasks-text").fill("sh010 comp")
    expect(rows).to_have_count(1)
    visitor.get("tasks-text").fill("nowhere")
    expect(visitor.get("tasks-filtered")).to_contain_text("“nowhere”")
    page.get_by_role("button", name="Clear filter").click()
    expect(rows).to_have_count(3)
    session = house.studio.session(house.server)
    session.get("Task", tasks.ids[0])["name"] = "blocking"
    session.commit()
    expect(rows.first).to_contain_text("blocking", timeout=5 * SECONDS)
    session.get("Task", tasks.ids[0])["status"] = session.query('Status where name is "Completed"').first()
    session.commit()
    expect(rows).to_have_count(2, timeout=5 * SECONDS)
    visitor.get("tasks-closed").check()
    expect(rows).to_have_count(3)


def test_a_user_without_tasks_gets_an_explanation(enter: Enter, house: House) -> None:
    visitor = enter(house.url, house.bob)
    visitor.open("/tasks")
    expect(visitor.get("tasks-none")).to_contain_text("Nothing assigned to you")


def test_the_program_of_the_guide_works(visitor: Visitor, house: House, tasks: Tasks, tmp_path: Path) -> None:
    script = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[0]
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment_of(house.url, house.ann, tmp_path)
    ) as running:
        try:
            visitor.open("/tasks")
            visitor.get("task-row").first.get_by_role("checkbox").check()
            visitor.page.keyboard.press("a")
            once_offered(visitor, "Turnover").click()
            visitor.get("action-form").get_by_label("Comment").fill("reel 3")
            visitor.get("form-submit").click()
            expect(card(visitor, "done")).to_contain_text("Packing.")
            expect(visitor.get("card-job")).to_contain_text("Turnover: reel 3")
        finally:
            running.kill()
