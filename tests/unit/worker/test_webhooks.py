"""Changes that a worker makes are sent to webhooks."""

from __future__ import annotations

import json

from attrs import evolve

from callboard_server.work.commit import commit
from callboard_server.work.operations import Update
from callboard_server.worker.services import WorkerServices
from tests.scenarios.test_automations import automation
from tests.support.operations import create
from tests.support.world import World


def test_a_job_that_a_worker_finishes_is_delivered(services: WorkerServices) -> None:
    world = World(services.database)
    world.do(world.ann, create("Job", id="job", status="running"))
    world.do(world.admin, *automation("a", 'entity.entity_type = "Job"'))
    with_address = evolve(services, server_url="https://callboard.test/")
    done = Update(world.model.entity("Job"), ("job",), {"status": "done"})
    services.database.write(lambda tx: commit(with_address.call(tx), [done]))
    ((payload,),) = world.sql("SELECT payload FROM webhook_delivery")
    delivered = json.loads(payload)
    assert delivered["entity"]["new"]["status"] == "done"
    assert delivered["metadata"]["server_url"] == "https://callboard.test/"
    assert delivered["metadata"]["resource_id"] is None
