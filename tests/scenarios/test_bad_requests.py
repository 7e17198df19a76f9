"""Answers to malformed requests.

Each gets one clear error without internals, and the server keeps running.
"""

from __future__ import annotations

import json

import pytest

from tests.support.live import Person

NESTED = "[" * 5_000 + "]" * 5_000
NUMBER = "9" * 5_000


def creating(data: str) -> str:
    return f'[{{"action": "create", "entity_type": "Job", "entity_data": {data}}}]'


def asking(expression: str) -> str:
    return json.dumps([{"action": "query", "expression": expression}])


BODIES: dict[str, str] = {
    "nesting": creating(f'{{"data": {NESTED}}}'),
    "nesting alone": NESTED,
    "a number of five thousand digits": creating(f'{{"data": {NUMBER}}}'),
    "a number beyond all bounds": creating('{"data": 1e400}'),
    "not a number": creating('{"data": NaN}'),
    "infinity": creating('{"data": -Infinity}'),
    "half a surrogate pair": creating('{"data": "\\ud800"}'),
    "half a surrogate pair as a name": creating('{"\\ud800": 1}'),
    "a zero byte": creating('{"data": "a\\u0000b"}'),
    "data that is a list": creating("[1, 2]"),
    "data that is a text": creating('"x"'),
    "keys that are no text": creating("{5: 1}"),
    "an unknown attribute": creating('{"stauts": 1}'),
    "an operation that is a number": "[5]",
    "an operation that is a list": "[[]]",
    "a text": '"x"',
    "an expression that is a number": '[{"action": "query", "expression": 5}]',
    "a surrogate in an expression": '[{"action": "query", "expression": "Job where id is \\"\\ud800\\""}]',
    "a number too large for its attribute": asking("Task where bid > 1e400"),
    "a whole number too large": asking(f"FileComponent where size is {2**63}"),
    "a hundred parentheses too many": asking("Task where " + "(" * 5_000 + "id is 1" + ")" * 5_000),
    "a cast to nothing": asking("select parent[Shoot].name from Task"),
    "an aggregate without groups": asking("select count(id) from Task"),
}


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400", NUMBER])
def test_the_attribute_of_a_number_that_json_lacks_is_named(ann: Person, number: str) -> None:
    operation = f'{{"action": "create", "entity_type": "Timelog", "entity_data": {{"duration": {number}}}}}'
    answer = ann.http.post(
        "/api",
        content=f"[{operation}]",
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400
    assert "Timelog.duration must be a finite number" in answer.json()["content"]


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_request_gets_one_clear_error(ann: Person, name: str) -> None:
    before = ann.ask("Job")
    answer = ann.http.post(
        "/api",
        content=BODIES[name].encode("utf-8", "surrogatepass"),
        headers={"content-type": "application/json"},
    )
    assert 400 <= answer.status_code < 500, answer.text[:300]
    body = answer.json()
    assert body["content"]
    assert body["exception"]
    assert not any(
        word in answer.text for word in ("Traceback", 'File "', "sqlalchemy", "psycopg", "sqlite3", "SELECT ")
    )
    assert len(answer.text) < 20_000
    assert ann.ask("Job") == before
