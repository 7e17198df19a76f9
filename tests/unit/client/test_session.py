"""Sessions over a stub transport: reading, lazy loading, identity, unit of work."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import Any

import pytest

import callboard
from callboard import inspection
from callboard.core.operations import CreateEntityOperation, DeleteEntityOperation, UpdateEntityOperation
from callboard.exception import (
    ConnectionClosedError,
    ImmutableAttributeError,
    MultipleResultsFoundError,
    ServerError,
    UnrecognisedEntityTypeError,
)
from callboard.instant import Instant
from callboard.symbol import CREATED, DELETED, MODIFIED, NOT_SET
from tests.unit.client.stub import Operation, StubTransport, answer_to, pages_of, session_with


def task(number: int, **values: Any) -> dict[str, Any]:
    return {"__entity_type__": "Task", "id": f"t{number}", **values}


def only(*rows: dict[str, Any]) -> StubTransport:
    return StubTransport(lambda operation: answer_to(operation, [dict(row) for row in rows]))


# ---------------------------------------------------------------------- starting and ending


def test_start_is_one_batch() -> None:
    transport = StubTransport()
    session = session_with(transport)
    assert [[each["action"] for each in batch] for batch in transport.batches] == [
        ["query_server_information", "query_schemas"]
    ]
    assert transport.headers["ftrack-user"] == "jane"
    assert transport.headers["ftrack-strict-api"] == "false"
    assert "Task" in session.types
    assert set(session.types.keys()) >= {"Task", "Status"}


def test_missing_credentials_name_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FTRACK_SERVER", "CALLBOARD_SERVER", "FTRACK_API_KEY", "FTRACK_APIKEY", "CALLBOARD_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(TypeError, match="FTRACK_SERVER"):
        callboard.Session()
    with pytest.raises(TypeError, match="FTRACK_API_KEY"):
        callboard.Session("http://test")


def test_credentials_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FTRACK_SERVER", "http://there/")
    monkeypatch.setenv("FTRACK_APIKEY", "old")
    monkeypatch.setenv("FTRACK_API_USER", "bob")
    session = callboard.Session(transport=StubTransport(), schema_cache_path=False)
    assert (session.server_url, session.api_key, session.api_user) == ("http://there", "old", "bob")


def test_options_are_checked() -> None:
    with pytest.raises(TypeError, match="headers"):
        session_with(StubTransport(), headers=["a"])
    with pytest.raises(TypeError, match="strict_api"):
        session_with(StubTransport(), strict_api="yes")


def test_closed_sessions_raise() -> None:
    with session_with(StubTransport()) as session:
        pass
    session.close()
    assert session.closed
    with pytest.raises(ConnectionClosedError):
        session.query("Task").first()


def test_sessions_can_be_keys_and_carry_attributes() -> None:
    session: Any = session_with(StubTransport())
    session.theme = "dark"
    assert {session: 1}[session] == 1
    assert weakref.ref(session)() is session


# ---------------------------------------------------------------------- reading


def test_every_query_returns_the_same_object() -> None:
    session = session_with(only(task(1, name="a", parent=task(2))))
    first = session.query("Task")[0]
    assert session.query("select name from Task").all()[0] is first
    assert session.get("Task", "t1") is first
    assert session.get("Task", "t2") is first["parent"]


def test_values_accumulate_and_bare_references_erase_none() -> None:
    rows = [
        task(1, name="a", status={"__entity_type__": "Status", "id": "s", "name": "Done"}),
        task(2, parent=task(1)),
    ]
    session = session_with(only(*rows))
    first, second = session.query("Task").all()
    assert second["parent"] is first
    assert first["name"] == "a"
    assert first["status"]["name"] == "Done"


def test_an_entity_nested_in_itself() -> None:
    nested = task(1, children=[task(1, name="inner", bid=2.0), task(2)])
    session = session_with(only(nested))
    found = session.query("Task")[0]
    assert found["name"] == "inner"
    assert found["children"][0] is found
    assert len(found["children"]) == 2


def test_get_fetches_once_and_returns_none_when_missing() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    assert session.get("Task", "t1") is session.get("Task", ["t1"])
    assert transport.queries == ['select id, name from Task where id is "t1" limit 1']
    transport.respond = answer_to
    assert session.get("Task", "t9") is None
    with pytest.raises(ValueError, match="has 2 values"):
        session.get("Metadata", "x")


def test_get_by_base_type_fetches_once() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.get("Context", "t1")
    assert found is not None
    assert found.entity_type == "Task"
    assert session.get("Context", "t1") is found
    assert len(transport.queries) == 1


def test_unknown_types_are_key_errors_with_a_hint() -> None:
    session = session_with(StubTransport())
    with pytest.raises(KeyError):
        session.query("Tsk where name is a")
    with pytest.raises(UnrecognisedEntityTypeError, match=r'Did you mean "Task"\?'):
        session.create("Tasks")


def test_datetimes_are_instants() -> None:
    value = {"__type__": "datetime", "value": "2026-11-24T10:11:12"}
    session = session_with(only(task(1, start_date=value)))
    found = session.query("Task")[0]
    assert isinstance(found["start_date"], Instant)
    assert found["start_date"] is found["start_date"]
    assert str(found["start_date"]) == "2026-11-24T10:11:12+00:00"


def test_a_missing_attribute_is_fetched_for_all_rows_at_once() -> None:
    rows = [task(number, name=f"n{number}") for number in range(20)]
    transport = StubTransport(pages_of(rows))
    session = session_with(transport)
    tasks = session.query("Task").all()
    transport.respond = lambda operation: answer_to(
        operation, [task(n, description=f"d{n}") for n in range(20)]
    )
    assert [each["description"] for each in tasks] == [f"d{n}" for n in range(20)]
    assert len(transport.queries) == 2
    assert transport.queries[1].startswith('select description from Task where id in ("t0", "t1"')


def test_a_missing_relation_arrives_with_defaults_for_all_rows() -> None:
    transport = StubTransport(pages_of([task(number) for number in range(3)]))
    session = session_with(transport)
    tasks = session.query("Task").all()
    status = {"__entity_type__": "Status", "id": "s", "name": "Done"}
    transport.respond = lambda operation: answer_to(
        operation,
        [task(0, status=status), *(task(n, status={"__entity_type__": "Status", "id": "s"}) for n in (1, 2))],
    )
    assert [each["status"]["name"] for each in tasks] == ["Done"] * 3
    assert transport.queries[1:] == ['select status.id, status.name from Task where id in ("t0", "t1", "t2")']


def test_a_value_that_the_server_omits_is_fetched_once() -> None:
    transport = only(task(1))
    session = session_with(transport)
    found = session.query("Task")[0]
    assert found["description"] is NOT_SET
    assert found["description"] is NOT_SET
    assert len(transport.queries) == 2


def test_none_is_a_value() -> None:
    transport = only(task(1, status=None))
    session = session_with(transport)
    assert session.query("Task")[0]["status"] is None
    assert len(transport.queries) == 1


def test_auto_populating_is_restored() -> None:
    transport = only(task(1))
    session = session_with(transport)
    found = session.query("Task")[0]
    with session.auto_populating(False):
        assert found["name"] is NOT_SET
        assert not found["name"]
        assert len(found["children"]) == 0
    assert len(transport.queries) == 1
    with pytest.raises(RuntimeError), session.auto_populating(False):
        raise RuntimeError
    assert session.auto_populate


def test_flags_are_per_thread() -> None:
    session = session_with(StubTransport())
    seen: list[bool] = []
    session.auto_populate = False
    thread = threading.Thread(target=lambda: seen.append(session.auto_populate))
    thread.start()
    thread.join(5)
    assert seen == [True]


def test_items_cost_two_requests() -> None:
    transport = only(task(1))
    session = session_with(transport)
    found = session.query("Task")[0]
    assert [name for name, _value in found.items()] == found.keys()
    assert len(transport.queries) == 3


def test_membership_and_length_send_no_request() -> None:
    transport = only(task(1))
    session = session_with(transport)
    found = session.query("Task")[0]
    assert "name" in found
    assert "nme" not in found
    assert found.get("nme", 5) == 5
    assert len(transport.queries) == 1
    with pytest.raises(KeyError, match=r'Did you mean "name"\?'):
        found["nme"]


def test_populate_skips_created_and_keeps_local() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.query("Task")[0]
    found["name"] = "mine"
    session.populate([found, session.create("Task", {"name": "new"})], "name, bid")
    assert transport.queries[-1] == 'select name, bid from Task where id is "t1"'
    assert found["name"] == "mine"
    session.populate([], "name")
    assert len(transport.queries) == 2


def test_aggregates_stay_rows() -> None:
    session = session_with(only({"count_id": 3}))
    row: Any = session.query("select count(id) from Task")[0]
    assert row == {"count_id": 3}


def test_detached_entities_still_load() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    old = session.query("select id from Task")[0]
    session.reset()
    new = session.query("Task")[0]
    assert new is not old
    assert new == old
    transport.respond = lambda operation: answer_to(operation, [task(1, description="d")])
    assert old["description"] == "d"


# ---------------------------------------------------------------------- unit of work


def test_create_assigns_id_and_defaults_and_never_fetches() -> None:
    transport = StubTransport()
    session = session_with(transport)
    made = session.create("Task", {"name": "comp", "unknown": 1})
    assert len(made["id"]) == 36
    assert made["bid"] == 0
    assert made["description"] is NOT_SET
    assert len(made["children"]) == 0
    assert inspection.state(made) is CREATED
    assert session.created == [made]
    assert len(transport.batches) == 1


def test_commit_folds_operations_and_updates_values() -> None:
    transport = StubTransport()
    session = session_with(transport)
    parent = session.create("Task", {"name": "a"})
    child = session.create("Task", {"name": "b", "parent": parent})
    child["name"] = "c"
    kinds = [type(operation) for operation in session.recorded_operations]
    assert kinds == [
        CreateEntityOperation,
        CreateEntityOperation,
        UpdateEntityOperation,
        UpdateEntityOperation,
    ]
    session.commit()
    sent = transport.batches[-1]
    assert [each["action"] for each in sent] == ["create", "create"]
    assert sent[1]["entity_data"]["parent"] == {"__entity_type__": "Task", "id": parent["id"]}
    assert sent[1]["entity_data"]["name"] == "c"
    assert sent[1]["entity_key"] == [child["id"]]
    assert not session.recorded_operations
    assert inspection.state(child) is NOT_SET
    assert child["name"] == "c"


def test_an_empty_batch_is_not_sent_and_clears_the_log() -> None:
    transport = StubTransport()
    session = session_with(transport)
    made = session.create("Task", {"name": "a"})
    session.delete(made)
    session.commit()
    assert len(transport.batches) == 1
    assert not session.recorded_operations


def test_values_of_the_server_replace_sent_values() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.query("Task")[0]
    found["name"] = "  padded "
    transport.respond = lambda _operation: {"action": "update", "data": task(1, name="padded")}
    session.commit()
    assert found["name"] == "padded"


def test_a_reference_and_its_key_stay_consistent() -> None:
    done = {"__entity_type__": "Status", "id": "done", "name": "Done"}
    transport = only(task(1, status=done, status_id="done"))
    session = session_with(transport)
    found = session.query("Task")[0]
    session.create("Status", {"id": "new"}, reconstructing=True)
    found["status"] = session.get("Status", "new")
    session.commit()
    assert found["status_id"] == "new"
    found["status_id"] = "done"
    session.commit()
    transport.respond = lambda operation: answer_to(operation, [task(1, status=done)])
    assert found["status"]["name"] == "Done"


def test_failure_keeps_everything_for_rollback() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.query("Task")[0]
    found["name"] = "b"
    made = session.create("Task", {"name": "new"})
    transport.respond = lambda _operation: {
        "exception": "ValidationError",
        "content": 'Got {"x"}',
        "error_code": "validation.invalid",
        "error": {"position": 2, "length": 3, "hint": "Did you mean y?"},
    }
    with pytest.raises(ServerError) as caught:
        session.commit()
    assert caught.value.code == "validation.invalid"
    assert caught.value.span == (2, 5)
    assert str(caught.value) == 'Server reported error: ValidationError(Got {"x"}) Did you mean y?'
    assert found["name"] == "b"
    assert len(session.recorded_operations) == 2
    session.rollback()
    assert found["name"] == "a"
    assert not session.recorded_operations
    assert session.identities.get(made.identity) is None


def test_delete_detaches_after_commit_and_stays_readable() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.query("Task")[0]
    session.delete(found)
    assert inspection.state(found) is DELETED
    assert session.deleted == [found]
    session.commit()
    assert found["name"] == "a"
    transport.respond = answer_to
    assert session.get("Task", "t1") is None


def test_changes_during_a_commit_are_kept() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.query("Task")[0]
    found["name"] = "b"

    def respond(operation: Operation) -> Any:
        if operation["action"] == "update" and found["name"] == "b":
            found["name"] = "c"
        return answer_to(operation)

    transport.respond = respond
    session.commit()
    assert found["name"] == "c"
    assert inspection.state(found) is MODIFIED
    session.commit()
    assert transport.batches[-1][0]["entity_data"]["name"] == "c"


def test_local_edits_survive_refetch_until_deleted() -> None:
    transport = only(task(1, name="a"))
    session = session_with(transport)
    found = session.query("Task")[0]
    found["name"] = "mine"
    assert session.query("Task")[0]["name"] == "mine"
    del found["name"]
    assert found["name"] == "a"
    session.commit()
    assert len(transport.batches) == 3


def test_immutable_attributes_raise() -> None:
    session = session_with(only(task(1)))
    found = session.query("Task")[0]
    with pytest.raises(ImmutableAttributeError, match='"id"'):
        found["id"] = "other"


def test_scripts_can_push_operations() -> None:
    transport = StubTransport()
    session = session_with(transport)
    key = {"key": "k", "parent_id": "t1"}
    session.recorded_operations.push(UpdateEntityOperation("Metadata", key, "value", NOT_SET, "v"))
    session.recorded_operations.push(DeleteEntityOperation("Task", {"id": "t1"}))
    session.commit()
    assert transport.batches[-1] == [
        {
            "action": "update",
            "entity_type": "Metadata",
            "entity_key": ["t1", "k"],
            "entity_data": {"__entity_type__": "Metadata", "value": "v"},
        },
        {"action": "delete", "entity_type": "Task", "entity_key": ["t1"]},
    ]


def test_operation_recording_off() -> None:
    session = session_with(only(task(1, name="a")))
    found = session.query("Task")[0]
    with session.operation_recording(False):
        found["name"] = "b"
    assert not session.recorded_operations
    assert found["name"] == "b"
    session.rollback()
    assert found["name"] == "a"


# ---------------------------------------------------------------------- ensure and raw calls


def test_ensure_creates_quotes_and_commits() -> None:
    transport = StubTransport()
    session = session_with(transport)
    made = session.ensure("User", {"username": 'o"neil\\'})
    assert made["username"] == 'o"neil\\'
    assert transport.queries == ['select id from User where username is "o\\"neil\\\\" limit 2']
    assert transport.batches[-1][0]["action"] == "create"


def test_ensure_updates_only_what_differs() -> None:
    transport = only({"__entity_type__": "User", "id": "u", "username": "jane", "email": "old"})
    session = session_with(transport)
    data = {"username": "jane", "email": "new"}
    session.ensure("User", data, identifying_keys=["username"])
    assert transport.batches[-1][0]["entity_data"] == {"__entity_type__": "User", "email": "new"}
    count = len(transport.batches)
    transport.respond = lambda operation: answer_to(
        operation, [{"__entity_type__": "User", "id": "u", **data}]
    )
    session.ensure("User", data)
    assert len(transport.batches) == count + 1


def test_ensure_rejects_ambiguity() -> None:
    session = session_with(only(task(1), task(2)))
    with pytest.raises(MultipleResultsFoundError):
        session.ensure("Task", {"name": "a"})
    with pytest.raises(ValueError, match="identifying_keys"):
        session.ensure("Task", {})
    with pytest.raises(KeyError):
        session.ensure("Task", {"name": "a"}, identifying_keys=["bid"])


def test_call_decodes_detached_entities() -> None:
    session = session_with(StubTransport(lambda _operation: {"data": task(1, parent=task(2))}))
    result = session.call([{"action": "delayed_job"}])[0]["data"]
    assert result.entity_type == "Task"
    assert session.identities.get(result.identity) is None
    attached = session.merge(result)
    assert attached["parent"] is session.get("Task", "t2")
    assert session.get("Task", "t1") is attached


def test_jobs_are_api_jobs() -> None:
    session = session_with(StubTransport())
    assert session.create("Job", {"status": "running"})["type"] == "api_job"
    with pytest.raises(ValueError, match="api_job"):
        session.create("Job", {"type": "other"})


def test_notes_and_replies() -> None:
    transport = StubTransport()
    session = session_with(transport)
    author = session.create("User", {"username": "jane"})
    made: Any = session.create("Task", {"name": "a"})
    note: Any = made.create_note("Looks good", author, recipients=[author])
    note.create_reply("Thanks", author)
    session.commit()
    assert [each["action"] for each in transport.batches[-1]].count("create") == 5
    assert list(made["notes"]) == [note]


def test_sessions_are_collected() -> None:
    session = session_with(only(task(1)))
    session.query("Task").all()
    reference = weakref.ref(session)
    del session
    gc.collect()
    assert reference() is None
