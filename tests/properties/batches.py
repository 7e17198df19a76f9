"""Random batches with few identifiers, so that operations often concern the same entities."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from callboard.wire.builtin import ORIGIN_LOCATION_ID, SERVER_LOCATION_ID
from callboard_server.model.types.jobs import JOB_STATUSES
from tests.support.operations import Operation, create, delete, moment, ref, update

USERS = ("ann-id", "ann-id", "bob-id", "admin-id", "nobody-id")
JOBS = ("j1", "j1", "j2", "j3")
FILES = ("f1", "f1", "f2", "f3")
CONTAINERS = ("c1", "c1", "c2")
GROUPS = ("g1", "g2", "g2", "g3")

new_jobs = st.sampled_from(("j3", "j4", "j5", "j1"))
new_files = st.sampled_from(("f3", "f4", "f5", "f1"))
new_containers = st.sampled_from(("c2", "c3", "c1"))
new_groups = st.sampled_from(("g3", "g4", "g1"))
users, jobs, files, containers, groups = map(st.sampled_from, (USERS, JOBS, FILES, CONTAINERS, GROUPS))
locations = st.sampled_from((SERVER_LOCATION_ID, ORIGIN_LOCATION_ID))
file_names = st.sampled_from(("a", "a", "b.txt", "Ü", "../x"))
keys = st.sampled_from(("frame", "fps"))


def data(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return dictionaries with some of *optional*."""
    return st.fixed_dictionaries({}, optional=optional)


def creating(
    entity_type: str, attributes: st.SearchStrategy[dict[str, Any]], **required: st.SearchStrategy[Any]
) -> st.SearchStrategy[Operation]:
    return st.builds(
        lambda must, may: create(entity_type, **{**may, **must}), st.fixed_dictionaries(required), attributes
    )


def updating(
    entity_type: str, key: st.SearchStrategy[Any], attributes: st.SearchStrategy[dict[str, Any]]
) -> st.SearchStrategy[Operation]:
    return st.builds(lambda key, attributes: update(entity_type, key, **attributes), key, attributes)


def deleting(entity_type: str, key: st.SearchStrategy[Any]) -> st.SearchStrategy[Operation]:
    return st.builds(lambda key: delete(entity_type, key), key)


job_data = data(
    status=st.sampled_from((*JOB_STATUSES, *JOB_STATUSES, "lost")),
    user_id=users,
    data=st.none() | st.sampled_from(("{}", "text", "")),
    created_at=st.just(moment("2024-01-31T10:00:00")),
    finished_at=st.none() | st.just(moment("2024-01-31T11:00:00")),
)
file_data = data(
    name=file_names,
    size=st.integers(-1, 5),
    container_id=st.none() | containers,
    file_type=st.sampled_from((None, ".exr")),
)
links = st.tuples(files, jobs).map(list)
metadata_keys = st.tuples(files | st.sampled_from(USERS), keys).map(list)
members = st.lists(files.map(lambda name: ref("FileComponent", name)), max_size=2)
group_data = data(name=st.sampled_from(("A", "B")), parent_id=st.none() | groups)

operations: st.SearchStrategy[Operation] = st.one_of(
    creating("Job", job_data, id=new_jobs),
    updating("Job", jobs, job_data),
    deleting("Job", jobs),
    creating("FileComponent", file_data, id=new_files),
    updating("FileComponent", files, file_data),
    updating("Component", files | containers, data(name=file_names)),
    deleting("FileComponent", files),
    creating(
        "ContainerComponent", data(name=file_names, container_id=st.none() | containers), id=new_containers
    ),
    creating("SequenceComponent", data(padding=st.integers(0, 4)), id=new_containers),
    updating("ContainerComponent", containers, data(members=members, name=file_names)),
    deleting("Component", containers | files),
    creating("JobComponent", data(), component_id=files, job_id=jobs),
    deleting("JobComponent", links),
    creating(
        "ComponentLocation", data(id=st.sampled_from(("l1", "l2"))), component_id=files, location_id=locations
    ),
    deleting("ComponentLocation", st.sampled_from(("l1", "l2"))),
    creating(
        "Metadata",
        data(),
        parent_id=files | users,
        key=keys,
        value=st.sampled_from(("1", "2", 3)),
        parent_type=st.just("User"),
    ),
    creating(
        "Metadata",
        data(),
        parent_id=files,
        key=keys,
        value=st.sampled_from(("1", "2")),
        parent_type=st.just("FileComponent"),
    ),
    updating("Metadata", metadata_keys, data(value=st.sampled_from(("1", "5")))),
    deleting("Metadata", metadata_keys),
    updating(
        "User",
        users,
        data(first_name=st.sampled_from(("X", None)), username=st.sampled_from(("ann", "bob", "ANN"))),
    ),
    updating("User", users, data(thumbnail_id=st.none() | files)),
    deleting("User", users),
    creating("Group", group_data, id=new_groups),
    updating("Group", groups, group_data),
    deleting("Group", groups),
    creating("Membership", data(), user_id=users, group_id=groups),
)

batches = st.lists(operations, min_size=1, max_size=3)
actors = st.sampled_from(("admin", "admin", "ann", "bob"))
histories = st.lists(st.tuples(actors, batches), min_size=1, max_size=6)

BEGINNING: tuple[Operation, ...] = (
    create("Job", id="j1", user_id="ann-id", status="running"),
    create("Job", id="j2", user_id="bob-id", status="done"),
    create("ContainerComponent", id="c1", name="c"),
    create("FileComponent", id="f1", name="one", size=1),
    create("FileComponent", id="f2", name="two", container_id="c1"),
    create("ComponentLocation", id="l1", component_id="f1", location_id=SERVER_LOCATION_ID),
    create("JobComponent", component_id="f1", job_id="j1"),
    create("JobComponent", component_id="c1", job_id="j2"),
    create("Metadata", parent_id="f1", key="frame", value="1", parent_type="FileComponent"),
    create("Metadata", parent_id="ann-id", key="fps", value="24", parent_type="User"),
    create("Group", id="g1", name="A"),
    create("Group", id="g2", name="B", parent_id="g1"),
    create("Membership", id="m1", user_id="ann-id", group_id="g1"),
)
"""The initial entities: some to change, to delete and to conflict with."""
