"""Plans: queries that differ only in values share one plan, and the plan determines the statements."""

from __future__ import annotations

import pytest

from callboard.errors import ParseError
from callboard_server.access.actor import Actor
from callboard_server.access.visibility import restrict
from callboard_server.query.bind.binder import bind
from callboard_server.query.parser import parse
from callboard_server.query.plan.nodes import Exists
from callboard_server.query.plan.outputs import EntityPlan, GroupedPlan, Output, Planned
from callboard_server.query.plan.planner import make_plan
from tests.support.world import ANN, BOB, model


def planned(text: str, actor: Actor | None = None) -> Planned:
    query = bind(parse(text), model())
    return make_plan(restrict(query, actor, model()) if actor else query, model())


def entity_plan(text: str) -> EntityPlan:
    plan = planned(text).plan
    assert isinstance(plan, EntityPlan)
    return plan


def loads(output: Output) -> int:
    """Return the number of further statements that *output* needs."""
    below = sum(loads(reference.node) for reference in output.references if reference.node)
    return below + sum(1 + loads(many.load.output) for many in output.many if many.load)


SAME = [
    ('Job where status is "done"', "Job where status = 'failed'"),
    ("Job where id in (a)", "Job where id in (b, c, d)"),
    ("Job where id in (a)", "Job where id in ()"),
    ("Job limit 1", "Job limit 500"),
    ("Job limit 1 offset 5", "Job offset 7 limit 3"),
    ("Component where size > 5", "Component where size > 50000000000"),
    ("Job where created_at is 2024-01-31", "Job where created_at = '2025-02-01'"),
    ("select id, status from Job", "SELECT id ,\nstatus FROM Job"),
]
DIFFERENT = [
    ("Job where status is a", "Job where status is_not a"),
    ("Job where data is a", "Job where data is none"),
    ("Job where id in (a)", "Job where id in (a, none)"),
    ("Job where created_at is 2024-01-31", "Job where created_at is '2024-01-31 00:00:00'"),
    ("Job", "Job limit 1"),
    ("Job", "Job order by created_at"),
    ("Job order by created_at", "Job order by created_at desc"),
    ("select id from Job", "select id, status from Job"),
    ("Component", "FileComponent"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_queries_that_differ_in_values_share_a_plan(one: str, other: str) -> None:
    assert planned(one).plan == planned(other).plan
    assert hash(planned(one).plan) == hash(planned(other).plan)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_queries_have_different_plans(one: str, other: str) -> None:
    assert planned(one).plan != planned(other).plan


def test_the_same_query_of_two_users_shares_a_plan() -> None:
    ann, bob = planned("Job where status is done", ANN), planned("Job where status is done", BOB)
    assert ann.plan == bob.plan
    assert ann.values != bob.values


def test_values_are_extracted_in_order() -> None:
    assert planned("Job where status is done and id in (a, b) limit 5 offset 3").values == [
        "done",
        ("a", "b"),
    ]


def test_numbers_of_a_list_have_one_type() -> None:
    assert planned("Component where size in (1, 2)").values == [(1, 2)]
    mixed = planned("Component where size in (1, 2.5)").values[0]
    assert isinstance(mixed, tuple)
    assert [type(value) for value in mixed] == [float, float]


def test_paths_through_single_relations_share_their_joins() -> None:
    plan = entity_plan(
        "select user.username from Job where user.username is a and user.email is b order by user.first_name"
    )
    assert len(plan.select.joins) == 1


def test_criteria_on_collections_become_subqueries() -> None:
    plan = entity_plan("Job where job_components.component.name is a")
    assert isinstance(plan.select.where, Exists)
    assert plan.select.joins == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Job", 0),
        ("select user.username, user.user_type.name from Job", 0),
        ("select job_components from Job", 1),
        ("select job_components.component.name, job_components.url from Job", 1),
        ("select job_components.component.component_locations.location.name from Job", 2),
        (
            "select job_components.component.component_locations, job_components.component.metadata from Job",
            3,
        ),
        ("select user.memberships.group.name, user.user_security_roles, job_components from Job", 3),
        ("select timelogs, allocations from User", 2),
        ("select members.members.members from ContainerComponent", 3),
        ("select container.container.members from Component", 1),
    ],
)
def test_each_projected_collection_adds_one_statement(text: str, count: int) -> None:
    assert loads(entity_plan(text).output) == count


def test_casts_permit_nested_collections() -> None:
    plan = entity_plan(
        "select members[ContainerComponent].members[ContainerComponent].members.name from ContainerComponent"
    )
    assert loads(plan.output) == 3


def test_a_reference_without_projections_needs_no_join() -> None:
    assert entity_plan("select user_type from User").select.joins == ()
    assert len(entity_plan("select user_type.name from User").select.joins) == 1


def test_a_reference_to_one_of_several_types_is_joined() -> None:
    assert len(entity_plan("select component from JobComponent").select.joins) == 1


def test_aggregates_are_named_by_function_and_path() -> None:
    plan = planned("select count(id), max(user.username) from Job group by status, user.email").plan
    assert isinstance(plan, GroupedPlan)
    assert plan.names == ("status", "user_email", "count_id", "max_user_username")


def test_the_number_of_joins_is_limited() -> None:
    kinds = ("ContainerComponent", "SequenceComponent", "Component")
    paths = [
        ".".join(
            f"container[{kinds[index % 2 if index < 6 else 0]}]" if number >> index & 1 else "container"
            for index in range(7)
        )
        for number in range(100)
    ]
    text = " or ".join(f"{path}.name is a" for path in paths)
    with pytest.raises(ParseError, match="more than 60 relations"):
        planned(f"Component where {text}")
