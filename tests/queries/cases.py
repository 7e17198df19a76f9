"""Read the text files of this folder, and format results as they are written there.

A case begins with `== ` and a title. Fields follow: `query`, `as` (the user, by default the
administrator), `rows` or `error` (the result), `next` (the offset of the next page), `sqlite` and
`postgresql` (the statements). A field's value follows its name, or is indented below it. An entity is written
as `Type(attribute=value, ...)`, and anything else as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import define

from callboard.errors import CallboardError

FIELD = re.compile(r"(query|as|rows|error|next|sqlite|postgresql):(?: (.*))?")
ORDER = ("query", "as", "rows", "next", "error", "sqlite", "postgresql")
INDENT = "  "


@define
class Case:
    title: str
    fields: dict[str, str]

    @property
    def query(self) -> str:
        return self.fields["query"]


@define
class CaseFile:
    """A file of cases. `heading` is the text before the first."""

    path: Path
    heading: str
    cases: list[Case]

    def write(self) -> None:
        parts = [self.heading, *(written(case) for case in self.cases)]
        self.path.write_text("\n".join(parts), encoding="utf-8")


def read(path: Path) -> CaseFile:
    heading, *parts = re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return CaseFile(path, heading.rstrip("\n") + "\n", [read_case(part) for part in parts])


def read_case(text: str) -> Case:
    title, *lines = text.rstrip().split("\n")
    fields: dict[str, list[str]] = {}
    current = ""
    for line in lines:
        field = FIELD.fullmatch(line)
        if field:
            current = field.group(1)
            assert current not in fields, f"{title}: two fields {current}"
            fields[current] = [field.group(2)] if field.group(2) else []
        else:
            assert line.startswith(INDENT) or not line, f"{title}: unexpected line {line!r}"
            fields[current].append(line.removeprefix(INDENT))
    return Case(title, {name: "\n".join(lines) for name, lines in fields.items()})


def written(case: Case) -> str:
    lines = [f"== {case.title}"]
    for name in ORDER:
        if name not in case.fields:
            continue
        value = case.fields[name].split("\n")
        if name in {"query", "as", "next"} and len(value) == 1:
            lines.append(f"{name}: {value[0]}")
        else:
            lines += [f"{name}:", *(INDENT + line if line else "" for line in value if value != [""])]
    return "\n".join(lines) + "\n"


def format_rows(rows: list[dict[str, Any]]) -> str:
    return "\n".join(format_value(row) for row in rows)


def format_value(value: Any) -> str:
    """Return *value* of a result in the format of the files."""
    if isinstance(value, list):
        return f"[{', '.join(map(format_value, value))}]"
    if isinstance(value, dict):
        if value.get("__type__") == "datetime":
            return str(value["value"])
        name = value.get("__entity_type__", "")
        values = [f"{key}={format_value(each)}" for key, each in value.items() if key != "__entity_type__"]
        return f"{name}({', '.join(values)})"
    return "none" if value is None else json.dumps(value, ensure_ascii=False)


def format_error(error: CallboardError, query: str) -> str:
    """Return code, message, hint, and the query with its error underlined."""
    return "\n".join(
        [error.code, error.message, *([error.hint] if error.hint else []), *underlined(query, error.span)]
    )


def underlined(query: str, span: tuple[int, int] | None) -> Iterator[str]:
    if span is not None:
        start, end = span
        yield query.replace("\n", " ")
        yield " " * start + "^" * max(end - start, 1)
