"""Custom attributes: their configurations, the values as stored and as read, and links between entities."""

from __future__ import annotations

from callboard_server.model.attributes import (
    LONGEST_INDEXED,
    NEW_ID,
    AnyAttribute,
    Boolean,
    Collection,
    ForeignKey,
    Integer,
    ManyToMany,
    Number,
    OnDelete,
    Reference,
    Text,
    Variable,
    WireForm,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import possible_owners


def configured_by(configuration: str, *, alias: str) -> tuple[AnyAttribute, ...]:
    """Return the attributes that refer to the *configuration* of a value or a link.

    *alias* is the legacy name of its identifier.
    """
    return (
        Reference("configuration", configuration, via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            configuration,
            required=True,
            immutable=True,
            alias=alias,
            on_delete=OnDelete.CASCADE,
        ),
    )


CUSTOM_CONFIGURATION_BASE = Entity(
    "CustomConfigurationBase",
    alias="RegisterBase",
    system_projections=("write_permissionid", "permissionid", "topid"),
    attributes=(
        Text("config", required=True, description="JSON blob of relevant menu options."),
        Boolean("core", default=False, required=True, description="Whether a non-alterable builtin."),
        Text("entity_type", alias="entity", description="The entity type (table name)."),
        Reference("group", "CustomAttributeGroup", via="group_id"),
        ForeignKey("group_id", "CustomAttributeGroup", alias="groupid"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="registerid"),
        Text("key", description="Attribute name unique to entity type.", limit=LONGEST_INDEXED),
        Text("label", caseless=True, description="Display name for attribute."),
        Reference("object_type", "ObjectType", via="object_type_id", alias="object_type"),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            on_delete=OnDelete.CASCADE,
            wire_form=WireForm.TEXT,
            alias="entity_key",
            description="Id of object type attribute applies to.",
        ),
        ForeignKey(
            "project_id",
            "Project",
            on_delete=OnDelete.CASCADE,
            wire_form=WireForm.TEXT,
            alias="topid",
            description="Id of project attribute is configured for.",
        ),
        ManyToMany(
            "read_security_roles",
            "SecurityRole",
            through="ConfigurationReadRole",
            near="configuration_id",
            far="role_id",
            alias="read_roles",
        ),
        Integer("sort", default=0, description="Graphical interface sort order."),
        ManyToMany(
            "write_security_roles",
            "SecurityRole",
            through="ConfigurationWriteRole",
            near="configuration_id",
            far="role_id",
            alias="write_roles",
        ),
        Reference("_project", "Project", via="project_id", internal=True),
        Text("_kind", internal=True),
    ),
)

CUSTOM_ATTRIBUTE_CONFIGURATION = Entity(
    "CustomAttributeConfiguration",
    alias="Variable_Register",
    system_projections=("write_permissionid", "permissionid", "topid"),
    extends="CustomConfigurationBase",
    discriminator=Discriminator(attribute="_kind", value="attribute"),
    unique=(("key", "entity_type", "?object_type_id", "?project_id", "is_hierarchical"),),
    attributes=(
        Text("config", required=True, description="JSON blob of relevant menu options."),
        Boolean("core", default=False, required=True, description="Whether a non-alterable builtin."),
        Variable(
            "default",
            as_text="_default_text",
            as_number="_default_number",
            default="",
            alias="casted_default",
            description="Default value to use when no specific attribute value set on an instance.",
        ),
        Text("entity_type", alias="entity", description="The entity type (table name)."),
        Reference("group", "CustomAttributeGroup", via="group_id"),
        ForeignKey("group_id", "CustomAttributeGroup", alias="groupid"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="registerid"),
        Boolean(
            "is_hierarchical",
            default=False,
            alias="ishierarchical",
            description="Whether overridable at different levels.",
        ),
        Text("key", description="Attribute name unique to entity type.", limit=LONGEST_INDEXED),
        Text("label", caseless=True, description="Display name for attribute."),
        Reference("object_type", "ObjectType", via="object_type_id", alias="object_type"),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            on_delete=OnDelete.CASCADE,
            wire_form=WireForm.TEXT,
            alias="entity_key",
            description="Id of object type attribute applies to.",
        ),
        ForeignKey(
            "project_id",
            "Project",
            on_delete=OnDelete.CASCADE,
            wire_form=WireForm.TEXT,
            alias="topid",
            description="Id of project attribute is configured for.",
        ),
        ManyToMany(
            "read_security_roles",
            "SecurityRole",
            through="ConfigurationReadRole",
            near="configuration_id",
            far="role_id",
            alias="read_roles",
        ),
        Integer("sort", default=0, description="Graphical interface sort order."),
        Reference("type", "CustomAttributeType", via="type_id"),
        ForeignKey("type_id", "CustomAttributeType", alias="typeid", on_delete=OnDelete.REFUSE),
        Collection("values", "CustomAttributeValue", via="configuration_id"),
        ManyToMany(
            "write_security_roles",
            "SecurityRole",
            through="ConfigurationWriteRole",
            near="configuration_id",
            far="role_id",
            alias="write_roles",
        ),
        Text("_kind", internal=True),
        Text("_default_text", internal=True),
        Number("_default_number", internal=True),
        Reference("_project", "Project", via="project_id", internal=True),
    ),
)

CUSTOM_ATTRIBUTE_LINK_CONFIGURATION = Entity(
    "CustomAttributeLinkConfiguration",
    alias="LinkRegister",
    system_projections=("write_permissionid", "permissionid", "topid"),
    extends="CustomConfigurationBase",
    discriminator=Discriminator(attribute="_kind", value="link"),
    attributes=(
        Text("config", required=True, description="JSON blob of relevant menu options."),
        Boolean("core", default=False, required=True, description="Whether a non-alterable builtin."),
        Text("entity_type", required=True, alias="entity", description="The entity type (table name)."),
        Text(
            "entity_type_to",
            required=True,
            immutable=True,
            alias="entity_to",
            description="The entity type (table name).",
        ),
        Reference("group", "CustomAttributeGroup", via="group_id"),
        ForeignKey("group_id", "CustomAttributeGroup", alias="groupid"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="registerid"),
        Text("key", description="Attribute name unique to entity type.", limit=LONGEST_INDEXED),
        Text("label", caseless=True, description="Display name for attribute."),
        Reference("object_type", "ObjectType", via="object_type_id", alias="object_type"),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            on_delete=OnDelete.CASCADE,
            wire_form=WireForm.TEXT,
            alias="entity_key",
            description="Id of object type attribute applies to.",
        ),
        ForeignKey("object_type_id_to", "ObjectType", immutable=True, alias="entity_key_to"),
        Reference("object_type_to", "ObjectType", via="object_type_id_to", alias="object_type_to"),
        Boolean("one_to_one"),
        ForeignKey(
            "project_id",
            "Project",
            on_delete=OnDelete.CASCADE,
            wire_form=WireForm.TEXT,
            alias="topid",
            description="Id of project attribute is configured for.",
        ),
        ManyToMany(
            "read_security_roles",
            "SecurityRole",
            through="ConfigurationReadRole",
            near="configuration_id",
            far="role_id",
            alias="read_roles",
        ),
        Integer("sort", default=0, description="Graphical interface sort order."),
        ManyToMany(
            "write_security_roles",
            "SecurityRole",
            through="ConfigurationWriteRole",
            near="configuration_id",
            far="role_id",
            alias="write_roles",
        ),
        Text("_kind", internal=True),
        Reference("_project", "Project", via="project_id", internal=True),
    ),
)

CUSTOM_ATTRIBUTE_GROUP = Entity(
    "CustomAttributeGroup",
    alias="AttributeGroup",
    default_projections=("id", "name"),
    attributes=(
        Collection(
            "custom_attribute_configurations",
            "CustomAttributeConfiguration",
            via="group_id",
            alias="registers",
        ),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="groupid"),
        Text("name", caseless=True, description="Name of custom attribute group"),
    ),
)

CUSTOM_ATTRIBUTE_TYPE = Entity(
    "CustomAttributeType",
    attributes=(
        Boolean("core", default=False, required=True, description="Whether a non-alterable builtin."),
        Collection(
            "custom_attribute_configurations",
            "CustomAttributeConfiguration",
            via="type_id",
            alias="variables",
        ),
        Text("form_config", alias="formconfig"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Text("name", caseless=True, description="Name of custom attribute type"),
    ),
)

CUSTOM_ATTRIBUTE_VALUE = Entity(
    "CustomAttributeValue",
    alias="Variable_Value",
    key=("configuration_id", "entity_id"),
    found_by="entity_id",
    default_projections=("configuration_id", "entity_id"),
    attributes=(
        *configured_by("CustomAttributeConfiguration", alias="registerid"),
        Text("entity_id", required=True, immutable=True, alias="entityid", indexed=True),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
        *possible_owners("entity_id"),
    ),
)


def dense_values(owner: str, *, in_project: bool = True) -> Entity:
    """Return the type of values of entities of type *owner*, as clients read them.

    There is one value for each configuration that applies.
    """
    return Entity(
        f"{owner}CustomAttributeValue",
        key=("configuration_id", "entity_id"),
        default_projections=("configuration_id", "entity_id", "key"),
        system_projections=("entity_id", "key", "_casted_value", *(["project_id"] if in_project else [])),
        dense=True,
        reads="CustomAttributeValue",
        group_by=in_project,
        attributes=(
            *configured_by("CustomAttributeConfiguration", alias="register_id"),
            ForeignKey("entity_id", owner, required=True, immutable=True),
            Reference("_entity", owner, via="entity_id", internal=True),
            Text("key"),
            Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
            Text("_value_text", internal=True),
            Number("_value_number", internal=True),
        ),
    )


DENSE_VALUES = (
    *(dense_values(owner) for owner in ("Asset", "AssetVersion", "Context", "List")),
    *(dense_values(owner, in_project=False) for owner in ("ListObject", "User")),
)


def _kinds() -> tuple[Text, Text]:
    """Return the internal attributes that distinguish links by the types at both ends, such as Context."""
    return Text("_from_kind", internal=True), Text("_to_kind", internal=True)


CUSTOM_ATTRIBUTE_LINK = Entity(
    "CustomAttributeLink",
    default_projections=("configuration_id", "from_id", "to_id"),
    discriminator=Discriminator(attribute="_to_kind", value=""),
    unique=(("from_id", "to_id", "configuration_id"),),
    attributes=(
        *configured_by("CustomAttributeLinkConfiguration", alias="registerid"),
        Text("from_id", required=True, indexed=True),
        Text("id", default=NEW_ID, immutable=True),
        Text("to_id", required=True, indexed=True),
        Text("from_entity_type", schema_name=True, settled=True),
        Text("to_entity_type", schema_name=True, settled=True),
        *possible_owners("from_id", "_from_"),
        *possible_owners("to_id", "_to_"),
        *_kinds(),
    ),
)

LINKED = {
    "Asset": "asset",
    "AssetVersion": "asset_version",
    "Component": "component",
    "Context": "context",
    "Group": "group",
    "List": "list",
    "User": "user",
}
"""The types that links lead to and from, and the relation that leads to each."""

END_PROJECTIONS = ("id", "to_id", "to_entity_type", "configuration_id", "from_id")


def links_to(target: str) -> Entity:
    """Return the type of links to entities of type *target*."""
    return Entity(
        f"{target}CustomAttributeLink",
        default_projections=END_PROJECTIONS,
        extends="CustomAttributeLink",
        discriminator=Discriminator(attribute="_to_kind", value=target),
        attributes=(
            Reference(LINKED[target], target, via="to_id"),
            *configured_by("CustomAttributeLinkConfiguration", alias="registerid"),
            Text("from_id", required=True),
            Text("id", default=NEW_ID, required=True, immutable=True),
            Text("to_id", required=True),
            Text("from_entity_type", schema_name=True, required=True, settled=True),
            Text("to_entity_type", schema_name=True, required=True, settled=True),
            *possible_owners("from_id", "_from_"),
            *possible_owners("to_id", "_to_"),
            *_kinds(),
        ),
    )


LINKS_TO = tuple(map(links_to, LINKED))

CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "CustomAttributeLinkFrom",
    default_projections=("configuration_id", "from_id", "to_id"),
    reads="CustomAttributeLink",
    attributes=(
        *configured_by("CustomAttributeLinkConfiguration", alias="registerid"),
        Text("from_entity_type", schema_name=True, settled=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, immutable=True),
        Text("to_entity_type", schema_name=True, settled=True),
        Text("to_id", required=True),
        *possible_owners("from_id", "_from_"),
        *possible_owners("to_id", "_to_"),
        *_kinds(),
    ),
)


def links_from(source: str) -> Entity:
    """Return the type of links from entities of type *source*, as seen from the other end."""
    return Entity(
        f"{source}CustomAttributeLinkFrom",
        default_projections=END_PROJECTIONS,
        extends="CustomAttributeLinkFrom",
        discriminator=Discriminator(attribute="_from_kind", value=source),
        attributes=(
            Reference(LINKED[source], source, via="from_id"),
            *configured_by("CustomAttributeLinkConfiguration", alias="registerid"),
            Text("from_entity_type", schema_name=True, required=True, settled=True),
            Text("from_id", required=True),
            Text("id", default=NEW_ID, required=True, immutable=True),
            Text("to_entity_type", schema_name=True, required=True, settled=True),
            Text("to_id", required=True),
            *possible_owners("from_id", "_from_"),
            *possible_owners("to_id", "_to_"),
            *_kinds(),
        ),
    )


LINKS_FROM = tuple(map(links_from, LINKED))


def _roles(name: str) -> Entity:
    """Return the internal type *name*, which links a configuration to the roles with access to its values."""
    return Entity(
        name,
        internal=True,
        key=("configuration_id", "role_id"),
        default_projections=("configuration_id", "role_id"),
        attributes=(
            ForeignKey(
                "configuration_id",
                "CustomConfigurationBase",
                required=True,
                immutable=True,
                on_delete=OnDelete.CASCADE,
            ),
            ForeignKey("role_id", "SecurityRole", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ),
    )


CONFIGURATION_READ_ROLE = _roles("ConfigurationReadRole")
CONFIGURATION_WRITE_ROLE = _roles("ConfigurationWriteRole")

ENTITIES = (
    CONFIGURATION_READ_ROLE,
    CONFIGURATION_WRITE_ROLE,
    CUSTOM_CONFIGURATION_BASE,
    CUSTOM_ATTRIBUTE_CONFIGURATION,
    CUSTOM_ATTRIBUTE_LINK_CONFIGURATION,
    CUSTOM_ATTRIBUTE_GROUP,
    CUSTOM_ATTRIBUTE_TYPE,
    CUSTOM_ATTRIBUTE_VALUE,
    *DENSE_VALUES,
    CUSTOM_ATTRIBUTE_LINK,
    *LINKS_TO,
    CUSTOM_ATTRIBUTE_LINK_FROM,
    *LINKS_FROM,
)
