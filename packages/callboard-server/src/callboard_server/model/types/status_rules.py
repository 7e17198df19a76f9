"""Status rules: from which statuses the users with a role may change to a status.

A group is about changes to one status, in the projects of one schema, of versions or of contexts with one
object type. Its rules list the statuses that may come before.
"""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    AnyAttribute,
    Collection,
    ForeignKey,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Discriminator, Entity

CONTEXT_KIND, VERSION_KIND = "task", "assetversion"

GROUP_ATTRIBUTES: tuple[AnyAttribute, ...] = (
    Text("entity_type", required=True),
    Text("id", default=NEW_ID, required=True, immutable=True),
    Reference("role", "SecurityRole", via="role_id"),
    ForeignKey("role_id", "SecurityRole", on_delete=OnDelete.CASCADE),
    Reference("schema", "ProjectSchema", via="schema_id"),
    ForeignKey("schema_id", "ProjectSchema", required=True, on_delete=OnDelete.CASCADE),
    Reference("status", "Status", via="status_id"),
    ForeignKey("status_id", "Status", required=True, on_delete=OnDelete.CASCADE),
    Collection("status_rules", "StatusRule", via="status_rule_group_id"),
)

STATUS_RULE_GROUP = Entity(
    "StatusRuleGroup",
    default_projections=("id", "status_id", "entity_type"),
    parent="schema_id",
    attributes=GROUP_ATTRIBUTES,
)

ASSET_VERSION_STATUS_RULE_GROUP = Entity(
    "AssetVersionStatusRuleGroup",
    extends="StatusRuleGroup",
    discriminator=Discriminator(attribute="entity_type", value=VERSION_KIND),
    default_projections=("id", "status_id", "entity_type"),
    parent="schema_id",
    attributes=GROUP_ATTRIBUTES,
)

TYPED_CONTEXT_STATUS_RULE_GROUP = Entity(
    "TypedContextStatusRuleGroup",
    alias="TaskStatusRuleGroup",
    extends="StatusRuleGroup",
    discriminator=Discriminator(attribute="entity_type", value=CONTEXT_KIND),
    default_projections=("object_type_id", "id", "status_id", "entity_type"),
    parent="schema_id",
    attributes=(
        *GROUP_ATTRIBUTES,
        Reference("object_type", "ObjectType", via="object_type_id"),
        ForeignKey("object_type_id", "ObjectType", required=True, on_delete=OnDelete.CASCADE),
    ),
)

STATUS_RULE = Entity(
    "StatusRule",
    default_projections=("id", "status_id"),
    parent="status_rule_group_id",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("status", "Status", via="status_id"),
        ForeignKey("status_id", "Status", required=True, on_delete=OnDelete.CASCADE),
        Reference("status_rule_group", "StatusRuleGroup", via="status_rule_group_id"),
        ForeignKey("status_rule_group_id", "StatusRuleGroup", required=True, on_delete=OnDelete.CASCADE),
    ),
)

ENTITIES = (
    STATUS_RULE_GROUP,
    ASSET_VERSION_STATUS_RULE_GROUP,
    TYPED_CONTEXT_STATUS_RULE_GROUP,
    STATUS_RULE,
)
