"""Add attributes of newer servers."""

from __future__ import annotations

from callboard_server.storage.migrations.schema import Schema

DEEPEST_CONTAINER = 3

MEMBERS = (
    "UPDATE component SET project_id = (SELECT container.project_id FROM component container "
    "WHERE container.id = component.container_id) "
    "WHERE version_id IS NULL AND container_id IS NOT NULL"
)
PERSON = (
    "(SELECT resource.id FROM resource WHERE callboard_fold(resource.email) = "
    "callboard_fold(review_session_invitee.email) ORDER BY resource.is_active DESC, resource.id LIMIT 1)"
)
END = (
    "CASE {column} WHEN 'Context' THEN (SELECT CASE context_type WHEN 'show' THEN 'Project' "
    "ELSE 'TypedContext' END FROM context WHERE context.id = custom_attribute_link.{end}) ELSE {column} END"
)


def apply(schema: Schema) -> None:
    """Make the projects of assets, versions and notes public, add the other attributes, and derive them."""
    for table in ("asset", "asset_version", "note"):
        publish_project(schema, table)
    for end in ("from", "to"):
        schema.rename_column("custom_attribute_link", f"{end}_entity_type", f"_{end}_kind")
    schema.add_declared()
    derive_projects_of_files(schema)
    for end in ("from", "to"):
        value = END.format(column=f"_{end}_kind", end=f"{end}_id")
        schema.run(f"UPDATE custom_attribute_link SET {end}_entity_type = {value}")  # constants
    schema.run("UPDATE object_type SET is_prioritizable = :yes", yes=True)
    schema.run("UPDATE typed_context_link SET lag = 0, type = 'end_to_start'")
    link_people(schema)


def publish_project(schema: Schema, table: str) -> None:
    """Rename the internal column of the project of *table*, with its index and its constraint."""
    schema.rename_column(table, "_project_id", "project_id")
    schema.rename_constraint(table, f"fk_{table}__project_id", f"fk_{table}_project_id")
    schema.drop_index(f"ix_{table}__project_id")


def derive_projects_of_files(schema: Schema) -> None:
    """Set the project of the files of versions, and of the members of their containers."""
    schema.run("UPDATE component SET project_id = _project_id WHERE version_id IS NOT NULL")
    for _ in range(DEEPEST_CONTAINER):
        schema.run(MEMBERS)


def link_people(schema: Schema) -> None:
    """Link invitees to the users with their addresses, and statuses to the people of their invitees."""
    schema.run(f"UPDATE review_session_invitee SET resource_id = {PERSON}")  # a constant
    schema.run(
        "UPDATE review_session_object_status SET resource_id = (SELECT invitee.resource_id "
        "FROM review_session_invitee invitee "
        "WHERE invitee.id = review_session_object_status.review_session_invitee_id)"
    )
