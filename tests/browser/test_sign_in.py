"""Signing in and out."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Enter, House
from tests.browser.visitor import Visitor


def fill(visitor: Visitor, username: str, password: str) -> None:
    visitor.get("sign-in-username").fill(username)
    visitor.get("sign-in-password").fill(password)
    visitor.get("sign-in-submit").click()


def test_a_user_signs_in_after_a_wrong_password_and_signs_out(enter: Enter, house: House) -> None:
    visitor = enter(house.url)
    visitor.allow_error("401 .*/web/sign-in")
    page = visitor.open("/jobs?state=failed")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    expect(visitor.get("sign-in-username")).to_be_focused()
    fill(visitor, "ann", "wrong")
    expect(visitor.get("sign-in-problem")).to_contain_text("Wrong username or password")
    fill(visitor, "ann", house.ann.password)
    expect(page).to_have_url(f"{house.url}/jobs?state=failed")
    visitor.get("user-menu").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page).to_have_url(f"{house.url}/sign-in")
    page.goto(f"{house.url}/jobs")
    expect(visitor.get("sign-in-submit")).to_be_visible()
    assert visitor.context.request.get(f"{house.url}/web/session").status == 401


def test_too_many_attempts_are_reported(enter: Enter, house: House) -> None:
    visitor = enter(house.url)
    visitor.allow_error("4(01|29) .*/web/sign-in")
    visitor.open("/sign-in")
    for _ in range(30):
        answer = visitor.context.request.post(
            f"{house.url}/web/sign-in", data={"username": "ann", "password": "wrong"}
        )
        if answer.status == 429:
            break
    fill(visitor, "ann", house.ann.password)
    expect(visitor.get("sign-in-problem")).to_contain_text(
        re.compile(r"Too many attempts. Try again in \d+ s")
    )
    expect(visitor.get("sign-in-submit")).to_be_disabled()


def test_the_next_page_is_always_on_this_server(enter: Enter, house: House) -> None:
    visitor = enter(house.url)
    page = visitor.open("/sign-in?next=https://elsewhere.example/")
    fill(visitor, "ann", house.ann.password)
    expect(visitor.get("jobs-button")).to_be_visible()
    assert page.url.startswith(house.url)


def test_the_cookie_is_for_this_server_only(enter: Enter, house: House) -> None:
    visitor = enter(house.url, house.ann)
    (cookie,) = visitor.context.cookies()
    assert cookie["name"] == "callboard_session"
    assert cookie["httpOnly"]
    assert cookie["sameSite"] == "Lax"
    page = visitor.open("/")
    assert page.evaluate("document.cookie") == ""
    refused = page.evaluate(
        "fetch('/web/keys', {method: 'POST', body: JSON.stringify({name: 'x'})})"
        ".then(answer => answer.status)"
    )
    visitor.allow_error("403 .*/web/keys")
    assert refused == 403
