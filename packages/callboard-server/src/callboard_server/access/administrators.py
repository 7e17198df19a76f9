"""What only administrators may see or change."""

from __future__ import annotations

AUTOMATIONS = ("Automation", "Trigger", "WebhookAction")
"""Types that only administrators see, because they can contain secrets."""

PEOPLE = (
    "UserType",
    "SecurityRole",
    "UserSecurityRole",
    "UserSecurityRoleProject",
    "Membership",
    "JobGrant",
)
STORAGE = ("Location", "Disk")
VOCABULARY = (
    "ObjectType",
    "Type",
    "Priority",
    "Status",
    "State",
    "Scope",
    "ManagerType",
    "AssetType",
    "NoteLabel",
    "ListCategory",
)
WORKFLOW = (
    "ProjectSchema",
    "ProjectSchemaObjectType",
    "ProjectSchemaOverride",
    "Schema",
    "SchemaStatus",
    "SchemaType",
    "TaskTypeSchema",
    "TaskTypeSchemaType",
    "WorkflowSchema",
    "WorkflowSchemaStatus",
    "TaskTemplate",
    "TaskTemplateItem",
)
CUSTOM_ATTRIBUTES = (
    "CustomConfigurationBase",
    "ConfigurationReadRole",
    "ConfigurationWriteRole",
    "CustomAttributeGroup",
    "CustomAttributeType",
)
SETTINGS = ("Setting", "SettingComponent")

ADMINISTRATORS_ONLY = frozenset(
    {*PEOPLE, *STORAGE, *VOCABULARY, *WORKFLOW, *CUSTOM_ATTRIBUTES, *SETTINGS, *AUTOMATIONS}
)
"""Types, by the owner of their table, that only administrators create, change and delete."""

OWN_PROFILE = frozenset({"first_name", "last_name", "email", "thumbnail_id"})
"""What users may change of their own entity. Everything else of users and groups is for administrators."""
