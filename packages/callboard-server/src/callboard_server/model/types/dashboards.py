"""Dashboards and their widgets."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Boolean,
    Collection,
    ForeignKey,
    Number,
    OnDelete,
    Reference,
    Text,
    WireForm,
)
from callboard_server.model.entity import Entity

DASHBOARD = Entity(
    "Dashboard",
    system_projections=("typeid",),
    attributes=(
        Reference("created_by", "User", via="created_by_id", alias="user"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", alias="userid"),
        Collection("dashboard_resources", "DashboardResource", via="dashboard_id"),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="dashboardid"),
        Boolean("is_shared_with_everyone", default=False, alias="isglobal"),
        Text("name", caseless=True),
        Collection("widgets", "DashboardWidget", via="dashboard_id"),
    ),
)

DASHBOARD_RESOURCE = Entity(
    "DashboardResource",
    alias="LinkDashboardResource",
    key=("dashboard_id", "resource_id"),
    default_projections=("dashboard_id", "resource_id"),
    system_projections=("dashboard_id", "resource_id"),
    parent="dashboard_id",
    attributes=(
        Reference("dashboard", "Dashboard", via="dashboard_id"),
        ForeignKey(
            "dashboard_id",
            "Dashboard",
            wire_form=WireForm.REFERENCE,
            required=True,
            immutable=True,
            on_delete=OnDelete.CASCADE,
        ),
        Boolean("is_shared_with_everyone", default=False, alias="isglobal"),
        Reference("resource", "Resource", via="resource_id"),
        ForeignKey(
            "resource_id",
            "Resource",
            wire_form=WireForm.REFERENCE,
            required=True,
            immutable=True,
            on_delete=OnDelete.CASCADE,
        ),
    ),
)

DASHBOARD_WIDGET = Entity(
    "DashboardWidget",
    parent="dashboard_id",
    attributes=(
        Text("config", description="JSON blob of relevant widget options."),
        Reference("dashboard", "Dashboard", via="dashboard_id"),
        ForeignKey("dashboard_id", "Dashboard", alias="dashboardid", on_delete=OnDelete.CASCADE),
        Text("id", default=NEW_ID, required=True, immutable=True, alias="widgetid"),
        Number("sort"),
        Text("type", alias="widget_typeid"),
    ),
)

ENTITIES = (
    DASHBOARD,
    DASHBOARD_RESOURCE,
    DASHBOARD_WIDGET,
)
