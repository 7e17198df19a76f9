"""Jobs: long-running work that its owner can follow, and the files attached to it."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    Instant,
    Integer,
    Json,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity

JOB_STATUSES = ("queued", "running", "done", "failed")
FINISHED = frozenset({"done", "failed"})

JOB = Entity(
    "Job",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="jobid"),
        Text("type", default="api_job", required=True, immutable=True),
        Text("status", default="queued", required=True, choices=JOB_STATUSES, indexed=True),
        ForeignKey("user_id", "User", alias="userid", refers_to="User.user_id"),
        Reference("user", "User", via="user_id"),
        Json("data"),
        Instant("created_at", indexed=True),
        Instant("finished_at", indexed=True),
        Instant("_changed_at", internal=True),
        Text("_search", internal=True),
        Integer("_duration", internal=True, derived=True),
        Integer("_file_count", internal=True, derived=True),
        Collection("job_components", "JobComponent", via="job_id"),
        Collection("_grants", "JobGrant", via="job_id", internal=True),
        Collection("_projects", "JobProject", via="job_id", internal=True),
    ),
)

JOB_COMPONENT = Entity(
    "JobComponent",
    parent="job_id",
    key=("component_id", "job_id"),
    default_projections=("component_id", "job_id"),
    attributes=(
        ForeignKey("component_id", "Component", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("component", "Component", via="component_id"),
        ForeignKey("job_id", "Job", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("job", "Job", via="job_id"),
        Computed("url", ComputedKind.OBJECT, inputs=("component_id",), immutable=True),
    ),
)

JOB_GRANT = Entity(
    "JobGrant",
    internal=True,
    key=("job_id", "user_id"),
    default_projections=("job_id", "user_id"),
    attributes=(
        ForeignKey("job_id", "Job", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ForeignKey("user_id", "User", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)
"""A user who opened the shared link of a job, and may therefore see it."""

JOB_PROJECT = Entity(
    "JobProject",
    internal=True,
    key=("job_id", "project_id"),
    default_projections=("job_id", "project_id"),
    attributes=(
        ForeignKey("job_id", "Job", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ForeignKey("project_id", "Project", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        Reference("project", "Project", via="project_id"),
    ),
)
"""A project that a job belongs to, because of its files or of the entities that its data names."""

ENTITIES = (JOB, JOB_COMPONENT, JOB_GRANT, JOB_PROJECT)
