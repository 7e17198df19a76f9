"""Settings, webhooks.

Automations are created, tested, monitored and repaired, with a real receiver.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from playwright.sync_api import Locator, expect

import callboard
from callboard_server.access.targets import Targets
from callboard_server.records import deliveries
from callboard_server.testing import running_server
from tests.browser.conftest import Enter, House, with_users
from tests.browser.test_accessibility import check
from tests.browser.visitor import Visitor
from tests.support.receiver import Receiver, Reply, receiver

PATH = "/settings/webhooks"
TASKS = 'entity.entity_type = "Task" and entity.operation = "create"'


@frozen
class Workplace:
    """A server whose webhooks may lead to `receiver`, and an administrator's session."""

    house: House
    receiver: Receiver
    session: Any

    @property
    def url(self) -> str:
        return f"{self.receiver.url}/hook"

    def automation(self, name: str = "Farm", text: str = TASKS, url: str = "", **more: Any) -> str:
        """Create an automation as a script does; return its key."""
        made = self.session.create("Automation", {"name": name, **more})
        self.session.create("Trigger", {"automation_id": made["id"], "filter": text})
        self.session.create("WebhookAction", {"automation_id": made["id"], "webhook_url": url or self.url})
        self.session.commit()
        return str(made["id"])

    def tasks(self, *names: str) -> None:
        """Create tasks, one commit each."""
        for name in names:
            project = self.session.query("select id from Project").first()
            self.session.create("Task", {"name": name, "parent": project})
            self.session.commit()

    def rows(self, expression: str) -> list[dict[str, Any]]:
        """Return current rows from the server, bypassing the session's cache."""
        with callboard.Session(
            self.house.url, self.house.server.api_key, "admin", schema_cache_path=False
        ) as fresh:
            return [{name: row[name] for name in ("name", "enabled")} for row in fresh.query(expression)]


@contextmanager
def workplace(folder: Path) -> Iterator[Workplace]:
    """Run a server and a local receiver that it may post to, and create a project."""
    with receiver() as got, running_server(webhook_targets=Targets.of(["127.0.0.1"])) as server:
        house = with_users(server, folder)
        session = house.studio.session(server)
        schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
        session.create("Project", {"name": "ferry", "full_name": "The Last Ferry", "project_schema": schema})
        session.commit()
        yield Workplace(house, got, session)
        house.studio.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with workplace(tmp_path) as made:
        yield made


@pytest.fixture
def admin(place: Workplace, enter: Enter) -> Visitor:
    return enter(place.house.url, place.house.server)


def row(visitor: Visitor, number: int = 0) -> Locator:
    return visitor.get("delivery-row").nth(number)


# -- Editing an automation
# ---------------------------------------------------------------------------------------------------------


def test_an_automation_can_be_created_tested_and_monitored(admin: Visitor, place: Workplace) -> None:
    page = admin.open(PATH)
    expect(admin.get("no-automations")).to_be_visible()
    admin.get("new-automation").click()
    admin.get("name").fill("Notify the farm")
    page.get_by_role("button", name="Task status changed").click()
    expect(admin.get("filter-text")).to_have_value(re.compile("status_id != entity.old"))
    admin.get("filter-text").fill(TASKS)
    admin.get("url").fill(place.url)
    admin.get("add-header").click()
    admin.get("header-name").fill("X-Studio")
    admin.get("header-value").fill("pip")
    admin.get("save").click()
    expect(page.get_by_role("heading", name="Notify the farm", exact=True)).to_be_visible()
    expect(admin.get("automation-state")).to_have_text("No deliveries yet")
    expect(admin.get("webhook")).to_contain_text("X-Studio: ••••••")
    secret = admin.get("secret").inner_text()
    assert secret.startswith("whsec_")
    place.tasks("comp")
    (got,) = place.receiver.wait_for(1)
    assert got.is_signed_by(secret)
    assert got.headers["x-studio"] == "pip"
    expect(row(admin).get_by_test_id("delivery-state")).to_have_text("Delivered")
    expect(row(admin)).to_contain_text("create Task")
    expect(row(admin)).to_contain_text(re.compile(r"200 · \d+ ms"))
    expect(admin.get("automation-state")).to_have_text("Healthy")


def test_an_error_in_a_filter_is_marked(admin: Visitor, place: Workplace) -> None:
    admin.allow_error(r"status of 400 .*/api$")
    page = admin.open(f"{PATH}/new")
    admin.get("name").fill("Farm")
    admin.get("filter-text").fill("entity.operation > 3")
    admin.get("url").fill(place.url)
    admin.get("save").click()
    problem = admin.get("field-problem")
    expect(problem).to_contain_text("Failed to parse the filter at character 18")
    expect(admin.get("wrong")).to_have_text(">")
    expect(admin.get("filter-text")).to_be_focused()
    expect(admin.get("filter-text")).to_have_attribute(
        "aria-describedby", problem.get_attribute("id") or "missing"
    )
    assert (
        admin.get("filter-text").evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
        == ">"
    )
    page.keyboard.type("=")
    admin.get("save").click()
    expect(problem).to_contain_text('must be one of create, update, delete; the filter compares it with "3"')
    admin.get("filter-text").fill(TASKS)
    admin.get("url").fill("https://127.0.0.2/")
    admin.get("save").click()
    expect(admin.get("webhook-fields").get_by_test_id("field-problem")).to_contain_text(
        "not a public address"
    )
    expect(admin.get("url")).to_be_focused()
    admin.get("url").fill(place.url)
    for name in ("Host", "X-Token", "x-token"):
        admin.get("add-header").click()
        admin.get("header-name").last.fill(name)
    admin.get("save").click()
    expect(problem).to_contain_text("“x-token” is set twice")
    page.get_by_role("button", name="Remove header 3").click()
    admin.get("save").click()
    expect(problem).to_contain_text("must not contain Host")
    page.get_by_role("button", name="Remove header 1").click()
    admin.get("save").click()
    expect(admin.get("automation-page")).to_be_visible()
    assert len(place.rows("select name, enabled from Automation")) == 1, "what was refused left nothing"


def test_an_automation_can_be_changed(admin: Visitor, place: Workplace) -> None:
    key = place.automation()
    page = admin.open(f"{PATH}/{key}")
    expect(admin.get("filter")).to_have_text(TASKS)
    admin.get("edit").click()
    admin.get("name").fill("Farm and mail")
    admin.get("add-filter").click()
    admin.get("filter-text").nth(1).fill('entity.entity_type = "Note"')
    admin.get("add-webhook").click()
    admin.get("url").nth(1).fill(f"{place.receiver.url}/mail")
    page.get_by_role("button", name="Remove filter").first.click()
    expect(admin.get("filter-text")).to_have_value('entity.entity_type = "Note"')
    admin.get("include-private").check()
    admin.get("save").click()
    expect(page.get_by_role("heading", name="Farm and mail", exact=True)).to_be_visible()
    expect(admin.get("filter")).to_have_text(['entity.entity_type = "Note"'])
    expect(admin.get("webhook")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("including private projects")
    expect(admin.get("secret")).to_have_count(0)


def test_an_automation_can_be_disabled_and_deleted(admin: Visitor, place: Workplace) -> None:
    place.automation()
    place.automation("Other")
    page = admin.open(PATH)
    expect(admin.get("summary")).to_have_text("Both enabled webhooks are healthy")
    rows = admin.get("automation-row")
    page.get_by_role("switch", name="Enable Farm").click()
    expect(rows.first.get_by_test_id("automation-state")).to_have_text("Disabled")
    expect(page.get_by_role("switch", name="Enable Farm")).to_have_attribute("aria-checked", "false")
    assert place.rows('select name, enabled from Automation where name is "Farm"') == [
        {"name": "Farm", "enabled": False}
    ]
    rows.first.get_by_role("link", name="Farm").click()
    admin.get("delete").click()
    expect(admin.get("confirm-dialog")).to_contain_text("Pending deliveries are dropped")
    admin.get("confirm-yes").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Other")


def test_leaving_with_unsaved_changes_requires_a_confirmation(admin: Visitor, place: Workplace) -> None:
    key = place.automation()
    page = admin.open(f"{PATH}/{key}/edit")
    expect(admin.get("name")).to_have_value("Farm")
    page.get_by_role("link", name="Cancel").click()
    expect(admin.get("automation-page")).to_be_visible()
    admin.get("edit").click()
    admin.get("name").fill("Farm and mail")
    page.get_by_role("link", name="Events").click()
    expect(admin.get("confirm-dialog")).to_contain_text("Leave without saving?")
    page.get_by_role("button", name="Cancel").click()
    expect(admin.get("name")).to_have_value("Farm and mail")
    page.get_by_role("link", name="Events").click()
    admin.get("confirm-yes").click()
    expect(admin.get("events-page")).to_be_visible()
    assert place.rows("select name, enabled from Automation") == [{"name": "Farm", "enabled": True}]


def test_saving_keeps_concurrent_changes_of_others(admin: Visitor, place: Workplace) -> None:
    key = place.automation()
    admin.open(f"{PATH}/{key}/edit")
    expect(admin.get("name")).to_have_value("Farm")
    place.session.create("Trigger", {"automation_id": key, "filter": 'entity.entity_type = "Note"'})
    place.session.commit()
    admin.page.wait_for_timeout(1500)
    admin.get("name").fill("Render farm")
    admin.get("save").click()
    expect(admin.get("filter")).to_have_count(2)
    expect(admin.page.get_by_role("heading", name="Render farm", exact=True)).to_be_visible()


def test_an_idle_page_sends_no_requests(admin: Visitor, place: Workplace) -> None:
    key = place.automation()
    place.tasks("comp")
    page = admin.open(f"{PATH}/{key}")
    expect(row(admin).get_by_test_id("delivery-state")).to_have_text("Delivered")
    page.wait_for_timeout(3000)
    before = len(admin.requests)
    page.wait_for_timeout(9000)
    assert admin.requests[before:] == []
    place.tasks("light")
    place.receiver.wait_for(2)
    expect(admin.get("delivery-row")).to_have_count(2, timeout=3000)
    expect(row(admin).get_by_test_id("delivery-state")).to_have_text("Delivered", timeout=3000)


def test_changes_by_scripts_appear_without_a_reload(admin: Visitor, place: Workplace) -> None:
    admin.open(PATH)
    expect(admin.get("no-automations")).to_be_visible()
    admin.mark()
    key = place.automation()
    expect(admin.get("automation-row")).to_contain_text("Farm")
    place.session.get("Automation", key)["name"] = "Render farm"
    place.session.commit()
    expect(admin.get("automation-row")).to_contain_text("Render farm")
    assert not admin.was_reloaded()


# -- Deliveries
# ------------------------------------------------------------------------------------------------------------


def test_a_test_delivery_can_be_sent_and_opened(admin: Visitor, place: Workplace) -> None:
    key = place.automation(enabled=False)
    page = admin.open(f"{PATH}/{key}")
    admin.get("send-test").click()
    place.receiver.wait_for(1)
    details = admin.get("delivery-details")
    expect(details).to_contain_text(place.url)
    expect(admin.get("payload")).to_contain_text("callboard_ping_v1")
    expect(admin.get("attempt")).to_contain_text("200")
    expect(admin.get("attempt")).to_contain_text("thanks")
    expect(page).to_have_url(re.compile("delivery="))
    page.reload()
    expect(details).to_be_visible()


def test_a_failed_delivery_is_explained_and_can_be_resent(admin: Visitor, place: Workplace) -> None:
    place.receiver.answer = lambda _: Reply(410, body=b"this hook is gone")
    key = place.automation()
    admin.open(f"{PATH}/{key}")
    place.tasks("comp")
    expect(row(admin).get_by_test_id("delivery-state")).to_have_text("Given up")
    expect(row(admin)).to_contain_text("410")
    expect(admin.get("automation-state")).to_have_text(re.compile("^Failing for"))
    row(admin).get_by_role("button").click()
    expect(admin.get("attempt")).to_contain_text("this hook is gone")
    expect(admin.get("payload")).to_contain_text('name: "comp"')
    place.receiver.answer = lambda _: Reply()
    admin.get("redeliver").click()
    expect(row(admin).get_by_test_id("delivery-state")).to_have_text("Delivered")
    assert [got.headers["webhook-id"] for got in place.receiver.wait_for(2)].count(
        row(admin).get_attribute("data-delivery") or ""
    ) == 2
    expect(admin.get("automation-state")).to_have_text("Healthy")


def test_the_log_has_filters_and_pages(admin: Visitor, place: Workplace) -> None:
    place.receiver.answer = lambda got: Reply(500 if got.payload["entity"]["new"]["name"] == "bad" else 200)
    place.automation()
    place.tasks("bad", *(f"task {number}" for number in range(54)))
    place.receiver.wait_for(55)
    page = admin.open(PATH)
    expect(admin.get("delivery-row")).to_have_count(50)
    expect(row(admin)).to_contain_text("Farm")
    admin.get("older").click()
    expect(admin.get("delivery-row")).to_have_count(55)
    expect(admin.get("older")).to_have_count(0)
    expect(admin.page.get_by_role("img", name="20 of the last 20 deliveries succeeded")).to_be_visible()
    page.get_by_role("group", name="State").get_by_text("Failed").click()
    expect(admin.get("delivery-row")).to_have_count(1)
    expect(row(admin).get_by_test_id("delivery-state")).to_have_text(
        re.compile(r"^Failed, retrying in \d+ s$")
    )
    expect(page).to_have_url(re.compile("state=failed"))
    page.get_by_role("group", name="State").get_by_text("Given up").click()
    expect(admin.get("log-filtered")).to_contain_text("“Given up”")
    assert set(deliveries.STATES) == {"waiting", "failed", "delivered", "given_up"}, "the page names each"


def test_a_secret_can_be_revealed_and_rotated(admin: Visitor, place: Workplace) -> None:
    key = place.automation()
    admin.open(f"{PATH}/{key}")
    expect(admin.get("secret")).to_have_count(0)
    admin.get("show-secret").click()
    before = admin.get("secret").inner_text()
    admin.get("rotate").click()
    expect(admin.get("confirm-dialog")).to_contain_text("Both secrets work for 24 hours")
    admin.get("confirm-yes").click()
    expect(admin.get("former")).to_contain_text("The previous secret works until")
    after = admin.get("secret").inner_text()
    assert after != before
    admin.get("send-test").click()
    (got,) = place.receiver.wait_for(1)
    assert got.is_signed_by(after)
    assert got.is_signed_by(before)


# -- Access and keyboard
# ------------------------------------------------------------------------------------------------------------


def test_other_users_learn_that_the_page_is_for_administrators(place: Workplace, enter: Enter) -> None:
    visitor = enter(place.house.url, place.house.bob)
    for path in (PATH, f"{PATH}/new", f"{PATH}/{place.automation()}"):
        visitor.open(path)
        expect(visitor.get("administrators-only")).to_contain_text("Only administrators can view webhooks")
    assert not any("/webhooks/status" in url for url in visitor.requests)


def test_an_unknown_automation_is_reported(admin: Visitor) -> None:
    admin.open(f"{PATH}/nowhere")
    expect(admin.get("automation-gone")).to_be_visible()


def test_the_page_works_by_keyboard(admin: Visitor, place: Workplace) -> None:
    page = admin.open("/")
    expect(admin.get("jobs-button")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page).to_have_url(f"{place.house.url}{PATH}")
    expect(admin.get("settings-webhooks")).to_have_attribute("aria-current", "page")
    page.keyboard.press("n")
    expect(admin.get("automation-form")).to_be_visible()


@pytest.mark.parametrize("part", ["list", "automation", "form", "refused", "empty"])
def test_the_webhooks_pages_are_accessible(part: str, place: Workplace, enter: Enter) -> None:
    visitor = enter(place.house.url, place.house.server, color_scheme="dark", bypass_csp=True)
    if part == "empty":
        page = visitor.open(PATH)
        expect(visitor.get("no-automations")).to_be_visible()
    elif part in ("list", "automation"):
        place.receiver.answer = lambda got: Reply(410 if b'"bad"' in got.body else 200)
        key = place.automation()
        place.automation("Off", enabled=False)
        place.tasks("good", "bad")
        place.receiver.wait_for(2)
        page = visitor.open(PATH if part == "list" else f"{PATH}/{key}")
        row(visitor).get_by_role("button").click()
        expect(visitor.get("payload")).to_contain_text("metadata")
    else:
        visitor.allow_error(r"status of 400 .*/api$")
        page = visitor.open(f"{PATH}/new")
        visitor.get("add-header").click()
        if part == "refused":
            visitor.get("name").fill("Farm")
            visitor.get("filter-text").fill("entity.operation > 3")
            visitor.get("url").fill(place.url)
            visitor.get("save").click()
            expect(visitor.get("field-problem")).to_be_visible()
    check(page, "dark")
    page.emulate_media(color_scheme="light")
    check(page, "light")
