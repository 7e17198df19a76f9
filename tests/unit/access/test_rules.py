"""Access rules fit the model, and differ between reading and writing where they must."""

from __future__ import annotations

import pytest

from callboard_server.access.actor import Rights
from callboard_server.access.permission import Permission, Viewer, one_of
from callboard_server.access.rules import RULES
from callboard_server.access.rules.owners import ATTACHMENTS, OWNERS
from callboard_server.access.visibility import attachable, readable, writable
from callboard_server.model.types import metadata
from callboard_server.query.compose import in_, is_
from callboard_server.query.format import format_criteria
from tests.support.world import ANN, model

EVERYTHING = Rights(has_roles=True, assigned_in_open=True, resource_ids=frozenset({"ann-id", "crew"}))


def criteria(name: str, permission: Permission, rights: Rights = EVERYTHING) -> str:
    return format_criteria(RULES[name].criteria(Viewer("ann-id", rights, permission)))


@pytest.mark.parametrize("mapping", [readable, writable, attachable])
def test_every_rule_fits_the_model(mapping: object) -> None:
    assert callable(mapping)
    bound = mapping(model(), ANN)
    assert len(bound) == len([bound[name] for name in bound])


def test_rules_cover_every_type_that_owns_metadata() -> None:
    assert list(OWNERS) == list(metadata.OWNERS)
    assert set(ATTACHMENTS) <= {root.name for root in model().stores()}


def test_a_shared_link_permits_reading_a_job_but_not_writing() -> None:
    assert criteria("Job", Permission.READ) == 'user_id is "ann-id" or _grants any (user_id is "ann-id")'
    assert criteria("Job", Permission.WRITE) == 'user_id is "ann-id"'
    assert criteria("Component", Permission.READ) != criteria("Component", Permission.WRITE)


def test_custom_attributes_have_roles_for_reading_and_for_writing() -> None:
    assert "read_security_roles" in criteria("CustomAttributeValue", Permission.READ)
    assert "write_security_roles" not in criteria("CustomAttributeValue", Permission.READ)
    assert "write_security_roles" in criteria("CustomAttributeValue", Permission.WRITE)
    assert "read_security_roles" not in criteria("CustomAttributeValue", Permission.WRITE)


def test_notes_are_writable_for_those_who_can_read_them() -> None:
    assert criteria("Note", Permission.READ) == criteria("Note", Permission.WRITE)


def test_parents_of_an_assigned_task_are_only_readable() -> None:
    assert "assignments any" in criteria("Context", Permission.WRITE)
    assert "assignments any" not in criteria("Context", Permission.READ)
    assert criteria("Context", Permission.WRITE, Rights()) == criteria("Context", Permission.READ, Rights())


def test_few_values_are_compared_one_by_one_padded_to_powers_of_two() -> None:
    assert one_of("id", frozenset()) == ()
    assert one_of("id", frozenset("abc")) == (is_("id", "a"), is_("id", "b"), is_("id", "c"), is_("id", "c"))
    assert one_of("id", frozenset("abcdefghi")) == (in_("id", "abcdefghi"),)
