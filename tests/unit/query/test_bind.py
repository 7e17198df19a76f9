"""Binding names to the model: results, errors and their positions."""

from __future__ import annotations

import pytest

from callboard.errors import BadValue, CallboardError, ParseError, UnknownAttribute, UnknownEntityType
from callboard_server.model.model import Model
from callboard_server.query.bind.binder import bind
from callboard_server.query.bind.criteria import MAXIMUM_NESTED_HOPS
from callboard_server.query.bind.names import MAXIMUM_HOPS
from callboard_server.query.bound import (
    AllOf,
    BoundQuery,
    Compare,
    Constant,
    Negated,
    OneOf,
    OneOfQuery,
    Related,
)
from callboard_server.query.bound import Test as Operation
from callboard_server.query.parser import parse
from tests.support.world import model
from tests.unit.query.corpus import EVERYTHING


def bound(text: str) -> BoundQuery:
    return bind(parse(text), model())


def bound_to_reduced_model(text: str) -> BoundQuery:
    """Bind *text* in a model without the targets of some relations."""
    absent = {"Timelog", "AssetVersion", "UserCustomAttributeValue", "CustomAttributeLink"}
    families = {"CustomAttributeLink", "CustomAttributeLinkFrom", "CustomAttributeValue"}
    kept = [
        kind
        for kind in model()
        if kind.name not in absent and kind.extends not in families and kind.reads not in families
    ]
    return bind(parse(text), Model(kept))


@pytest.mark.parametrize("text", EVERYTHING)
def test_expressions_of_real_clients_bind(text: str) -> None:
    bound(text)


REFUSED: dict[str, tuple[type[CallboardError], str, str | None]] = {
    # the error is between bars
    "|Jop|": (UnknownEntityType, "Unknown entity type 'Jop'.", 'Did you mean "Job"?'),
    "|job|": (UnknownEntityType, "Unknown entity type 'job'.", 'Did you mean "Job"?'),
    "|Zebra|": (UnknownEntityType, "Unknown entity type 'Zebra'.", None),
    "|JobGrant|": (UnknownEntityType, "Unknown entity type 'JobGrant'.", None),
    "Job where |stauts| is done": (
        UnknownAttribute,
        "No attribute 'stauts' exists for schema 'Job'.",
        'Did you mean "status"?',
    ),
    "Job where |Status| is done": (
        UnknownAttribute,
        "No attribute 'Status' exists for schema 'Job'.",
        'Did you mean "status"?',
    ),
    "Job where |zebra| is done": (UnknownAttribute, "No attribute 'zebra' exists for schema 'Job'.", None),
    "Job where |_grants| any ()": (UnknownAttribute, "No attribute '_grants' exists for schema 'Job'.", None),
    "Component where |_job_components| any ()": (
        UnknownAttribute,
        "No attribute '_job_components' exists for schema 'Component'.",
        None,
    ),
    "Job where |_grant| any ()": (UnknownAttribute, "No attribute '_grant' exists for schema 'Job'.", None),
    "Job where user.|usernam| is a": (
        UnknownAttribute,
        "No attribute 'usernam' exists for schema 'User'.",
        'Did you mean "username"?',
    ),
    "Job where user has (|usernam| is a)": (
        UnknownAttribute,
        "No attribute 'usernam' exists for schema 'User'.",
        'Did you mean "username"?',
    ),
    "select |zebra| from Job": (UnknownAttribute, "No attribute 'zebra' exists for schema 'Job'.", None),
    "select user.|zebra| from Job": (
        UnknownAttribute,
        "No attribute 'zebra' exists for schema 'User'.",
        None,
    ),
    "select |_grants|.user_id from Job": (
        UnknownAttribute,
        "No attribute '_grants' exists for schema 'Job'.",
        None,
    ),
    "Job order by |zebra|": (UnknownAttribute, "No attribute 'zebra' exists for schema 'Job'.", None),
    "select count(|zebra|) from Job group by status": (
        UnknownAttribute,
        "No attribute 'zebra' exists for schema 'Job'.",
        None,
    ),
    "select count(id) from Job group by |zebra|": (
        UnknownAttribute,
        "No attribute 'zebra' exists for schema 'Job'.",
        None,
    ),
    "Job where id in (select id from |Jop|)": (
        UnknownEntityType,
        "Unknown entity type 'Jop'.",
        'Did you mean "Job"?',
    ),
    "Job where id in (select |zebra| from Job)": (
        UnknownAttribute,
        "No attribute 'zebra' exists for schema 'Job'.",
        None,
    ),
    "Job where id in (select id from |JobGrant|)": (
        UnknownEntityType,
        "Unknown entity type 'JobGrant'.",
        None,
    ),
    "Component where container[|Jop|].name is a": (
        UnknownEntityType,
        "Unknown entity type 'Jop'.",
        'Did you mean "Job"?',
    ),
    "Component where container[|Job|].id is a": (
        ParseError,
        '"container" leads to ContainerComponent, so it cannot be cast to Job.',
        None,
    ),
    "Component where |container[SequenceComponent]| is a": (ParseError, "must follow the cast", None),
    "Component where container.|zebra| is 4": (
        UnknownAttribute,
        "No attribute 'zebra' exists for schema 'ContainerComponent'.",
        None,
    ),
    "Component where |zebra| is 4": (
        UnknownAttribute,
        "No attribute 'zebra' exists for schema 'Component'.",
        None,
    ),
    "Job where |status|.name is a": (ParseError, '"status" of Job is not a relation', None),
    "select |status|.name from Job": (ParseError, '"status" of Job is not a relation', None),
    "Job where |status| has ()": (
        ParseError,
        '"status" of Job is not a relation, so has cannot be used with it.',
        None,
    ),
    "Job where |job_components| is a": (
        ParseError,
        '"job_components" of Job is a collection',
        "job_components any (...)",
    ),
    "Job where user.|metadata| is a": (
        ParseError,
        '"metadata" of User is a collection',
        "user.metadata any (...)",
    ),
    "JobComponent where |url| is a": (ParseError, '"url" of JobComponent is computed', None),
    "JobComponent order by |url|": (ParseError, '"url" of JobComponent is computed', None),
    "Group where |link| like a": (ParseError, '"link" of Group is computed', None),
    "Job order by |job_components.component_id|": (
        ParseError,
        'order by cannot use "job_components.component_id": it leads through a collection',
        None,
    ),
    "Job order by |job_components|": (ParseError, '"job_components" of Job is a collection', None),
    "select count(id) from Job group by |job_components.component_id|": (
        ParseError,
        'group by cannot use "job_components.component_id": it leads through a collection',
        None,
    ),
    "select |custom_attribute_links| from User": (
        ParseError,
        "can be used in criteria, but not projected",
        None,
    ),
    "select |custom_attribute_links|.x from User": (
        ParseError,
        "can be used in criteria, but not projected",
        None,
    ),
    "select |count(id)| from Job": (
        ParseError,
        "An aggregate needs a group by clause.",
        "group by project_id",
    ),
    "select status from |Job| group by status": (ParseError, "group by needs at least one aggregate.", None),
    "|Job| group by status": (ParseError, "group by needs at least one aggregate.", None),
    "select |user_id|, count(id) from Job group by status": (
        ParseError,
        "neither grouped by nor aggregated",
        None,
    ),
    "select |sum(status)| from Job group by status": (
        ParseError,
        'sum cannot be used with "status", which is not a number.',
        None,
    ),
    "select |avg(created_at)| from Job group by status": (
        ParseError,
        'avg cannot be used with "created_at", which is not a number.',
        None,
    ),
    "select |max(is_active)| from User group by username": (
        ParseError,
        'max cannot be used with "is_active", which is a boolean.',
        None,
    ),
    "select count(id) from Job group by status order by |created_at|": (
        ParseError,
        '"created_at", which is not in group by',
        None,
    ),
    "Component where size is |abc|": (BadValue, '"size" must be a number; got "abc".', None),
    "Component where size in (1, |abc|)": (BadValue, '"size" must be a number; got "abc".', None),
    "Component where size like |5|": (BadValue, '"size" is not text', None),
    "User where is_active is |maybe|": (BadValue, '"is_active" must be true or false; got "maybe".', None),
    "User where is_active > |true|": (BadValue, "compare it with is or is_not", None),
    "User where is_active like |t%|": (BadValue, "is not text", None),
    'Job where created_at > |"soon"|': (
        BadValue,
        'must be a date and time in ISO 8601 format; got "soon".',
        None,
    ),
    "Job where created_at is |2024-02-30|": (BadValue, "must be a date and time", None),
    "Job where status > |none|": (BadValue, "none cannot be compared with >; use is or is_not.", None),
    "Job where status like |none|": (BadValue, "none cannot be compared with like; use is or is_not.", None),
    "Component where id in (select |size| from Component)": (
        ParseError,
        '"id" is a text, but the subquery returns a number',
        None,
    ),
    "Component where size in (select |id| from User)": (
        ParseError,
        '"size" is a number, but the subquery returns a text',
        None,
    ),
    "User where is_active in (select |id| from User)": (ParseError, "is a boolean", None),
    "Job where created_at in (select |id| from User)": (ParseError, "is a date and time", None),
    "Component where id in (select |job_components.component_id| from Job)": (
        ParseError,
        "it leads through a collection",
        None,
    ),
}


@pytest.mark.parametrize("marked", REFUSED)
def test_the_error_has_its_message_position_and_hint(marked: str) -> None:
    kind, message, hint = REFUSED[marked]
    start, end = marked.index("|"), marked.rindex("|") - 1
    with pytest.raises(kind) as caught:
        bound(marked.replace("|", ""))
    assert message in caught.value.message
    assert caught.value.span == (start, end)
    if hint is not None or kind in {UnknownAttribute, UnknownEntityType}:
        assert caught.value.hint == hint


def test_hints_never_contain_internal_names() -> None:
    for text in ("Job where grants any ()", "Component where job_components any ()", "JobGrants"):
        with pytest.raises(ParseError) as caught:
            bound(text)
        assert "_grants" not in (caught.value.hint or "")
        assert "_job_components" not in (caught.value.hint or "")
        assert "JobGrant" not in (caught.value.hint or "")


def test_a_reference_is_compared_by_its_foreign_key() -> None:
    criteria = bound("Job where user is ann").criteria
    assert isinstance(criteria, Compare)
    assert (criteria.hops, criteria.attribute.name, criteria.value) == ((), "user_id", "ann")


def test_a_bare_day_means_the_whole_day_for_is_and_midnight_for_order() -> None:
    tests = {}
    for operator in ("is", "is_not", ">", "<", ">=", "<="):
        criteria = bound(f"Job where created_at {operator} 2024-01-31").criteria
        assert isinstance(criteria, Compare)
        tests[operator] = (criteria.test, criteria.value)
    assert tests == {
        "is": (Operation.ON_DAY, "2024-01-31"),
        "is_not": (Operation.NOT_ON_DAY, "2024-01-31"),
        ">": (Operation.GREATER, "2024-01-31T00:00:00"),
        "<": (Operation.LESS, "2024-01-31T00:00:00"),
        ">=": (Operation.AT_LEAST, "2024-01-31T00:00:00"),
        "<=": (Operation.AT_MOST, "2024-01-31T00:00:00"),
    }


def test_none_differs_from_the_quoted_text() -> None:
    null, text = bound("Job where data is none").criteria, bound('Job where data is "none"').criteria
    assert isinstance(null, Compare)
    assert isinstance(text, Compare)
    assert (null.test, null.value) == (Operation.NULL, None)
    assert (text.test, text.value) == (Operation.EQUAL, "none")


def test_none_in_a_list_is_separate() -> None:
    criteria = bound("Job where data in (a, none, 'none')").criteria
    assert isinstance(criteria, OneOf)
    assert (criteria.values, criteria.with_null) == (("a", "none"), True)


@pytest.mark.parametrize(
    "text",
    [
        "User where timelogs any ()",
        "User where timelogs.start is 5",
        "User where timelogs any (anything goes_not_here is 5)".replace(" goes_not_here", ""),
        "Component where version has ()",
        "Component where version.asset.name is x",
        "Component where version.asset has (name is x)",
        "Component where version.id in (a)",
        "User where custom_attributes any (key is a and value is b)",
        "User where custom_attribute_links any (user.username is x)",
    ],
)
def test_a_relation_to_a_type_that_is_not_declared_is_empty(text: str) -> None:
    criteria = bound_to_reduced_model(text).criteria
    assert isinstance(criteria, Constant)
    assert criteria.value is False


def test_not_over_an_empty_relation_is_true() -> None:
    criteria = bound_to_reduced_model("User where not timelogs any ()").criteria
    assert isinstance(criteria, Negated)


def test_sorting_by_an_empty_relation_is_refused() -> None:
    with pytest.raises(ParseError, match=r'order by cannot use "version\.asset\.name"'):
        bound_to_reduced_model("Component order by version.asset.name")


def test_a_cast_adds_the_attributes_of_its_type() -> None:
    criteria = bound("Component where container[SequenceComponent].padding > 3").criteria
    assert isinstance(criteria, Compare)
    assert [hop.entity.name for hop in criteria.hops if hop.entity] == ["SequenceComponent"]
    assert criteria.hops[0].is_cast


def test_relations_nest() -> None:
    criteria = bound(
        "Job where job_components any (component has (name is a and component_locations any ()))"
    ).criteria
    assert isinstance(criteria, Related)
    assert isinstance(criteria.criteria, Related)
    assert isinstance(criteria.criteria.criteria, AllOf)


def test_subqueries_nest() -> None:
    criteria = bound(
        "User where id in (select user_id from Job where id in (select job_id from JobComponent))"
    ).criteria
    assert isinstance(criteria, OneOfQuery)
    assert isinstance(criteria.query.criteria, OneOfQuery)


def test_every_entity_includes_its_key_and_system_projections() -> None:
    node = bound("select name from FileComponent").node
    assert node is not None
    assert list(node.projected) == ["id", "system_type", "version_id", "container_id", "name"]


def test_default_projections_replace_a_missing_select() -> None:
    node = bound("Metadata").node
    assert node is not None
    assert list(node.projected) == ["parent_id", "key", "value", "parent_type"]


def test_mapped_collections_always_include_key_and_value() -> None:
    node = bound("select metadata from User").node
    assert node is not None
    members = node.projected["metadata"].node
    assert members is not None
    assert list(members.projected) == ["parent_id", "key", "value"]


def test_projections_of_one_relation_are_merged() -> None:
    node = bound("select user.username, user, user.email, user.username from Job").node
    assert node is not None
    user = node.projected["user"].node
    assert user is not None
    assert list(user.projected) == ["id", "resource_type", "username", "email"]


@pytest.mark.parametrize(
    "text",
    [
        "Group where " + "parent." * MAXIMUM_HOPS + "name is a",
        "select " + "parent." * MAXIMUM_HOPS + "name from Group",
        "Group order by " + "parent." * MAXIMUM_HOPS + "name",
        "Group where "
        + "children any (" * (MAXIMUM_NESTED_HOPS + 1)
        + "name is a"
        + ")" * (MAXIMUM_NESTED_HOPS + 1),
        "Group where " + "children.children.children any (" * 9 + "name is a" + ")" * 9,
        "Group where "
        + "id in (select id from Group where " * (MAXIMUM_NESTED_HOPS + 1)
        + "name is a"
        + ")" * (MAXIMUM_NESTED_HOPS + 1),
    ],
    ids=["path in criteria", "path in projections", "path in order", "any", "long any", "subqueries"],
)
def test_the_number_of_relations_is_limited(text: str) -> None:
    with pytest.raises(ParseError, match=r"steps|nested in each other"):
        bound(text)
