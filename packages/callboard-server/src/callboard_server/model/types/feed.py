"""The activity feed, and conversations."""

from __future__ import annotations

from callboard_server.model.attributes import (
    NEW_ID,
    Collection,
    ForeignKey,
    Instant,
    Integer,
    OnDelete,
    Reference,
    Text,
)
from callboard_server.model.entity import Entity
from callboard_server.model.types.metadata import possible_owners

EVENT = Entity(
    "Event",
    group_by=True,
    made_by_server=True,
    alias="SocialEvent",
    parent="project_id",
    system_projections=("showid",),
    attributes=(
        Text("action", alias="action"),
        Instant("created_at"),
        Text("data"),
        Collection("feeds", "Feed", via="social_id"),
        Integer("id", required=True, immutable=True, alias="socialid"),
        Text("insert", alias="insert"),
        Text("parent_id", indexed=True),
        Text("parent_type"),
        Reference("project", "Project", via="project_id", alias="show"),
        ForeignKey("project_id", "Project", alias="showid", on_delete=OnDelete.CASCADE),
        Reference("user", "User", via="user_id"),
        ForeignKey("user_id", "User", refers_to="User.user_id", alias="userid"),
        *possible_owners("parent_id"),
    ),
)

FEED = Entity(
    "Feed",
    made_by_server=True,
    alias="SocialFeed",
    parent="social_id",
    attributes=(
        Text("cluster_id", alias="clusterid"),
        Instant("created_at"),
        Integer("distance", default=0, alias="distance"),
        Reference("event", "Event", via="social_id"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("owner_id", alias="ownerid", indexed=True),
        Text("relation", alias="relation"),
        Integer("social_id", refers_to="Event.social_id", alias="socialid", indexed=True),
        *possible_owners("owner_id"),
    ),
)

CONVERSATION = Entity(
    "Conversation",
    attributes=(
        Instant("created_at", required=True),
        Reference("created_by", "User", via="created_by_id", alias="createdBy"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", required=True, alias="created_by"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Collection("messages", "Message", via="conversation_id"),
        Collection("participants", "Participant", via="conversation_id"),
    ),
)

MESSAGE = Entity(
    "Message",
    parent="conversation_id",
    attributes=(
        Reference("conversation", "Conversation", via="conversation_id"),
        ForeignKey("conversation_id", "Conversation", required=True, on_delete=OnDelete.CASCADE),
        Instant("created_at", required=True),
        Reference("created_by", "User", via="created_by_id", alias="createdBy"),
        ForeignKey("created_by_id", "User", refers_to="User.user_id", required=True, alias="created_by"),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Text("text"),
    ),
)

PARTICIPANT = Entity(
    "Participant",
    parent="conversation_id",
    attributes=(
        Reference("conversation", "Conversation", via="conversation_id"),
        ForeignKey("conversation_id", "Conversation", required=True, on_delete=OnDelete.CASCADE),
        Text("id", default=NEW_ID, required=True, immutable=True),
        Instant("last_visit"),
        Reference("resource", "Resource", via="resource_id"),
        ForeignKey("resource_id", "Resource", required=True, on_delete=OnDelete.CASCADE),
    ),
)

ENTITIES = (
    EVENT,
    FEED,
    CONVERSATION,
    MESSAGE,
    PARTICIPANT,
)
