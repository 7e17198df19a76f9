"""Authentication with keys, passwords and sessions, and the headers for browsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from callboard_server.access.throttle import FREE_TOGETHER
from callboard_server.server.security_headers import PAGE_POLICY
from callboard_server.server.settings import Settings
from callboard_server.server.startup import open_services
from callboard_server.testing import RunningServer, running_server
from tests.support.live import PASSWORD, Browser, Person, administrator, error_of, fresh, newcomer
from tests.support.operations import create, update

QUERY = [{"action": "query", "expression": "select id from Job"}]


@pytest.fixture
def browser(server: RunningServer, ann: Person) -> Iterator[Browser]:
    with Browser(server, ann.username, PASSWORD) as signed_in:
        yield signed_in


@pytest.fixture
def stranger(server: RunningServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        yield client


# ------------------------------------------------------------------------------------------------------- keys


INCOMPLETE: tuple[dict[str, str], ...] = (
    {},
    {"ftrack-user": "admin"},
    {"ftrack-api-key": "x"},
    {"ftrack-user": "admin", "ftrack-api-key": "wrong"},
    {"ftrack-user": "", "ftrack-api-key": ""},
)


@pytest.mark.parametrize("given", INCOMPLETE)
def test_a_missing_or_wrong_key_is_refused(stranger: httpx.Client, given: dict[str, str]) -> None:
    strict = stranger.post("/api", json=QUERY, headers={**given, "ftrack-strict-api": "true"})
    assert error_of(strict, 401)["error_code"] == "api_credentials_invalid"
    relaxed = error_of(stranger.post("/api", json=QUERY, headers=given), 200)
    assert relaxed["exception"] == "InvalidCredentialsError"
    error_of(stranger.get("/events", headers=given), 401)


def test_a_key_is_valid_for_its_user_only(ann: Person, bob: Person) -> None:
    answer = ann.http.post("/api", json=QUERY, headers={"ftrack-user": bob.username})
    error_of(answer, 401)


def test_usernames_are_case_insensitive(ann: Person) -> None:
    assert ann.http.post("/api", json=QUERY, headers={"ftrack-user": ann.username.upper()}).status_code == 200


def test_a_deactivated_user_is_refused(admin: Person, ann: Person, browser: Browser) -> None:
    admin.do(update("User", ann.id, is_active=False))
    error_of(ann.http.post("/api", json=QUERY), 401)
    error_of(browser.http.get("/web/session"), 401)
    error_of(browser.http.post("/web/sign-in", json={"username": ann.username, "password": PASSWORD}), 401)


def test_keys_are_created_displayed_once_and_revoked(
    server: RunningServer, browser: Browser, ann: Person, bob: Person
) -> None:
    made = browser.http.post("/web/keys", json={"name": " farm  node "}).json()
    assert made["name"] == "farm node"
    with Person(server, ann.id, ann.username, made["key"]) as script:
        assert script.ask("Job") == []
    listed = browser.http.get("/web/keys").json()
    assert {key["name"] for key in listed} == {"farm node", "tests"}
    assert all(set(key) == {"id", "name", "created_at", "last_used_at"} for key in listed)
    error_of(bob.http.delete(f"/web/keys/{made['id']}"), 404)
    assert browser.http.delete(f"/web/keys/{made['id']}").status_code == 204
    error_of(script_answer(server, ann.username, made["key"]), 401)
    error_of(browser.http.delete(f"/web/keys/{made['id']}"), 404)


def script_answer(server: RunningServer, username: str, key: str) -> httpx.Response:
    headers = {"ftrack-user": username, "ftrack-api-key": key, "ftrack-strict-api": "true"}
    return httpx.post(f"{server.url}/api", json=QUERY, headers=headers, trust_env=False)


@pytest.mark.parametrize(
    ("body", "status"),
    [({"name": ""}, 400), ({"name": "x" * 300}, 400), ({}, 422), ({"name": 5}, 422), ([], 422)],
)
def test_a_key_needs_a_name(browser: Browser, body: object, status: int) -> None:
    error_of(browser.http.post("/web/keys", json=body), status)


# --------------------------------------------------------------------------------------------------- sessions


def test_users_sign_in_and_out(stranger: httpx.Client, ann: Person) -> None:
    assert error_of(stranger.get("/web/session"), 401)["error_code"] == "session.none"
    answer = stranger.post("/web/sign-in", json={"username": ann.username.upper(), "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    session = answer.json()
    assert session["user"]["id"] == ann.id
    assert session["user"]["is_administrator"] is False
    assert stranger.get("/web/session").json()["csrf"] == session["csrf"]
    assert stranger.post("/api", json=QUERY, headers={"X-Callboard-CSRF": session["csrf"]}).status_code == 200
    kept = dict(stranger.cookies)
    assert stranger.post("/web/sign-out", headers={"X-Callboard-CSRF": session["csrf"]}).status_code == 204
    stranger.cookies.update(kept)
    error_of(stranger.get("/web/session"), 401)


def test_a_script_ends_the_sessions_of_its_user(browser: Browser, ann: Person) -> None:
    assert browser.http.get("/web/session").status_code == 200
    for session in ann.ask(f"UserSession where user_id is {ann.id} and valid is true"):
        ann.do(update("UserSession", session["id"], valid=False))
    error_of(browser.http.get("/web/session"), 401)
    error_of(browser.http.post("/api", json=QUERY), 401)


def test_the_session_of_an_administrator_says_so(server: RunningServer) -> None:
    with Browser(server, server.username, server.password) as browser:
        assert browser.session["user"]["is_administrator"] is True
        assert browser.session["demo"] is False
        assert browser.session["server"]["url"] == server.url


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("admin", "wrong"),
        ("nobody-at-all", "x"),
        ("admin", ""),
        ("", ""),
        ("' OR 1=1 --", "x"),
        ("admin", "x" * 5000),
    ],
)
def test_all_wrong_credentials_get_the_same_answer(
    server: RunningServer, username: str, password: str
) -> None:
    body = {"username": f"{username}", "password": password}
    error = error_of(httpx.post(f"{server.url}/web/sign-in", json=body, trust_env=False), 401)
    assert (error["error_code"], error["content"]) == (
        "credentials.invalid",
        "The username or the password is wrong.",
    )


@pytest.mark.parametrize(
    "body",
    [
        "",
        "x",
        "[]",
        "{}",
        '{"username": 5, "password": "x"}',
        '{"username": "x"}',
        '{"a": "' + "x" * 70_000 + '"}',
    ],
)
def test_a_malformed_sign_in_is_refused(stranger: httpx.Client, body: str) -> None:
    answer = stranger.post("/web/sign-in", content=body, headers={"content-type": "application/json"})
    error_of(answer, 413 if len(body) > 65_536 else 422)


def test_signing_in_accepts_json_from_our_pages_only(stranger: httpx.Client, ann: Person) -> None:
    body = {"username": ann.username, "password": PASSWORD}
    error_of(stranger.post("/web/sign-in", data=body), 422)
    error_of(stranger.post("/web/sign-in", json=body, headers={"Origin": "https://elsewhere.example"}), 403)
    assert not stranger.cookies


def test_repeated_failures_are_slowed_down(stranger: httpx.Client, ann: Person) -> None:
    wrong = {"username": ann.username, "password": "wrong"}
    for _ in range(FREE_TOGETHER):
        error_of(stranger.post("/web/sign-in", json=wrong), 401)
    answer = stranger.post("/web/sign-in", json={"username": ann.username, "password": PASSWORD})
    assert error_of(answer, 429)["error_code"] == "credentials.throttled"
    assert int(answer.headers["retry-after"]) >= 1


# -------------------------------------------------------------------------------------------- forged requests


@pytest.mark.parametrize("csrf", [None, "", "wrong"])
def test_a_change_by_cookie_requires_the_second_secret(browser: Browser, csrf: str | None) -> None:
    headers = {} if csrf is None else {"X-Callboard-CSRF": csrf}
    del browser.http.headers["X-Callboard-CSRF"]
    for method, path, body in (
        ("POST", "/api", QUERY),
        ("POST", "/web/keys", {"name": "x"}),
        ("DELETE", "/web/keys/x", None),
        ("POST", "/web/sign-out", None),
        ("POST", "/web/share/x", None),
    ):
        answer = browser.http.request(method, path, json=body, headers=headers)
        assert error_of(answer, 403)["error_code"] == "session.csrf"


def test_a_cookie_is_ignored_for_pages_of_other_origins(browser: Browser, ann: Person) -> None:
    elsewhere = {"Origin": "https://elsewhere.example"}
    identifier = ann.component(b"x")
    error_of(browser.http.get("/web/session", headers=elsewhere), 401)
    error_of(browser.http.post("/api", json=QUERY, headers=elsewhere), 401)
    error_of(browser.http.get(f"/component/get?id={identifier}", headers=elsewhere), 401)
    assert browser.http.get(f"/component/get?id={identifier}").content == b"x"


def test_a_cookie_cannot_remove_files(browser: Browser, ann: Person) -> None:
    identifier = ann.component(b"x")
    error_of(browser.http.get(f"/component/remove?id={identifier}"), 401)
    assert ann.stored(identifier) == b"x"


def test_a_tampered_cookie_is_ignored(browser: Browser) -> None:
    value = browser.http.cookies["callboard_session"]
    browser.http.cookies.clear()
    browser.http.cookies.set("callboard_session", ("A" if value[0] != "A" else "B") + value[1:])
    error_of(browser.http.get("/web/session"), 401)


# ------------------------------------------------------------------------------------------------------ links


def test_a_job_shared_by_link_is_visible_to_those_who_have_the_link(
    ann: Person, bob: Person, stranger: httpx.Client
) -> None:
    job = ann.job()
    identifier = ann.component(b"x", job=job)
    link = ann.http.post(f"/web/jobs/{job}/share").json()
    assert link["url"].endswith(link["path"])
    token = link["path"].rpartition("/")[2]
    error_of(stranger.post(f"/web/share/{token}"), 401)
    assert bob.ask(f'Job where id is "{job}"') == []
    for _ in range(2):
        assert bob.http.post(f"/web/share/{token}").json() == {"job_id": job}
    assert len(bob.ask(f'Job where id is "{job}"')) == 1
    assert bob.stored(identifier) == b"x"
    bob.refused(403, update("Job", job, status="failed"))
    assert ann.http.delete(f"/web/jobs/{job}/share").status_code == 204
    error_of(bob.http.post(f"/web/share/{token}"), 404)
    assert bob.ask(f'Job where id is "{job}"') == []
    assert bob.stored(identifier) is None


def test_only_its_owner_and_administrators_share_a_job(ann: Person, bob: Person, admin: Person) -> None:
    job = ann.job()
    error_of(bob.http.post(f"/web/jobs/{job}/share"), 404)
    error_of(bob.http.delete(f"/web/jobs/{job}/share"), 404)
    assert admin.http.post(f"/web/jobs/{job}/share").status_code == 201
    error_of(ann.http.post("/web/jobs/unknown/share"), 404)
    error_of(ann.http.post("/web/share/unknown"), 404)


def test_users_see_their_jobs_and_administrators_see_all(ann: Person, bob: Person, admin: Person) -> None:
    job = ann.job()
    assert [len(person.ask(f'Job where id is "{job}"')) for person in (ann, bob, admin)] == [1, 0, 1]
    bob.refused(404, update("Job", job, status="failed"))
    bob.refused(403, create("Job", user_id=ann.id))


# --------------------------------------------------------------------------------------------------- browsers


@pytest.mark.parametrize(
    "path", ["/health", "/", "/jobs/x", "/web/session", "/assets/none.js", "/nothing.txt", "/component/get"]
)
def test_every_answer_has_security_headers(stranger: httpx.Client, path: str) -> None:
    headers = stranger.get(path, headers={"accept": "text/html"}).headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_pages_of_other_origins_may_use_the_api_with_a_key(
    stranger: httpx.Client, server: RunningServer
) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "ftrack-user",
    }
    for path in ("/api", "/upload/x", "/component/get"):
        answer = stranger.options(path, headers=asked)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == "https://elsewhere.example"
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert "ftrack-api-key" in answer.headers["access-control-allow-headers"]
    answer = stranger.post(
        "/api", json=QUERY, headers={**server.headers, "Origin": "https://elsewhere.example"}
    )
    assert answer.headers["access-control-allow-origin"] == "https://elsewhere.example"
    assert "ETag" in answer.headers["access-control-expose-headers"]
    for path in ("/web/session", "/events", "/health"):
        assert (
            "access-control-allow-origin"
            not in stranger.get(path, headers={"Origin": "https://elsewhere.example"}).headers
        )


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/assets/../../../pyproject.toml",
        "/assets/%2e%2e/%2e%2e/__init__.py",
        "/assets/x.js",
        "/x.txt",
    ],
)
def test_files_outside_the_interface_are_not_served(stranger: httpx.Client, path: str) -> None:
    error_of(stranger.get(path), 404)


def test_a_wrong_method_is_reported(stranger: httpx.Client) -> None:
    error_of(stranger.get("/api"), 404)
    error_of(stranger.delete("/component/get"), 405)


def test_bodies_above_the_limit_are_refused() -> None:
    with running_server(largest_body=5000) as server, newcomer(server) as person:
        for content in (b"[" + b" " * 6000 + b"]", iter([b"[" + b" " * 6000 + b"]"])):
            error_of(person.http.post("/api", content=content), 413)
        assert person.http.post("/api", content=b"[" + b" " * 4000 + b"]").json() == []


@pytest.mark.parametrize("content", [b"", b"{", b"[", b"nonsense", b"\xff\xfe"])
def test_invalid_json_is_refused(ann: Person, content: bytes) -> None:
    error_of(ann.http.post("/api", content=content), 422)


def test_secure_cookies_behind_https() -> None:
    with running_server(public_url="https://callboard.example") as server:
        body = {"username": server.username, "password": server.password}
        answer = httpx.post(f"{server.url}/web/sign-in", json=body, trust_env=False)
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.json()["server"]["url"] == "https://callboard.example"


def test_a_second_start_keeps_everything(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, identifier = tmp_path_factory.mktemp("again"), fresh()
    with running_server(folder) as server, administrator(server) as person:
        person.do(create("Job", id=identifier))
    with running_server(folder, admin_password="another-password") as server, administrator(server) as person:
        assert len(person.ask(f'Job where id is "{identifier}"')) == 1
        with Browser(server, server.username, server.password):
            """The password of the first start is the one that counts."""


def test_configured_credentials_may_be_short() -> None:
    chosen: dict[str, Any] = {"admin_username": "boss", "admin_password": "boss", "admin_api_key": "key"}
    with (
        running_server(**chosen) as server,
        Browser(server, "boss", "boss"),
        Person(server, "", "boss", "key") as script,
    ):
        assert script.ask("select id from Job") == []


def test_generated_credentials_are_printed_once(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    opened = open_services(settings)
    opened.services.database.close()
    assert opened.first is not None
    assert opened.first.username == "admin"
    assert opened.first.password
    assert opened.first.api_key
    again = open_services(settings)
    again.services.database.close()
    assert again.first is None
