"""Filters of triggers are parsed as they were formatted, and match like a naive interpreter."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from callboard_server.events.filters.format import format_filter
from callboard_server.events.filters.parser import parse_filter
from callboard_server.events.filters.tree import And, Condition, Constant, Filter, Not, Or, Path, Text

NAMES = ("name", "status_id", "sort", "is_active")
PLACES: list[tuple[str, ...]] = [("entity", state, name) for state in ("new", "old") for name in NAMES]
PLACES += [("entity", name) for name in ("operation", "entity_type", "id", "old")]
PLACES += [("fez_id",), ("metadata", "resource_id")]
VALUES = ("Task", "a", "b", 'a "b" \\', "5", "true", "null", 0, 1, 5, 2.5, True, False, None)

paths = st.sampled_from(PLACES).map(Path)
numbers = st.integers(-9, 9) | st.sampled_from((2.5, -0.25))
constants = st.sampled_from((True, False, None)).map(
    lambda one: Constant(one, str(one).lower() if one is not None else "null")
)
constants |= numbers.map(lambda number: Constant(float(number), str(number)))
texts = (st.sampled_from([one for one in VALUES if isinstance(one, str)]) | st.text(max_size=8)).map(Text)
compared = st.builds(
    Condition, paths, st.booleans(), paths.filter(lambda path: path.names != ("fez_id",)) | constants | texts
)


def combined(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Not, inner) | st.builds(And, several) | st.builds(Or, several)


filters: st.SearchStrategy[Filter] = st.recursive(compared, combined, max_leaves=8)
states = st.none() | st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES))
payloads = st.fixed_dictionaries(
    {
        "fez_id": st.just("ftrack_entity_event_v1"),
        "metadata": st.fixed_dictionaries({"resource_id": st.sampled_from((None, "a"))}),
        "entity": st.fixed_dictionaries(
            {
                "id": st.lists(st.sampled_from(("a", "b")), min_size=1, max_size=2),
                "entity_type": st.sampled_from(("Task", "Shot")),
                "operation": st.sampled_from(("create", "update", "delete")),
                "new": states,
                "old": states,
            }
        ),
    }
)


@settings(max_examples=400)
@given(tree=filters)
def test_a_formatted_filter_parses_to_the_same_tree(tree: Filter) -> None:
    text = format_filter(tree)
    read = parse_filter(text)
    assert format_filter(read) == text
    assert flat(read) == flat(tree)


@settings(max_examples=600)
@given(tree=filters, payload=payloads)
def test_a_filter_matches_like_the_naive_interpreter(tree: Filter, payload: dict[str, Any]) -> None:
    assert parse_filter(format_filter(tree)).matches(payload) == naive(tree, payload)


def flat(tree: Filter) -> Filter:
    """Return *tree* with nested operators of the same kind merged, because their parentheses mean nothing."""
    match tree:
        case Not(inner=inner):
            return Not(flat(inner))
        case And(parts=parts) | Or(parts=parts):
            return type(tree)(tuple(map(flat, parts)))
        case _:
            return tree


def naive(tree: Filter, payload: dict[str, Any]) -> bool:
    """Return whether *tree* matches, as the guide describes it."""
    match tree:
        case Not(inner=inner):
            return not naive(inner, payload)
        case And(parts=parts):
            return False not in [naive(part, payload) for part in parts]
        case Or(parts=parts):
            return True in [naive(part, payload) for part in parts]
        case Condition():
            left = look_up(tree.path, payload)
            candidates = left if isinstance(left, list) else [left]
            if isinstance(tree.value, Path):
                right = look_up(tree.value, payload)
                equal = any(kind(one) == kind(right) for one in [left, *candidates])
            else:
                equal = any(written_as(one, tree.value) for one in candidates)
            return equal != tree.is_negated


def look_up(path: Path, payload: Any) -> Any:
    for name in path.names:
        payload = payload.get(name) if isinstance(payload, dict) else None
    return payload


def kind(value: Any) -> tuple[str, Any]:
    """Return *value* with its kind, so that values of different kinds differ, except for numbers."""
    return (
        ("truth", value)
        if isinstance(value, bool)
        else ("number", float(value))
        if isinstance(value, int | float)
        else ("else", value)
    )


def written_as(found: Any, value: Text | Constant) -> bool:
    if found is None:
        return isinstance(value, Constant) and value.value is None
    if isinstance(value, Constant) and value.value is None:
        return False
    if isinstance(found, str):
        return found == value.text
    if isinstance(value, Constant):
        return kind(found) == kind(value.value)
    if isinstance(found, bool):
        return value.text == ("true" if found else "false")
    return isinstance(found, int | float) and value.text == str(found)
