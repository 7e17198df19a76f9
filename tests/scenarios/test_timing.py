"""What an answer says about its cost."""

from __future__ import annotations

import re

from tests.support.live import Person
from tests.support.operations import Operation, create

TIMING = re.compile(r'batch;dur=(\d+\.\d{2}), statements;desc="(\d+)"')


def cost(person: Person, *operations: Operation) -> tuple[float, int]:
    """Return the milliseconds and the statements that the answer to *operations* tells of."""
    answer = person.http.post("/api", json=list(operations))
    assert answer.status_code == 200, answer.text
    told = TIMING.fullmatch(answer.headers["Server-Timing"])
    assert told, answer.headers["Server-Timing"]
    return float(told.group(1)), int(told.group(2))


def query(text: str) -> Operation:
    return {"action": "query", "expression": text}


def test_an_answer_tells_its_time_and_its_statements(ann: Person) -> None:
    ann.do(create("Job", status="running"), create("Job", status="done"))
    spent, statements = cost(ann, query("select id, user.username from Job"))
    assert spent > 0
    assert statements == 1
    assert cost(ann, query("select id, job_components.component.name from Job"))[1] == 2
    assert cost(ann, query("Job limit 1"), query("select id, job_components from Job"))[1] == 3


def test_what_asks_the_database_nothing_says_so(ann: Person) -> None:
    assert cost(ann, {"action": "query_schemas"})[1] == 0


def test_a_change_tells_its_statements(ann: Person) -> None:
    few = cost(ann, create("Job"))[1]
    assert few > 0
    assert cost(ann, *(create("Job") for _ in range(20)))[1] == few
