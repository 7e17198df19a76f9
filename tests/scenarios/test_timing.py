"""The cost that an answer reports."""

from __future__ import annotations

import re

from tests.support.live import Person
from tests.support.operations import Operation, create

TIMING = re.compile(r'batch;dur=(\d+\.\d{2}), statements;desc="(\d+)"')


def cost(person: Person, *operations: Operation) -> tuple[float, int]:
    """Return the milliseconds and the statements that the answer to *operations* reports."""
    answer = person.http.post("/api", json=list(operations))
    assert answer.status_code == 200, answer.text
    timing = TIMING.fullmatch(answer.headers["Server-Timing"])
    assert timing, answer.headers["Server-Timing"]
    return float(timing.group(1)), int(timing.group(2))


def query(text: str) -> Operation:
    return {"action": "query", "expression": text}


def test_an_answer_reports_its_time_and_its_statements(ann: Person) -> None:
    ann.do(create("Job", status="running"), create("Job", status="done"))
    spent, statements = cost(ann, query("select id, user.username from Job"))
    assert spent > 0
    assert statements == 1
    assert cost(ann, query("select id, job_components.component.name from Job"))[1] == 2
    assert cost(ann, query("Job limit 1"), query("select id, job_components from Job"))[1] == 3


def test_an_answer_without_queries_reports_no_statements(ann: Person) -> None:
    assert cost(ann, {"action": "query_schemas"})[1] == 0


def test_a_change_reports_its_statements(ann: Person) -> None:
    few = cost(ann, create("Job"))[1]
    assert few > 0
    assert cost(ann, *(create("Job") for _ in range(20)))[1] == few
