"""Users of a running server: they send operations, and upload and delete files."""

from __future__ import annotations

import base64
import hashlib
import uuid
from typing import Any, Self

import httpx

from callboard_server.access.keys import create_key
from callboard_server.access.passwords import hash_password
from callboard_server.actions.users import OPERATOR, NewUser, add_user
from callboard_server.records.credentials import set_password_hash
from callboard_server.storage.transaction import Transaction
from callboard_server.testing import RunningServer
from tests.support.operations import Operation, create

PASSWORD = "a-password-of-a-test"
STRICT = {"ftrack-strict-api": "true"}


def fresh() -> str:
    """Return an unused identifier."""
    return str(uuid.uuid4())


def md5_of(content: bytes) -> str:
    """Return the MD5 of *content* in base64."""
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


class Person:
    """A user with an API key."""

    def __init__(self, server: RunningServer, user_id: str, username: str, key: str) -> None:
        self.server = server
        self.id = user_id
        self.username = username
        self.key = key
        self.http = httpx.Client(
            base_url=server.url,
            headers={"ftrack-user": username, "ftrack-api-key": key, **STRICT},
            timeout=30,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.http.close()

    def do(self, *operations: Operation) -> list[Any]:
        """Send *operations*, which must succeed; return their results."""
        answer = self.http.post("/api", json=list(operations))
        assert answer.status_code == 200, answer.text
        results: list[Any] = answer.json()
        assert isinstance(results, list), results
        return results

    def ask(self, text: str) -> list[dict[str, Any]]:
        """Return the entities that a query returns."""
        data: list[dict[str, Any]] = self.do({"action": "query", "expression": text})[0]["data"]
        return data

    def refused(self, status: int, *operations: Any) -> dict[str, Any]:
        """Send *operations*, which must fail with *status*; return the error."""
        return error_of(self.http.post("/api", json=list(operations)), status)

    def announce(self, component_id: str, **more: Any) -> dict[str, Any]:
        """Return the answer of `get_upload_metadata`."""
        answer: dict[str, Any] = self.do(
            {"action": "get_upload_metadata", "component_id": component_id, **more}
        )[0]
        return answer

    def put(self, component_id: str, content: bytes, name: str = "file.bin") -> httpx.Response:
        """Announce and upload *content* as clients do."""
        target = self.announce(component_id, file_name=name, file_size=len(content), checksum=md5_of(content))
        return httpx.put(
            target["url"], content=content, headers=target["headers"], timeout=30, trust_env=False
        )

    def component(
        self, content: bytes, name: str = "file", file_type: str | None = ".bin", job: str | None = None
    ) -> str:
        """Make a component with *content*, attached to *job*; return its identifier."""
        identifier = fresh()
        assert self.put(identifier, content, f"{name}{file_type or ''}").status_code == 200
        operations = [
            create("FileComponent", id=identifier, name=name, file_type=file_type, size=len(content))
        ]
        if job:
            operations.append(create("JobComponent", job_id=job, component_id=identifier))
        self.do(*operations)
        return identifier

    def job(self, **data: Any) -> str:
        """Make a job; return its identifier."""
        identifier = fresh()
        self.do(create("Job", id=identifier, **{"status": "running", **data}))
        return identifier

    def get(self, component_id: str, **more: Any) -> httpx.Response:
        """Return the answer of `/component/get`."""
        headers = more.pop("headers", None)
        return self.http.get("/component/get", params={"id": component_id, **more}, headers=headers)

    def stored(self, component_id: str) -> bytes | None:
        """Return the bytes of a component; None when it has none."""
        answer = self.get(component_id)
        return answer.content if answer.status_code == 200 else None


class Browser:
    """A signed-in browser: a cookie, and the second secret."""

    def __init__(self, server: RunningServer, username: str, password: str) -> None:
        self.http = httpx.Client(base_url=server.url, headers=STRICT, timeout=30, trust_env=False)
        answer = self.http.post("/web/sign-in", json={"username": username, "password": password})
        assert answer.status_code == 200, answer.text
        self.session: dict[str, Any] = answer.json()
        self.http.headers["X-Callboard-CSRF"] = self.session["csrf"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.http.close()


def administrator(server: RunningServer) -> Person:
    """Return the first administrator of *server*."""
    person = Person(server, "", server.username, server.api_key)
    person.id = person.ask(f'User where username is "{server.username}"')[0]["id"]
    return person


def newcomer(server: RunningServer, name: str = "user") -> Person:
    """Return a new ordinary user, with a key and a password."""
    services = server.services
    assert services is not None
    username = f"{name}-{fresh()[:8]}"
    hashed = hash_password(PASSWORD)

    def make(tx: Transaction) -> tuple[str, str]:
        user_id = add_user(services.call(tx, OPERATOR, services.links("")), NewUser(username, name.title()))
        set_password_hash(tx, user_id, hashed, "2026-01-01T00:00:00")
        return user_id, create_key(tx, user_id, "tests", key_id=fresh(), now=services.clock()).text

    user_id, key = services.database.write(make)
    return Person(server, user_id, username, key)


def error_of(answer: httpx.Response, status: int) -> dict[str, Any]:
    """Return the error object of *answer*, having checked its *status* and its form."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text}"
    error: dict[str, Any] = answer.json()
    assert isinstance(error["exception"], str)
    assert isinstance(error["content"], str)
    assert error["content"]
    assert not set("{}") & set(error["content"])
    return error


def files_in(server: RunningServer) -> dict[str, int]:
    """Return the number of files in the store, by folder: complete ones, and uploads in progress."""
    root = server.data / "files"
    return {
        name: sum(path.is_file() for path in (root / name).rglob("*")) for name in ("content", "incoming")
    }
