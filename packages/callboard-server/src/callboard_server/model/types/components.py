"""Components (files, sequences, containers), locations, and the paths of components in locations.

A component can also be just a `Component`, which has no file of its own. Bridges create those.
"""

from __future__ import annotations

from callboard_server.model.attributes import (
    LONGEST_INDEXED,
    NEW_ID,
    AnyAttribute,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    Integer,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import custom_attribute_links, metadata_of_entity

DEFAULT_PROJECTIONS = ("id", "system_type")
SYSTEM_PROJECTIONS = ("system_type", "version_id")
EXTRA_PROJECTIONS = ("container_id",)
"""Newer servers declare these as system projections too."""
DEEPEST_CONTAINER = 3
"""How many containers may be nested: a frame is in a sequence, in a container, in another container."""


def component_attributes(*, identifier: Text) -> tuple[AnyAttribute, ...]:
    """Return the attributes of every kind of component; *identifier* is its key.

    The project is that of the version. The internal one also is that of an entity that a file is attached to,
    and determines who may see the file.
    """
    return (
        Text("system_type", required=True),
        Text("name", default="main", required=True, caseless=True, limit=1024),
        identifier,
        Text("file_type", alias="filetype", caseless=True, limit=255),
        Integer("size", default=0),
        ForeignKey("container_id", "ContainerComponent", on_delete=OnDelete.CASCADE),
        Reference("container", "ContainerComponent", via="container_id"),
        ForeignKey("version_id", "AssetVersion", on_delete=OnDelete.CASCADE),
        Reference("version", "AssetVersion", via="version_id"),
        Collection("component_locations", "ComponentLocation", via="component_id"),
        metadata_of_entity(),
        *custom_attribute_links(),
        Collection("_job_components", "JobComponent", via="component_id", internal=True),
        Collection("_note_components", "NoteComponent", via="component_id", internal=True),
        Collection("_thumbnail_contexts", "Context", via="thumbnail_id", internal=True),
        Collection("_thumbnail_versions", "AssetVersion", via="thumbnail_id", internal=True),
        Reference("project", "Project", via="project_id"),
        ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE, settled=True),
        ForeignKey("_project_id", "Project", on_delete=OnDelete.CASCADE, internal=True),
        Reference("_project", "Project", via="_project_id", internal=True),
    )


OWN_IDENTIFIER = Text("id", default=NEW_ID, required=True, immutable=True)
INHERITED_IDENTIFIER = Text("id", default=NEW_ID, required=True, immutable=True, refers_to="Component.id")
MEMBERS = Collection("members", "Component", via="container_id")

COMPONENT = Entity(
    "Component",
    parent="version_id",
    discriminator=Discriminator(attribute="system_type", value="component"),
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=SYSTEM_PROJECTIONS,
    extra_projections=EXTRA_PROJECTIONS,
    group_by=True,
    attributes=component_attributes(identifier=OWN_IDENTIFIER),
)

FILE_COMPONENT = Entity(
    "FileComponent",
    parent="version_id",
    extends="Component",
    discriminator=Discriminator(attribute="system_type", value="file"),
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=SYSTEM_PROJECTIONS,
    extra_projections=EXTRA_PROJECTIONS,
    group_by=True,
    attributes=component_attributes(identifier=INHERITED_IDENTIFIER),
)

CONTAINER_COMPONENT = Entity(
    "ContainerComponent",
    parent="version_id",
    extends="Component",
    discriminator=Discriminator(attribute="system_type", value="container"),
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=SYSTEM_PROJECTIONS,
    extra_projections=EXTRA_PROJECTIONS,
    group_by=True,
    attributes=(*component_attributes(identifier=INHERITED_IDENTIFIER), MEMBERS),
)

SEQUENCE_COMPONENT = Entity(
    "SequenceComponent",
    parent="version_id",
    extends="ContainerComponent",
    discriminator=Discriminator(attribute="system_type", value="sequence"),
    default_projections=DEFAULT_PROJECTIONS,
    system_projections=SYSTEM_PROJECTIONS,
    extra_projections=EXTRA_PROJECTIONS,
    group_by=True,
    attributes=(
        *component_attributes(identifier=INHERITED_IDENTIFIER),
        Integer("padding", default=0, required=True),
        MEMBERS,
    ),
)

LOCATION = Entity(
    "Location",
    unique=(("name",),),
    attributes=(
        Text("name", required=True, caseless=True, limit=LONGEST_INDEXED),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("label", caseless=True),
        Text("description"),
        Collection("location_components", "ComponentLocation", via="location_id"),
    ),
)

COMPONENT_LOCATION = Entity(
    "ComponentLocation",
    group_by=True,
    parent="component_id",
    system_projections=("location_id", "component_id"),
    unique=(("component_id", "location_id"),),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        ForeignKey("component_id", "Component", on_delete=OnDelete.CASCADE),
        Reference("component", "Component", via="component_id"),
        ForeignKey("location_id", "Location", on_delete=OnDelete.REFUSE),
        Reference("location", "Location", via="location_id"),
        Text("resource_identifier", alias="resourceIdentifier"),
        Computed("url", ComputedKind.OBJECT, inputs=("component_id", "location_id"), made_by="url_here"),
    ),
)

ENTITIES = (COMPONENT, FILE_COMPONENT, CONTAINER_COMPONENT, SEQUENCE_COMPONENT, LOCATION, COMPONENT_LOCATION)
