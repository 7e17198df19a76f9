"""A transport that answers from a function, so that sessions run without a server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from callboard.session import Session

Operation = dict[str, Any]
Respond = Callable[[Operation], Any]

_ID = {"type": "string", "default": "{uid}"}
_TEXT = {"type": "string"}


def schema(
    name: str,
    /,
    *,
    primary_key: tuple[str, ...] = ("id",),
    immutable: tuple[str, ...] = (),
    **properties: Any,
) -> Any:
    """Return a schema; *properties* are fragments, text for a reference, a list for a collection."""

    def fragment(value: Any) -> Any:
        if isinstance(value, str):
            return {"$ref": value}
        if isinstance(value, list):
            return {"type": "array", "items": {"$ref": value[0]}}
        return value

    return {
        "id": name,
        "type": "object",
        "primary_key": list(primary_key),
        "immutable": [*primary_key, *immutable],
        "default_projections": [*primary_key, *(["name"] if "name" in properties else [])],
        "properties": {
            **({"id": _ID} if primary_key == ("id",) else {}),
            **{key: fragment(value) for key, value in properties.items()},
        },
    }


_METADATA = {
    "type": "mapped_array",
    "items": {"$ref": "Metadata"},
    "key_value_attributes": {"key": "key", "value": "value"},
}

SCHEMAS = [
    schema(
        "Task",
        name=_TEXT,
        bid={"type": "number", "default": 0},
        description=_TEXT,
        start_date={"type": "string", "format": "date-time"},
        status="Status",
        status_id=_TEXT,
        parent="Task",
        children=["Task"],
        notes=["Note"],
        metadata=_METADATA,
    ),
    schema("Status", name=_TEXT, sort={"type": "integer"}),
    schema("User", username=_TEXT, email=_TEXT),
    schema("Note", content=_TEXT, author="User", replies=["Note"], recipients=["Recipient"]),
    schema("Recipient", primary_key=("note_id", "resource_id"), note_id=_TEXT, resource_id=_TEXT),
    schema(
        "Metadata",
        primary_key=("parent_id", "key"),
        key=_TEXT,
        value=_TEXT,
        parent_id=_TEXT,
        parent_type=_TEXT,
    ),
    schema("Job", type={"type": "string", "default": "api_job"}, status=_TEXT, user="User", data=_TEXT),
    schema("Context", name=_TEXT),
    schema("Location", name=_TEXT),
    schema(
        "FileComponent",
        name={"type": "string", "default": "main"},
        file_type=_TEXT,
        size={"type": "integer", "default": 0},
        system_type=_TEXT,
        container="SequenceComponent",
        component_locations=["ComponentLocation"],
    ),
    schema(
        "SequenceComponent",
        name={"type": "string", "default": "main"},
        file_type=_TEXT,
        size={"type": "integer", "default": 0},
        system_type=_TEXT,
        padding={"type": "integer"},
        members=["FileComponent"],
    ),
    schema("ComponentLocation", component_id=_TEXT, location_id=_TEXT, resource_identifier=_TEXT),
]


class StubAnswer:
    """An answer made of bytes."""

    def __init__(self, data: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        self.data = data
        self.status = status
        self.headers = dict(headers or {})

    def stream(self, amt: int) -> Iterator[bytes]:
        """Yield the body in pieces."""
        for start in range(0, len(self.data), amt):
            yield self.data[start : start + amt]

    def release_conn(self) -> None:
        """Do nothing."""


class StubTransport:
    """Answers batches with *respond*, operation by operation, and remembers all of them."""

    def __init__(self, respond: Respond | None = None, schemas: Any = SCHEMAS) -> None:
        self.respond = respond or answer_to
        self.schemas = schemas
        self.batches: list[list[Operation]] = []
        self.headers: Mapping[str, str] = {}
        self.puts: dict[str, bytes] = {}
        self.intercept: Callable[[str, str, bytes], StubAnswer | None] = lambda _method, _url, _body: None

    @property
    def queries(self) -> list[str]:
        """The expressions of all queries so far."""
        return [each["expression"] for batch in self.batches for each in batch if each["action"] == "query"]

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        timeout: float | None,
        body: bytes | Iterable[bytes] | None = None,
        stream: bool = False,
    ) -> StubAnswer:
        """Answer a request."""
        del timeout, stream
        self.headers = headers
        content = body if isinstance(body, bytes) else b"".join(body or ())
        special = self.intercept(method, url, content)
        if special is not None:
            return special
        batch = json.loads(content)
        self.batches.append(batch)
        results = [self._result(operation) for operation in batch]
        failure = next((each for each in results if isinstance(each, dict) and "exception" in each), None)
        return StubAnswer(json.dumps(results if failure is None else failure).encode())

    def close(self) -> None:
        """Do nothing."""

    def _result(self, operation: Operation) -> Any:
        if operation["action"] == "query_server_information":
            return {"version": "4.13.0", "schema_hash": "abc"}
        if operation["action"] == "query_schemas":
            return self.schemas
        return self.respond(operation)


def answer_to(operation: Operation, rows: Iterable[dict[str, Any]] = ()) -> Any:
    """Return the answer of a server that accepts every change and returns *rows* for every query."""
    if operation["action"] == "query":
        return {
            "action": "query",
            "data": [dict(row) for row in rows],
            "metadata": {"next": {"offset": None}},
        }
    if operation["action"] == "delete":
        return {"action": "delete", "data": True}
    key = next(each["primary_key"] for each in SCHEMAS if each["id"] == operation["entity_type"])
    data = {name: value for name, value in operation["entity_data"].items() if not isinstance(value, list)}
    return {
        "action": operation["action"],
        "data": {**dict(zip(key, operation["entity_key"], strict=True)), **data},
    }


def pages_of(rows: list[dict[str, Any]]) -> Respond:
    """Return a function that answers queries with *rows*, in the requested pages."""

    def respond(operation: Operation) -> Any:
        found = re.search(r"(?:offset (\d+))? ?limit (\d+)$", operation.get("expression", ""))
        if found is None:
            return answer_to(operation, rows)
        start, size = int(found[1] or 0), int(found[2])
        following = start + size if start + size < len(rows) else None
        page = [json.loads(json.dumps(row)) for row in rows[start : start + size]]
        return {"action": "query", "data": page, "metadata": {"next": {"offset": following}}}

    return respond


def session_with(transport: StubTransport, **options: Any) -> Session:
    """Return a session over *transport* that keeps nothing on disk."""
    return Session("http://test", "key", "jane", schema_cache_path=False, transport=transport, **options)
