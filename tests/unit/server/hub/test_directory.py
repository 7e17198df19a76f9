"""Finding the subscriptions that may match an event."""

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


def names(
    directory: Directory, candidate: dict[str, Any], subscriptions: dict[str, Subscription]
) -> set[str]:
    found = list(directory.candidates(candidate["topic"], candidate))
    assert len(found) == len(set(found))
    return {name for name, one in subscriptions.items() if one in found}


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
def test_every_matching_subscription_is_a_candidate(
    texts: list[str], events: list[dict[str, Any]], data: st.DataObject
) -> None:
    directory = Directory()
    subscriptions = {text: subscription(text) for text in texts}
    for one in subscriptions.values():
        directory.add(one)
    for gone in data.draw(st.lists(st.sampled_from(texts), unique=True) if texts else st.just([])):
        directory.remove(subscriptions.pop(gone))
    for candidate in events:
        matching = {text for text, one in subscriptions.items() if one.expression.matches(candidate)}
        assert matching <= names(directory, candidate, subscriptions)
    for one in subscriptions.values():
        directory.remove(one)
    assert not any(list(directory.candidates(candidate["topic"], candidate)) for candidate in events)


def test_subscriptions_to_other_values_are_no_candidates() -> None:
    directory = Directory()
    subscriptions = {
        name: subscription(f"topic=t and source.user.username={name} and data.x=1")
        for name in ("ann", "bob", "cleo")
    }
    for one in subscriptions.values():
        directory.add(one)
    sent = {"topic": "t", "source": {"user": {"username": "bob"}}, "data": {"x": 1}}
    assert names(directory, sent, subscriptions) == {"bob"}


def test_subscriptions_with_a_common_value_are_keyed_by_another_field() -> None:
    """Of several fields, the one with the fewest subscriptions under its value becomes the key."""
    directory = Directory()
    subscriptions = {
        name: subscription(f"topic=t and data.x=1 and data.name={name}") for name in ("a", "b", "c")
    }
    for one in subscriptions.values():
        directory.add(one)
    assert len(names(directory, event("t", x="1", name="c"), subscriptions)) <= 2


def test_fields_that_differ_between_users_are_no_keys() -> None:
    directory = Directory()
    subscriptions = {"one": subscription("topic=t and data.parents='[]'")}
    directory.add(subscriptions["one"])
    assert names(directory, event("t", parents=["p"]), subscriptions) == {"one"}
