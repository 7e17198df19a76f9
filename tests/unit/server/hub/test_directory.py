"""Finding the subscriptions that may want an event."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from callboard_server.access.actor import Actor
from callboard_server.access.tickets import Admission
from callboard_server.records.hub_tickets import Ticket
from callboard_server.server.hub.directory import Directory
from callboard_server.server.hub.listeners import Listener, Subscription, subscription_of

LISTENER = Listener(Admission(Actor("u", "ann", "Ann", is_administrator=False), Ticket("ann", "x")))


def subscription(expression: str) -> Subscription:
    return subscription_of(LISTENER, {"subscriber": {"id": "one"}, "subscription": expression}, 0)


def event(topic: str, **data: Any) -> dict[str, Any]:
    return {"topic": topic, "data": data}


def names(directory: Directory, candidate: dict[str, Any], known: dict[str, Subscription]) -> set[str]:
    found = list(directory.candidates(candidate["topic"], candidate))
    assert len(found) == len(set(found))
    return {name for name, one in known.items() if one in found}


PIECES = st.sampled_from(
    [
        "topic=a",
        "topic=b",
        "topic=*",
        "data.x=1",
        "data.x=2",
        "data.y=1",
        "data.y!=1",
        "not data.x=1",
        "data.entities='[]'",
        "data.x=1*",
    ]
)
TEXTS = st.recursive(
    PIECES,
    lambda inner: st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
    max_leaves=4,
)
EVENTS = st.builds(
    event,
    st.sampled_from(["a", "b", "c"]),
    x=st.sampled_from(["1", "2", 1, "12"]),
    y=st.sampled_from([1, None, {}]),
    entities=st.just([]),
)


@given(st.lists(TEXTS, max_size=8, unique=True), st.lists(EVENTS, max_size=5), st.data())
def test_nobody_who_wants_an_event_is_overlooked(
    texts: list[str], events: list[dict[str, Any]], data: st.DataObject
) -> None:
    directory = Directory()
    known = {text: subscription(text) for text in texts}
    for one in known.values():
        directory.add(one)
    for gone in data.draw(st.lists(st.sampled_from(texts), unique=True) if texts else st.just([])):
        directory.remove(known.pop(gone))
    for candidate in events:
        wanting = {text for text, one in known.items() if one.expression.matches(candidate)}
        assert wanting <= names(directory, candidate, known)
    for one in known.values():
        directory.remove(one)
    assert not any(list(directory.candidates(candidate["topic"], candidate)) for candidate in events)


def test_who_asks_for_another_value_costs_nothing() -> None:
    directory = Directory()
    known = {
        name: subscription(f"topic=t and source.user.username={name} and data.x=1")
        for name in ("ann", "bob", "cleo")
    }
    for one in known.values():
        directory.add(one)
    spoken = {"topic": "t", "source": {"user": {"username": "bob"}}, "data": {"x": 1}}
    assert names(directory, spoken, known) == {"bob"}


def test_who_is_keyed_by_a_common_value_is_spread() -> None:
    """Of several fields the one is taken by which fewer are found already."""
    directory = Directory()
    known = {name: subscription(f"topic=t and data.x=1 and data.name={name}") for name in ("a", "b", "c")}
    for one in known.values():
        directory.add(one)
    assert len(names(directory, event("t", x="1", name="c"), known)) <= 2


def test_what_users_see_differently_is_no_key() -> None:
    directory = Directory()
    known = {"one": subscription("topic=t and data.parents='[]'")}
    directory.add(known["one"])
    assert names(directory, event("t", parents=["p"]), known) == {"one"}
