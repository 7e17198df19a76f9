"""Custom attributes: their configurations, the values as stored and as read, and links between entities."""

from __future__ import annotations

from callboard.model.attributes import (
    NEW_ID,
    Boolean,
    Collection,
    ForeignKey,
    Integer,
    ManyToMany,
    Number,
    OnDelete,
    Reference,
    Text,
    ToldAs,
    Variable,
)
from callboard.model.entity import Discriminator, Entity

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
        Text("key", description="Attribute name unique to entity type."),
        Text("label", caseless=True, description="Display name for attribute."),
        Reference("object_type", "ObjectType", via="object_type_id", alias="object_type"),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            on_delete=OnDelete.CASCADE,
            told=ToldAs.TEXT,
            alias="entity_key",
            description="Id of object type attribute applies to.",
        ),
        ForeignKey(
            "project_id",
            "Project",
            on_delete=OnDelete.CASCADE,
            told=ToldAs.TEXT,
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
        Boolean("is_hierarchical", default=False, alias="ishierarchical", description="Whether overridable at different levels."),
        Text("key", description="Attribute name unique to entity type."),
        Text("label", caseless=True, description="Display name for attribute."),
        Reference("object_type", "ObjectType", via="object_type_id", alias="object_type"),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            on_delete=OnDelete.CASCADE,
            told=ToldAs.TEXT,
            alias="entity_key",
            description="Id of object type attribute applies to.",
        ),
        ForeignKey(
            "project_id",
            "Project",
            on_delete=OnDelete.CASCADE,
            told=ToldAs.TEXT,
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
        Text("entity_type_to", required=True, immutable=True, alias="entity_to", description="The entity type (table name)."),
        Reference("group", "CustomAttributeGroup", via="group_id"),
        ForeignKey("group_id", "CustomAttributeGroup", alias="groupid"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="registerid"),
        Text("key", description="Attribute name unique to entity type."),
        Text("label", caseless=True, description="Display name for attribute."),
        Reference("object_type", "ObjectType", via="object_type_id", alias="object_type"),
        ForeignKey(
            "object_type_id",
            "ObjectType",
            on_delete=OnDelete.CASCADE,
            told=ToldAs.TEXT,
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
            told=ToldAs.TEXT,
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
    ),
)

CUSTOM_ATTRIBUTE_GROUP = Entity(
    "CustomAttributeGroup",
    alias="AttributeGroup",
    default_projections=("id", "name"),
    attributes=(
        Collection("custom_attribute_configurations", "CustomAttributeConfiguration", via="group_id", alias="registers"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="groupid"),
        Text("name", caseless=True, description="Name of custom attribute group"),
    ),
)

CUSTOM_ATTRIBUTE_TYPE = Entity(
    "CustomAttributeType",
    attributes=(
        Boolean("core", default=False, required=True, description="Whether a non-alterable builtin."),
        Collection("custom_attribute_configurations", "CustomAttributeConfiguration", via="type_id", alias="variables"),
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
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("entity_id", required=True, immutable=True, alias="entityid", indexed=True),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

ASSET_CUSTOM_ATTRIBUTE_VALUE = Entity(
    "AssetCustomAttributeValue",
    key=("configuration_id", "entity_id"),
    default_projections=("configuration_id", "entity_id", "key"),
    system_projections=("entity_id", "key", "_casted_value", "project_id"),
    dense=True,
    reads="CustomAttributeValue",
    attributes=(
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="register_id",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey("entity_id", "Asset", required=True, immutable=True),
        Text("key"),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

ASSET_VERSION_CUSTOM_ATTRIBUTE_VALUE = Entity(
    "AssetVersionCustomAttributeValue",
    key=("configuration_id", "entity_id"),
    default_projections=("configuration_id", "entity_id", "key"),
    system_projections=("entity_id", "key", "_casted_value", "project_id"),
    dense=True,
    reads="CustomAttributeValue",
    attributes=(
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="register_id",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey("entity_id", "AssetVersion", required=True, immutable=True),
        Text("key"),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

CONTEXT_CUSTOM_ATTRIBUTE_VALUE = Entity(
    "ContextCustomAttributeValue",
    key=("configuration_id", "entity_id"),
    default_projections=("configuration_id", "entity_id", "key"),
    system_projections=("entity_id", "key", "_casted_value", "project_id"),
    dense=True,
    reads="CustomAttributeValue",
    attributes=(
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="register_id",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey("entity_id", "Context", required=True, immutable=True),
        Text("key"),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

LIST_CUSTOM_ATTRIBUTE_VALUE = Entity(
    "ListCustomAttributeValue",
    key=("configuration_id", "entity_id"),
    default_projections=("configuration_id", "entity_id", "key"),
    system_projections=("entity_id", "key", "_casted_value", "project_id"),
    dense=True,
    reads="CustomAttributeValue",
    attributes=(
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="register_id",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey("entity_id", "List", required=True, immutable=True),
        Text("key"),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

LIST_OBJECT_CUSTOM_ATTRIBUTE_VALUE = Entity(
    "ListObjectCustomAttributeValue",
    key=("configuration_id", "entity_id"),
    default_projections=("configuration_id", "entity_id", "key"),
    system_projections=("entity_id", "key", "_casted_value"),
    dense=True,
    reads="CustomAttributeValue",
    attributes=(
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="register_id",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey("entity_id", "ListObject", required=True, immutable=True),
        Text("key"),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

USER_CUSTOM_ATTRIBUTE_VALUE = Entity(
    "UserCustomAttributeValue",
    key=("configuration_id", "entity_id"),
    default_projections=("configuration_id", "entity_id", "key"),
    system_projections=("entity_id", "key", "_casted_value"),
    dense=True,
    reads="CustomAttributeValue",
    attributes=(
        Reference("configuration", "CustomAttributeConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeConfiguration",
            required=True,
            immutable=True,
            alias="register_id",
            on_delete=OnDelete.CASCADE,
        ),
        ForeignKey("entity_id", "User", required=True, immutable=True),
        Text("key"),
        Variable("value", as_text="_value_text", as_number="_value_number", alias="casted_value"),
        Text("_value_text", internal=True),
        Number("_value_number", internal=True),
    ),
)

CUSTOM_ATTRIBUTE_LINK = Entity(
    "CustomAttributeLink",
    default_projections=("configuration_id", "from_id", "to_id"),
    lends=True,
    discriminator=Discriminator(attribute="to_entity_type", value=""),
    unique=(("from_id", "to_id", "configuration_id"),),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True, indexed=True),
        Text("id", default=NEW_ID, immutable=True),
        Text("to_id", required=True, indexed=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

ASSET_CUSTOM_ATTRIBUTE_LINK = Entity(
    "AssetCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="Asset"),
    attributes=(
        Reference("asset", "Asset", via="to_id"),
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_id", required=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

ASSET_VERSION_CUSTOM_ATTRIBUTE_LINK = Entity(
    "AssetVersionCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="AssetVersion"),
    attributes=(
        Reference("asset_version", "AssetVersion", via="to_id"),
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_id", required=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

COMPONENT_CUSTOM_ATTRIBUTE_LINK = Entity(
    "ComponentCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="Component"),
    attributes=(
        Reference("component", "Component", via="to_id"),
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_id", required=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

CONTEXT_CUSTOM_ATTRIBUTE_LINK = Entity(
    "ContextCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="Context"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Reference("context", "Context", via="to_id"),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_id", required=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

GROUP_CUSTOM_ATTRIBUTE_LINK = Entity(
    "GroupCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="Group"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True),
        Reference("group", "Group", via="to_id"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_id", required=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

LIST_CUSTOM_ATTRIBUTE_LINK = Entity(
    "ListCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="List"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("list", "List", via="to_id"),
        Text("to_id", required=True),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

USER_CUSTOM_ATTRIBUTE_LINK = Entity(
    "UserCustomAttributeLink",
    told_required=("from_entity_type", "to_entity_type"),
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLink",
    discriminator=Discriminator(attribute="to_entity_type", value="User"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_id", required=True),
        Reference("user", "User", via="to_id"),
        Text("from_entity_type", schema_name=True, internal=True),
        Text("to_entity_type", schema_name=True, internal=True),
    ),
)

CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "CustomAttributeLinkFrom",
    default_projections=("configuration_id", "from_id", "to_id"),
    lends=True,
    reads="CustomAttributeLink",
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, immutable=True),
        Text("to_entity_type", schema_name=True),
        Text("to_id", required=True),
    ),
)

ASSET_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "AssetCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="Asset"),
    attributes=(
        Reference("asset", "Asset", via="from_id"),
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
    ),
)

ASSET_VERSION_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "AssetVersionCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="AssetVersion"),
    attributes=(
        Reference("asset_version", "AssetVersion", via="from_id"),
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
    ),
)

COMPONENT_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "ComponentCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="Component"),
    attributes=(
        Reference("component", "Component", via="from_id"),
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
    ),
)

CONTEXT_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "ContextCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="Context"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Reference("context", "Context", via="from_id"),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
    ),
)

GROUP_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "GroupCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="Group"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Reference("group", "Group", via="from_id"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
    ),
)

LIST_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "ListCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="List"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("list", "List", via="from_id"),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
    ),
)

USER_CUSTOM_ATTRIBUTE_LINK_FROM = Entity(
    "UserCustomAttributeLinkFrom",
    default_projections=("id", "to_id", "to_entity_type", "configuration_id", "from_id"),
    extends="CustomAttributeLinkFrom",
    discriminator=Discriminator(attribute="from_entity_type", value="User"),
    attributes=(
        Reference("configuration", "CustomAttributeLinkConfiguration", via="configuration_id", alias="register"),
        ForeignKey(
            "configuration_id",
            "CustomAttributeLinkConfiguration",
            required=True,
            immutable=True,
            alias="registerid",
            on_delete=OnDelete.CASCADE,
        ),
        Text("from_entity_type", schema_name=True, required=True),
        Text("from_id", required=True),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("to_entity_type", schema_name=True, required=True),
        Text("to_id", required=True),
        Reference("user", "User", via="from_id"),
    ),
)


def _roles(name: str) -> Entity:
    """Return the internal type *name* that ties a configuration to the roles that may read, or write, its values."""
    return Entity(
        name,
        internal=True,
        key=("configuration_id", "role_id"),
        default_projections=("configuration_id", "role_id"),
        attributes=(
            ForeignKey("configuration_id", "CustomConfigurationBase", required=True, immutable=True, on_delete=OnDelete.CASCADE),
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
    ASSET_CUSTOM_ATTRIBUTE_VALUE,
    ASSET_VERSION_CUSTOM_ATTRIBUTE_VALUE,
    CONTEXT_CUSTOM_ATTRIBUTE_VALUE,
    LIST_CUSTOM_ATTRIBUTE_VALUE,
    LIST_OBJECT_CUSTOM_ATTRIBUTE_VALUE,
    USER_CUSTOM_ATTRIBUTE_VALUE,
    CUSTOM_ATTRIBUTE_LINK,
    ASSET_CUSTOM_ATTRIBUTE_LINK,
    ASSET_VERSION_CUSTOM_ATTRIBUTE_LINK,
    COMPONENT_CUSTOM_ATTRIBUTE_LINK,
    CONTEXT_CUSTOM_ATTRIBUTE_LINK,
    GROUP_CUSTOM_ATTRIBUTE_LINK,
    LIST_CUSTOM_ATTRIBUTE_LINK,
    USER_CUSTOM_ATTRIBUTE_LINK,
    CUSTOM_ATTRIBUTE_LINK_FROM,
    ASSET_CUSTOM_ATTRIBUTE_LINK_FROM,
    ASSET_VERSION_CUSTOM_ATTRIBUTE_LINK_FROM,
    COMPONENT_CUSTOM_ATTRIBUTE_LINK_FROM,
    CONTEXT_CUSTOM_ATTRIBUTE_LINK_FROM,
    GROUP_CUSTOM_ATTRIBUTE_LINK_FROM,
    LIST_CUSTOM_ATTRIBUTE_LINK_FROM,
    USER_CUSTOM_ATTRIBUTE_LINK_FROM,
)
