"""The metadata of this package's tables, and the tables of entities that its statements also read.

The tables of entities have the columns of the standard model, and are not created from here.
"""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.model.entity import table_name
from callboard_server.model.types import standard_model
from callboard_server.storage.tables import sql_type

METADATA = sa.MetaData()
_MODEL = standard_model()


def entity_table(name: str) -> sa.Table:
    """Return the table of the family of entity types with the top *name*."""
    root = _MODEL.entity(name)
    columns = _MODEL.family_columns(root).items()
    return sa.Table(
        table_name(root),
        METADATA,
        *(sa.Column(column, sql_type(attribute)) for column, attribute in columns),
    )


RESOURCE = entity_table("Resource")
API_KEY = entity_table("ApiKey")
API_KEY_ROLE = entity_table("ApiKeyRole")
API_KEY_PROJECT = entity_table("ApiKeyProject")
USER_SESSION = entity_table("UserSession")
SECURITY_ROLE = entity_table("SecurityRole")
USER_SECURITY_ROLE = entity_table("UserSecurityRole")
USER_SECURITY_ROLE_PROJECT = entity_table("UserSecurityRoleProject")
MEMBERSHIP = entity_table("Membership")
JOB = entity_table("Job")
JOB_COMPONENT = entity_table("JobComponent")
JOB_GRANT = entity_table("JobGrant")
METADATA_ENTRY = entity_table("Metadata")
COMPONENT = entity_table("Component")
STATUS_RULE_GROUP = entity_table("StatusRuleGroup")
STATUS_RULE = entity_table("StatusRule")
AUTOMATION = entity_table("Automation")
TRIGGER = entity_table("Trigger")
ACTION = entity_table("Action")
ACTION_LOG = entity_table("ActionLog")
