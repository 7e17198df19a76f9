"""Frames of the event hub."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callboard.errors import MalformedOperation
from callboard.wire.packets import Packet, acknowledgement, event_packet, parse_packet

EVENTS = st.dictionaries(
    st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)
)


@given(EVENTS)
def test_an_event_is_unchanged_by_encoding_and_parsing(event: dict[str, object]) -> None:
    frame = event_packet(event)
    assert frame.startswith("5:::{")
    packet = parse_packet(frame)
    assert (packet.code, packet.id, packet.expects_acknowledgement) == (5, "", False)
    assert packet.event() == event


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("2::", Packet(2)),
        ("2:::", Packet(2)),
        ("2", Packet(2)),
        ("0", Packet(0)),
        ("0::", Packet(0)),
        ("5:12+::x:y:z", Packet(5, "12", True, "x:y:z")),
        ("5:12::x", Packet(5, "12", False, "x")),
        ("5:::x", Packet(5, "", False, "x")),
        ("5:+::x", Packet(5, "", False, "x")),
        ("6:::1+[]", Packet(6, "", False, "1+[]")),
    ],
)
def test_frames_are_parsed(frame: str, expected: Packet) -> None:
    assert parse_packet(frame) == expected


@pytest.mark.parametrize(
    "frame", ["", ":", "x::", "9::", "12::", "-1::", "٣::", "5:abc+::x", f"5:{'1' * 99}+::x", "\0"]
)
def test_invalid_frames_are_rejected(frame: str) -> None:
    with pytest.raises(MalformedOperation):
        parse_packet(frame)


NO_EVENTS = {
    "nothing": "",
    "half": "{",
    "a list": "[]",
    "no name": "{}",
    "another name": '{"name":"other","args":[{}]}',
    "no args": '{"name":"ftrack.event"}',
    "empty args": '{"name":"ftrack.event","args":[]}',
    "two args": '{"name":"ftrack.event","args":[{},{}]}',
    "text": '{"name":"ftrack.event","args":["x"]}',
    "an object": '{"name":"ftrack.event","args":{}}',
    "too deep": "[" * 100_000,
}


@pytest.mark.parametrize("name", NO_EVENTS)
def test_invalid_events_are_rejected(name: str) -> None:
    with pytest.raises(MalformedOperation):
        parse_packet(f"5:1+::{NO_EVENTS[name]}").event()


@pytest.mark.parametrize("problem", [None, 'a "quoted" problem: with colons'])
def test_an_acknowledgement_contains_one_object(problem: str | None) -> None:
    frame = acknowledgement("17", problem)
    assert frame.startswith("6:::17+")
    (content,) = json.loads(frame.partition("+")[2])
    assert content == ({"success": True} if problem is None else {"success": False, "message": problem})
