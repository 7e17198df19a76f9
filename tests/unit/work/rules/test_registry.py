"""The order of rules, and the changes that each receives."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from callboard_server.work.batch import Batch
from callboard_server.work.change import Change
from callboard_server.work.rules import registry
from callboard_server.work.rules.registry import When, apply_rules, on, witness
from tests.support.world import model

Calls = list[tuple[str, list[str]]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Replace all rules with those of the test, and record their calls."""
    monkeypatch.setattr(registry, "RULES", {})
    monkeypatch.setattr(registry, "WITNESSES", {})
    return []


def rule(calls: Calls, name: str) -> registry.Rule:
    def run(batch: Batch, changes: Sequence[Change]) -> None:
        del batch
        calls.append((name, [change.key[0] for change in changes]))

    return run


def batch_of(*changes: Change) -> Batch:
    call: Any = SimpleNamespace(model=model(), clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))
    batch = Batch(cast(Any, call))
    for change in changes:
        batch.staged.touch(batch.staged.add(batch.root(change.entity), change))
    return batch


def changed(entity_type: str, key: str, **options: Any) -> Change:
    return Change(model().entity(entity_type), (key,), options.pop("before", None), {"id": key}, **options)


def test_a_rule_receives_all_changes_of_its_type_and_its_subtypes_at_once(calls: Calls) -> None:
    on(When.CREATED, "TypedContext")(rule(calls, "contexts"))
    changes = [changed("Shot", "s1"), changed("Task", "t1"), changed("Note", "n1"), changed("Shot", "s2")]
    apply_rules(batch_of(*changes), changes)
    assert calls == [("contexts", ["s1", "t1", "s2"])]


def test_rules_of_the_most_specific_type_run_first_and_witnesses_last(calls: Calls) -> None:
    witness(When.CREATED, "Shot")(rule(calls, "witness"))
    on(When.CREATED, "Context")(rule(calls, "context"))
    on(When.CREATED, "TypedContext")(rule(calls, "typed"))
    on(When.CREATED, "Shot")(rule(calls, "shot"))
    changes = [changed("Task", "t1"), changed("Shot", "s1")]
    apply_rules(batch_of(*changes), changes)
    assert calls == [
        ("shot", ["s1"]),
        ("typed", ["t1", "s1"]),
        ("context", ["t1", "s1"]),
        ("witness", ["s1"]),
    ]


def test_owners_come_first_in_any_order_of_the_operations(calls: Calls) -> None:
    for name in ("Note", "AssetVersion", "Asset", "TypedContext"):
        on(When.CREATED, name)(rule(calls, name))
    changes = [
        changed("Note", "n"),
        changed("AssetVersion", "v"),
        changed("Asset", "a"),
        changed("Shot", "s"),
    ]
    apply_rules(batch_of(*changes), changes)
    assert [name for name, _ in calls] == ["TypedContext", "Asset", "AssetVersion", "Note"]


def test_a_rule_receives_the_changes_of_its_moments(calls: Calls) -> None:
    for moment in (When.CREATED, When.UPDATED, When.DELETED, When.SAVED):
        on(moment, "Note")(rule(calls, str(moment.name)))
    changes = [
        changed("Note", "updated", before={}),
        changed("Note", "created"),
        changed("Note", "remade", before={}, is_remade=True),
        changed("Note", "deleted", before={}, is_deleted=True),
    ]
    apply_rules(batch_of(*changes), changes)
    assert calls == [
        ("CREATED", ["created", "remade"]),
        ("UPDATED", ["updated"]),
        ("DELETED", ["deleted"]),
        ("SAVED", ["updated", "created", "remade"]),
    ]


def test_changes_that_a_rule_deletes_are_not_passed_to_later_rules(calls: Calls) -> None:
    def delete_first(batch: Batch, changes: Sequence[Change]) -> None:
        del batch
        changes[0].is_deleted = True

    on(When.CREATED, "Note")(delete_first)
    on(When.CREATED, "Note")(rule(calls, "next"))
    on(When.DELETED, "Note")(rule(calls, "deleted"))
    changes = [changed("Note", "n1"), changed("Note", "n2")]
    apply_rules(batch_of(*changes), changes)
    assert calls == [("next", ["n2"])]
    apply_rules(batch_of(*changes), changes[:1])
    assert calls[1:] == [("deleted", ["n1"])]


@pytest.mark.parametrize("table", [registry.RULES, registry.WITNESSES])
def test_the_rules_of_a_type_are_in_one_module(table: dict[str, list[registry.Registered]]) -> None:
    """Rules of one module run in the order of the module, in any order of imports."""
    shared = {"creation_defaults", "owner", "note_project"}
    for name, registered in table.items():
        modules = {one.rule.__module__.rsplit(".", 1)[1] for one in registered} - shared
        assert len(modules) <= 1 or name == "CustomAttributeLinkConfiguration", f"{name}: {modules}"
