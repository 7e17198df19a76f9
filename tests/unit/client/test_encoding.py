"""Encoding media over a stub transport: requests and results."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.client.stub import Operation, StubTransport, answer_to, session_with

JOB = {"__entity_type__": "Job", "id": "j1", "type": "encode_media", "status": "queued", "data": "{}"}


def respond(operation: Operation) -> Any:
    return {"job_id": "j1"} if operation["action"] == "encode_media" else answer_to(operation, [JOB])


def sent(transport: StubTransport) -> dict[str, Any]:
    """Return the operation that requests encoding."""
    (found,) = [each for batch in transport.batches for each in batch if each["action"] == "encode_media"]
    return found


@pytest.mark.parametrize(("given", "expected"), [("auto", True), (False, False), (True, True)])
def test_a_component_stays_by_default(given: bool | str, expected: bool) -> None:
    transport = StubTransport(respond)
    session = session_with(transport)
    component = session.create("FileComponent", {"id": "c1"}, reconstructing=True)
    job = session.encode_media(component, version_id="v1", keep_original=given)
    assert (job.entity_type, job["id"], job["status"]) == ("Job", "j1", "queued")
    assert sent(transport) == {
        "action": "encode_media",
        "component_id": "c1",
        "version_id": "v1",
        "keep_original": expected,
    }


@pytest.mark.parametrize("media", [17, None, b"/a/path"])
def test_other_media_are_rejected(media: Any) -> None:
    transport = StubTransport(respond)
    session = session_with(transport)
    with pytest.raises(ValueError, match="path, a FileComponent or a SequenceComponent"):
        session.encode_media(media)
    with pytest.raises(ValueError, match="FileComponent"):
        session.encode_media(session.create("Job", {"id": "j1"}, reconstructing=True))
    assert [
        each["action"] for batch in transport.batches for each in batch if each["action"] == "encode_media"
    ] == []
