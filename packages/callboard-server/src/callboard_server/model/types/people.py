"""People: users, guests and groups (all of them resources), memberships and roles."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    AnyAttribute,
    Boolean,
    Collection,
    Computed,
    ComputedKind,
    ForeignKey,
    ManyToMany,
    OnDelete,
    Reference,
    Text,
    WireForm,
)
from callboard_server.model.entity import Discriminator, Entity
from callboard_server.model.types.metadata import (
    custom_attribute_links,
    custom_attributes,
    metadata_of_entity,
)

RESOURCE_ATTRIBUTES: tuple[AnyAttribute, ...] = (
    Text("id", default=NEW_ID, required=True, immutable=True),
    Collection(
        "allocations",
        "Appointment",
        via="resource_id",
        only=("type", "allocation"),
        alias="resource_allocations",
    ),
    Collection("appointments", "Appointment", via="resource_id", alias="resource_appointments"),
    Collection(
        "assignments",
        "Appointment",
        via="resource_id",
        only=("type", "assignment"),
        alias="resource_assignments",
    ),
    Collection("dashboard_resources", "DashboardResource", via="resource_id"),
)

RESOURCE = Entity(
    "Resource",
    system_projections=("resource_type",),
    attributes=(*RESOURCE_ATTRIBUTES, Text("resource_type", required=True)),
)

BASE_USER_ATTRIBUTES: tuple[AnyAttribute, ...] = (
    Text("email", caseless=True, limit=320),
    Text("first_name", alias="firstname", caseless=True, limit=1024),
    Text("last_name", alias="lastname", caseless=True, limit=1024),
    ForeignKey("thumbnail_id", "Component", alias="thumbid"),
    Reference("thumbnail", "Component", via="thumbnail_id"),
    Computed("thumbnail_url", ComputedKind.OBJECT, inputs=("thumbnail_id",), immutable=True),
)

BASE_USER = Entity(
    "BaseUser",
    extends="Resource",
    system_projections=("resource_type",),
    attributes=(*RESOURCE_ATTRIBUTES, Text("resource_type", required=True), *BASE_USER_ATTRIBUTES),
)

COLLABORATOR = Entity(
    "Collaborator",
    extends="BaseUser",
    discriminator=Discriminator(attribute="resource_type", value="collaborator"),
    system_projections=("resource_type",),
    attributes=(
        *RESOURCE_ATTRIBUTES,
        Text("resource_type", required=True),
        *BASE_USER_ATTRIBUTES,
        Text("created_from_shared_url"),
    ),
)
"""A guest of review sessions, who cannot sign in."""

USER = Entity(
    "User",
    extends="BaseUser",
    discriminator=Discriminator(attribute="resource_type", value="user"),
    system_projections=("resource_type",),
    unique=(("username",),),
    attributes=(
        Text("username", required=True, caseless=True, limit=255),
        Boolean("is_active", required=True, alias="isactive"),
        Text("resource_type", default="user", required=True, immutable=True),
        *RESOURCE_ATTRIBUTES,
        *BASE_USER_ATTRIBUTES,
        Boolean("is_otp_enabled", alias="otp_enabled"),
        Boolean("is_totp_enabled", alias="totp_enabled"),
        Boolean("require_details_update"),
        ForeignKey(
            "user_type_id", "UserType", alias="typeid", wire_form=WireForm.UNTYPED, on_delete=OnDelete.REFUSE
        ),
        Reference("user_type", "UserType", via="user_type_id", alias="type"),
        Collection("memberships", "Membership", via="user_id", alias="user_memberships"),
        Collection("task_type_links", "UserTaskTypeLink", via="user_id", alias="user_task_type_link"),
        Collection("timelogs", "Timelog", via="user_id"),
        Collection("user_security_roles", "UserSecurityRole", via="user_id", alias="userRoles"),
        metadata_of_entity(),
        custom_attributes("UserCustomAttributeValue"),
        *custom_attribute_links(),
    ),
)

GROUP = Entity(
    "Group",
    extends="Resource",
    discriminator=Discriminator(attribute="resource_type", value="group"),
    system_projections=("resource_type",),
    attributes=(
        Text("name", default="", required=True, caseless=True, limit=1024),
        Boolean("local", required=True),
        Text("resource_type", default="group", required=True, immutable=True),
        *RESOURCE_ATTRIBUTES,
        Computed(
            "link",
            ComputedKind.TEXT,
            inputs=("id",),
            made_by="group_link",
            immutable=True,
            volatile=False,
            alias="api_link",
        ),
        ForeignKey("parent_id", "Group", alias="group_id"),
        Reference("parent", "Group", via="parent_id"),
        Collection("children", "Group", via="parent_id"),
        Collection("memberships", "Membership", via="group_id", alias="group_memberships"),
        metadata_of_entity(),
        *custom_attribute_links(),
    ),
)

USER_TYPE = Entity(
    "UserType",
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="typeid"),
        Text("name", immutable=True, caseless=True),
    ),
)

MEMBERSHIP = Entity(
    "Membership",
    unique=(("group_id", "user_id"),),
    attributes=(
        ForeignKey("group_id", "Group", required=True, on_delete=OnDelete.CASCADE),
        Reference("group", "Group", via="group_id", alias="membership_group"),
        ForeignKey("user_id", "User", required=True, on_delete=OnDelete.CASCADE),
        Reference("user", "User", via="user_id", alias="membership_user"),
        Text("id", default=NEW_ID, required=True, immutable=True),
    ),
)

SECURITY_ROLE = Entity(
    "SecurityRole",
    alias="Auth_Role",
    default_projections=("id", "name"),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True, alias="roleid"),
        Text("name", caseless=True),
        Text("type", alias="typeid", refers_to="SecurityRoleType.id"),
        Collection("user_security_roles", "UserSecurityRole", via="security_role_id", alias="userRoles"),
    ),
)

USER_SECURITY_ROLE = Entity(
    "UserSecurityRole",
    alias="Auth_UserRole",
    default_projections=("id", "user_id", "security_role_id"),
    unique=(("user_id", "security_role_id"),),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Boolean("is_all_open_projects", alias="isallprojects"),
        Boolean(
            "is_all_projects",
            alias="isallprojects",
            twin_of="is_all_open_projects",
            description="This attribute has been deprecated, use `is_all_open_projects` attribute instead.",
        ),
        ForeignKey("security_role_id", "SecurityRole", alias="roleid", on_delete=OnDelete.CASCADE),
        Reference("security_role", "SecurityRole", via="security_role_id", alias="role"),
        ForeignKey("user_id", "User", alias="userid", on_delete=OnDelete.CASCADE),
        Reference("user", "User", via="user_id"),
        Collection(
            "user_security_role_projects",
            "UserSecurityRoleProject",
            via="user_security_role_id",
            alias="user_role_projects",
        ),
    ),
)

USER_SECURITY_ROLE_PROJECT = Entity(
    "UserSecurityRoleProject",
    alias="UserRoleProject",
    default_projections=("id", "user_security_role_id", "project_id"),
    parent="user_security_role_id",
    unique=(("user_security_role_id", "project_id"),),
    attributes=(
        Text("id", default=NEW_ID, required=True, immutable=True),
        Reference("project", "Project", via="project_id"),
        ForeignKey("project_id", "Project", on_delete=OnDelete.CASCADE),
        Reference("user_security_role", "UserSecurityRole", via="user_security_role_id", alias="user_role"),
        ForeignKey(
            "user_security_role_id", "UserSecurityRole", alias="user_role_id", on_delete=OnDelete.CASCADE
        ),
    ),
)

USER_APPLICATION_STATE = Entity(
    "UserApplicationState",
    alias="UserSetting",
    key=("user_id", "key"),
    default_projections=("user_id", "key", "value"),
    attributes=(
        Text("key", required=True, immutable=True),
        ForeignKey(
            "user_id", "User", required=True, immutable=True, alias="userid", on_delete=OnDelete.CASCADE
        ),
        Text("value", required=True),
    ),
)

USER_TASK_TYPE_LINK = Entity(
    "UserTaskTypeLink",
    key=("type_id", "user_id"),
    default_projections=("type_id", "user_id"),
    parent="user_id",
    attributes=(
        Reference("type", "Type", via="type_id", alias="task_type"),
        ForeignKey(
            "type_id",
            "Type",
            required=True,
            immutable=True,
            alias="task_type_id",
            on_delete=OnDelete.CASCADE,
        ),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)
"""A type of tasks that a user works on."""

USER_VIEW = Entity(
    "UserView",
    attributes=(
        Boolean("global", alias="isglobal"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="viewid"),
        Text("name", caseless=True, limit=1024),
        ManyToMany(
            "shared_with",
            "Resource",
            through="UserViewShare",
            near="user_view_id",
            far="resource_id",
            alias="sharedviews",
        ),
        Collection("_shares", "UserViewShare", via="user_view_id", internal=True),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", alias="userid", on_delete=OnDelete.CASCADE),
    ),
)
"""A saved view of the web interface. Everyone sees a `global` one."""

USER_VIEW_SHARE = Entity(
    "UserViewShare",
    internal=True,
    key=("user_view_id", "resource_id"),
    default_projections=("user_view_id", "resource_id"),
    parent="user_view_id",
    attributes=(
        ForeignKey("user_view_id", "UserView", required=True, immutable=True, on_delete=OnDelete.CASCADE),
        ForeignKey("resource_id", "Resource", required=True, immutable=True, on_delete=OnDelete.CASCADE),
    ),
)

ENTITIES = (
    RESOURCE,
    BASE_USER,
    USER,
    COLLABORATOR,
    GROUP,
    USER_TYPE,
    MEMBERSHIP,
    SECURITY_ROLE,
    USER_SECURITY_ROLE,
    USER_SECURITY_ROLE_PROJECT,
    USER_APPLICATION_STATE,
    USER_TASK_TYPE_LINK,
    USER_VIEW,
    USER_VIEW_SHARE,
)
