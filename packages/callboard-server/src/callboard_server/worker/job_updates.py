"""Write the progress and the result of a job, each in one transaction that requires a valid lease."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import orjson

from callboard.errors import CallboardError
from callboard.wire.builtin import SERVER_LOCATION_ID
from callboard.wire.values import instant_text
from callboard_server.actions.call import Call
from callboard_server.actions.encode_media import FILE_TYPES, MOVIE, PICTURE, Output, output_creations
from callboard_server.events.outbox import announce, append
from callboard_server.events.topics import COMPONENT_ADDED
from callboard_server.events.update_event import Difference, News, component_added, item
from callboard_server.jobs import queue
from callboard_server.jobs.queue import Task
from callboard_server.media.failures import CannotEncode, log_text
from callboard_server.model.types.jobs import FINISHED
from callboard_server.records import components, posters, stored_files
from callboard_server.records.jobs import job_state
from callboard_server.records.stored_files import StoredFile
from callboard_server.storage.entities import load
from callboard_server.storage.transaction import Transaction
from callboard_server.work.audience import reach_of
from callboard_server.work.batch import Batch
from callboard_server.work.commit import commit
from callboard_server.work.operations import Create, Delete, Operation, Update
from callboard_server.work.update_event import load_owners, parents_of
from callboard_server.worker.encode import Encoding, Product
from callboard_server.worker.services import WorkerServices
from callboard_server.worker.source import EncodeOrder, Source, read_order


class JobEnded(CallboardError):
    """The job was ended or deleted by a user, so its task is obsolete."""

    default_code = "task.job_ended"


def check_active(tx: Transaction, job_id: str, *, lock: bool = False) -> dict[str, Any]:
    """Return the data of a job that has not ended. Raises: JobEnded."""
    found = job_state(tx, job_id, lock=lock)
    if found is None or found.status in FINISHED:
        raise JobEnded("The job has ended.")
    return read_data(found.data)


def read_data(text: str | None) -> dict[str, Any]:
    """Return the data of a job. Clients may have overwritten it with anything."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def report_progress(
    services: WorkerServices, tx: Transaction, task: Task, share: float, lease: timedelta
) -> None:
    """Record the progress, from 0 to 1, and renew the lease. Raises: JobEnded, LeaseLost."""
    queue.renew(tx, task, lease)
    description = task.payload["description"]
    data = check_active(tx, task.job_id, lock=True)
    for outdated in ("error", "log"):
        data.pop(outdated, None)
    fields = {
        **task.payload,
        **data,
        "progress": round(share, 2),
        "description": f"{description}, {share:.0%}" if share else description,
    }
    fields.pop("user_id", None)
    commit(services.call(tx), [job_update(services, task, status="running", data=json.dumps(fields))])


def fail(services: WorkerServices, tx: Transaction, task: Task, error: CannotEncode) -> None:
    """End the job with the reason why it failed. Raises: JobEnded, LeaseLost."""
    queue.finish(tx, task)
    data = {**task.payload, **check_active(tx, task.job_id, lock=True)}
    data.pop("user_id", None)
    description = f"{task.payload['description']} failed: {error.message}."
    fields = {
        **data,
        "description": description,
        "error": error.message,
        **({"log": error.log} if error.log else {}),
    }
    call = services.call(tx)
    update = job_update(services, task, status="failed", data=json.dumps(fields))
    commit(call, [*without_bytes(call, read_order(task.payload)), update])


def cancel(services: WorkerServices, tx: Transaction, task: Task) -> None:
    """End the task of a job that a user has ended or deleted. Raises: LeaseLost."""
    if job_state(tx, task.job_id) is not None:  # otherwise the task was deleted with it
        queue.finish(tx, task)
    call = services.call(tx)
    if obsolete := without_bytes(call, read_order(task.payload)):
        commit(call, obsolete)


def succeed(
    services: WorkerServices,
    tx: Transaction,
    task: Task,
    order: EncodeOrder,
    source: Source,
    encoding: Encoding,
) -> list[str]:
    """End the job successfully, and create the components of its outputs, in one transaction.

    Returns: the keys of obsolete stored files, to be deleted after the commit. Raises: JobEnded, LeaseLost.
    """
    queue.finish(tx, task)
    data = {
        **task.payload,
        **check_active(tx, task.job_id, lock=True),
        "progress": 1,
        "description": "; ".join((order.description, *encoding.notes)),
        **({"warnings": list(encoding.notes), "log": log_text(encoding.log)} if encoding.notes else {}),
    }
    data.pop("user_id", None)
    call = services.call(tx)
    made = list(encoding.products)
    data["output"] = [{"format": product.format, "component_id": product.component_id} for product in made]
    version = find_version(call, order)
    operations: list[Operation] = []
    for product in made:
        operations += completions(call, task, order, source, product)
        call.freed.extend(keep(call, order, product))
    picture = next((product.component_id for product in made if product.format == PICTURE), None)
    if version and picture:
        operations += thumbnails(call, version, picture)
    operations += document_updates(call, order, encoding, order.version_id if version else None)
    if not is_original_kept(order, encoding):
        operations.append(Delete(call.model.entity("Component"), (order.source_id,)))
    operations += without_bytes(call, order, [product.component_id for product in made])
    operations.append(job_update(services, task, status="done", data=json.dumps(data)))
    commit(call, operations)
    for component_id in [product.component_id for product in made if product.format == MOVIE] + [
        order.source_id
    ] * is_original_kept(order, encoding):
        if picture:
            posters.set_poster(tx, component_id, picture)
    announce_added(call, made, order)
    if version:
        announce_encoded(call, version, order)
    return call.freed


def completions(
    call: Call, task: Task, order: EncodeOrder, source: Source, product: Product
) -> list[Operation]:
    """Return the operations that complete the component of *product*.

    It exists already, unless it was deleted meanwhile, for example together with its version.
    """
    key, operations = product.component_id, list[Operation]()
    if find_row(call, "Component", key) is None:
        version_id = order.version_id if find_version(call, order) else None
        output = Output(product.format, key)
        operations += output_creations(call.model, task.job_id, output, source.component, version_id)
    places = load(call.tx, call.tables, call.model.entity("ComponentLocation"), "component_id", [key])
    if all(place["location_id"] != SERVER_LOCATION_ID for place in places):
        place = {"component_id": key, "location_id": SERVER_LOCATION_ID}
        operations.append(Create(call.model.entity("ComponentLocation"), place))
    return [
        *operations,
        Update(call.model.entity("FileComponent"), (key,), {"size": product.size}),
        review_metadata(call, key, product.about),
    ]


def without_bytes(call: Call, order: EncodeOrder, made: Collection[str] = ()) -> list[Operation]:
    """Return the operations that delete the outputs of *order* without bytes, except those just *made*."""
    return [
        Delete(call.model.entity("Component"), (key,))
        for key in order.outputs.values()
        if key not in made
        and find_row(call, "Component", key)
        and stored_files.stored_file(call.tx, key) is None
    ]


def is_original_kept(order: EncodeOrder, encoding: Encoding) -> bool:
    """Return whether the source is kept: on request, and when web players display it itself."""
    return order.keep_original or encoding.about_original is not None


def document_updates(
    call: Call, order: EncodeOrder, encoding: Encoding, version_id: str | None
) -> list[Operation]:
    """Return the operations that make a source that web players display a component of the version."""
    operations: list[Operation] = []
    if encoding.about_original is None:
        return operations
    row = find_row(call, "Component", order.source_id)
    if version_id and row and row["version_id"] is None:
        values = {"version_id": version_id}
        operations.append(Update(call.model.entity("FileComponent"), (order.source_id,), values))
    return [*operations, review_metadata(call, order.source_id, encoding.about_original)]


def review_metadata(call: Call, component_id: str, about: Mapping[str, Any]) -> Operation:
    """Return the operation that describes a component for web players."""
    entity, value = call.model.entity("Metadata"), json.dumps(about)
    if components.metadata_value(call.tx, component_id, "ftr_meta") is not None:
        return Update(entity, (component_id, "ftr_meta"), {"value": value})
    owner = {"parent_id": component_id, "parent_type": "FileComponent"}
    return Create(entity, {**owner, "key": "ftr_meta", "value": value})


def keep(call: Call, order: EncodeOrder, product: Product) -> list[str]:
    """Record the stored files of *product*; return the keys of the files that they replace."""
    file = StoredFile(
        component_id=product.component_id,
        key=product.key,
        name=f"{order.description.removeprefix('Encode ')}{FILE_TYPES[product.format]}",
        size=product.size,
        md5=product.md5,
        uploaded_by=order.user_id,
        created_at=instant_text(call.clock()),
    )
    freed = stored_files.replace_stored_file(call.tx, file)
    return [freed] if freed else []


def unused_keys(tx: Transaction, products: Iterable[Product]) -> list[str]:
    """Return the keys of *products* that no component uses, after a commit with an unknown outcome."""
    files = {product.key: stored_files.stored_file(tx, product.component_id) for product in products}
    return [key for key, file in files.items() if file is None or file.key != key]


def job_update(services: WorkerServices, task: Task, **values: Any) -> Operation:
    """Return the operation that changes the job of *task*."""
    return Update(services.model.entity("Job"), (task.job_id,), values)


# -- Versions
# ------------------------------------------------------------------------------------------------------------


def find_version(call: Call, order: EncodeOrder) -> Mapping[str, Any] | None:
    """Return the stored row of the version of the outputs; None without one, or when it was deleted."""
    return None if order.version_id is None else find_row(call, "AssetVersion", order.version_id)


def find_row(call: Call, entity_type: str, key: str) -> Mapping[str, Any] | None:
    """Return the stored row of an entity."""
    rows = load(call.tx, call.tables, call.model.root(call.model.entity(entity_type)), "id", [key], lock=True)
    return next(iter(rows), None)


def thumbnails(call: Call, version: Mapping[str, Any], picture: str) -> list[Operation]:
    """Return the operations that make *picture* the thumbnail of *version*, and of its task without one."""
    operations: list[Operation] = [
        Update(call.model.entity("AssetVersion"), (version["id"],), {"thumbnail_id": picture})
    ]
    task = find_row(call, "Task", version["task_id"]) if version["task_id"] else None
    if task and not task["thumbnail_id"]:
        operations.append(Update(call.model.entity("Task"), (task["id"],), {"thumbnail_id": picture}))
    return operations


def announce_added(call: Call, made: Sequence[Product], order: EncodeOrder) -> None:
    """Announce that the outputs are in the server location, as clients do for components that they add."""
    events = [
        component_added(product.component_id, SERVER_LOCATION_ID, call.new_id(), order.user_id)
        for product in made
    ]
    append(
        call.tx,
        [(COMPONENT_ADDED, orjson.dumps(event).decode()) for event in events],
        instant_text(call.clock()),
    )


def announce_encoded(call: Call, version: Mapping[str, Any], order: EncodeOrder) -> None:
    """Announce that a version can be reviewed: an item like that of an update, with its own action."""
    entity, batch = call.model.entity("AssetVersion"), Batch(call)
    change = batch.adopt(entity, dict(version))
    load_owners(batch, [change])
    parents = parents_of(batch, change)
    audience = reach_of(batch, [change], {change: parents}).audiences[change]
    encoded = item(Difference("encoded", entity, (version["id"],), version, version), parents, audience)
    news = News(
        event_id=call.new_id(),
        items=(encoded,),
        user_id=order.user_id,
        username=None,
        name=None,
        client_token=None,
        push_token=call.new_id(),
    )
    announce(call.tx, news, instant_text(call.clock()))
