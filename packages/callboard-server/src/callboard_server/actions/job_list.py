"""The list of jobs in the web interface: filtered, sorted and counted on the server, and as CSV.

A filter arrives as the parameters of a request. Lists, counts and files are made of the same criteria, so
they agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from callboard.errors import MalformedOperation
from callboard_server.actions.call import Call
from callboard_server.actions.query import QueryResult, run_tree
from callboard_server.model.job_data import displayed_text, searchable
from callboard_server.model.types.jobs import JOB_STATUSES
from callboard_server.query.compose import all_of, any_, any_of, at_least, contains, has, in_, is_, like
from callboard_server.query.parser import parse
from callboard_server.query.patterns import literal
from callboard_server.query.syntax import Criteria

LARGEST_PAGE = 500
JOBS = (
    "select id, status, type, data, created_at, finished_at, user_id, user.username, user.first_name, "
    "user.last_name, job_components.component_id, job_components.component.name, "
    "job_components.component.file_type, job_components.component.size, _projects.project.full_name, "
    "_duration from Job"
)
SORTS: Mapping[str, str] = {
    "status": "status {0}",
    "title": "_search {0}",
    "owner": "user.first_name {0}, user.last_name {0}",
    "type": "type {0}",
    "created": "created_at {0}",
    "duration": "_duration {0}",
    "finished": "finished_at {0}",
    "files": "_file_count {0}",
}
"""The orders of the list, by the name of a column. A minus before the name means descending."""


@frozen(kw_only=True)
class JobFilter:
    """What jobs must have in common. `owner` is a username; times are as clients write them."""

    ids: Sequence[str] = ()
    statuses: Sequence[str] = ()
    owner_id: str = ""
    owner: str = ""
    project: str = ""
    created_after: str = ""
    finished_after: str = ""
    with_files: bool = False
    text: str = ""

    def criteria(self) -> Iterator[Criteria]:
        """Yield the criteria that a job must meet."""
        if self.ids:
            yield in_("id", self.ids)
        if self.statuses:
            yield in_("status", self.statuses)
        if self.owner_id:
            yield is_("user_id", self.owner_id)
        if self.owner:
            yield is_("user.username", self.owner)
        if self.project:
            yield any_("_projects", is_("project_id", self.project))
        if self.created_after:
            yield at_least("created_at", self.created_after)
        if self.finished_after:
            yield at_least("finished_at", self.finished_after)
        if self.with_files:
            yield any_("job_components")
        if self.text.strip():
            yield contains_text(self.text)


def contains_text(text: str) -> Criteria:
    """Build the criterion that a job is displayed with *text*: in its description, owner or file names."""
    needle = " ".join(text.split())
    first, _, last = map(literal, needle.partition(" "))
    name, dot, extension = map(literal, needle.rpartition("."))
    file: list[Criteria] = [contains("name", needle)]
    if dot:
        file.append(all_of(like("name", f"%{name}"), like("file_type", f".{extension}%")))
    owner: list[Criteria] = [
        contains(attribute, needle) for attribute in ("username", "first_name", "last_name")
    ]
    if last:
        owner.append(all_of(like("first_name", f"%{first}"), like("last_name", f"{last}%")))
    return any_of(
        contains("_search", searchable(text)),
        has("user", any_of(*owner)),
        any_("job_components", has("component", any_of(*file))),
    )


def read_filter(values: Sequence[tuple[str, str]]) -> JobFilter:
    """Return the filter in the parameters of a request. Raises: MalformedOperation."""
    given = dict(values)
    statuses = [status for status in given.get("state", "").split(",") if status]
    if unknown := set(statuses) - set(JOB_STATUSES):
        raise MalformedOperation(
            f'"state" must contain only {", ".join(JOB_STATUSES)}; got {min(unknown)[:80]!r}.'
        )
    return JobFilter(
        ids=[value for name, value in values if name == "id"],
        statuses=statuses,
        owner_id=given.get("owner_id", ""),
        owner=given.get("owner", ""),
        project=given.get("project", ""),
        created_after=given.get("created_after", ""),
        finished_after=given.get("finished_after", ""),
        with_files=given.get("files", "") == "1",
        text=given.get("text", ""),
    )


@frozen
class Page:
    """A part of the list: an order of `SORTS`, and the rows from `offset` on."""

    sort: str = "-created"
    offset: int = 0
    limit: int | None = LARGEST_PAGE


FIRST_PAGE = Page()


def read_page(values: Mapping[str, str]) -> Page:
    """Return the page in the parameters of a request. Raises: MalformedOperation."""
    sort = values.get("sort") or "-created"
    if sort.removeprefix("-") not in SORTS:
        raise MalformedOperation(f'"sort" must be one of {", ".join(SORTS)}; got {sort[:80]!r}.')
    numbers = {"offset": "0", "limit": str(LARGEST_PAGE), **values}
    for name in ("offset", "limit"):
        if not numbers[name].isascii() or not numbers[name].isdigit() or len(numbers[name]) > 9:
            raise MalformedOperation(f'"{name}" must be a number; got {numbers[name][:80]!r}.')
    return Page(sort, int(numbers["offset"]), min(LARGEST_PAGE, int(numbers["limit"])))


def list_jobs(call: Call, chosen: JobFilter, page: Page = FIRST_PAGE) -> QueryResult:
    """Return the jobs that match and that the actor may see. Each is complete, also its owner."""
    order = SORTS[page.sort.removeprefix("-")].format("desc" if page.sort.startswith("-") else "asc")
    return _find(evolve(call, normalised=False), f"{JOBS} order by {order}", chosen, page)


def count_jobs(call: Call, chosen: JobFilter) -> dict[str, int]:
    """Return the number of matching jobs that the actor may see, by status, with one statement."""
    found = _find(call, "select count(id) from Job group by status", chosen, Page(limit=None)).data
    return {**dict.fromkeys(JOB_STATUSES, 0), **{row["status"]: row["count_id"] for row in found}}


def _find(call: Call, text: str, chosen: JobFilter, page: Page) -> QueryResult:
    criteria = list(chosen.criteria())
    tree = evolve(
        parse(text),
        criteria=all_of(*criteria) if criteria else None,
        offset=page.offset or None,
        limit=page.limit,
    )
    return run_tree(call, tree, internal=True)


# -- CSV
# ------------------------------------------------------------------------------------------------------------

COLUMNS = (
    "id",
    "status",
    "description",
    "owner",
    "projects",
    "type",
    "created",
    "finished",
    "duration_seconds",
    "files",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""The first characters of texts that spreadsheets would run as formulas."""


def jobs_as_csv(call: Call, chosen: JobFilter, sort: str) -> str:
    """Return all matching jobs that the actor may see as CSV. Times are in UTC."""
    found = list_jobs(call, chosen, Page(sort, limit=None)).data
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in cells(job)] for job in found)
    return text.getvalue()


def cells(job: Mapping[str, Any]) -> list[str]:
    """Return the cells of *job*, in the order of `COLUMNS`."""
    owner = job["user"] or {}
    full_name = " ".join(filter(None, (owner.get("first_name"), owner.get("last_name"))))
    links = [link["project"] for link in job["_projects"]]
    names = [link["component"] for link in job["job_components"]]
    return [
        job["id"],
        job["status"],
        displayed_text(job["data"]),
        full_name or owner.get("username", ""),
        "; ".join(sorted(project["full_name"] or "" for project in links if project)),
        job["type"],
        instant_of(job["created_at"]),
        instant_of(job["finished_at"]),
        "" if job["_duration"] is None or not job["finished_at"] else str(job["_duration"]),
        "; ".join(sorted(f"{file['name']}{file['file_type'] or ''}" for file in names if file)),
    ]


def instant_of(value: Mapping[str, str] | None) -> str:
    return f"{value['value']}Z" if value else ""


def safe_cell(text: str) -> str:
    """Return *text*, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
