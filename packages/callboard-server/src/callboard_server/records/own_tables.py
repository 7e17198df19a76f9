"""All tables that are not entities, to create and upgrade a database."""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.credentials import CREDENTIAL
from callboard_server.records.deliveries import WEBHOOK_DELIVERY
from callboard_server.records.delivery_attempts import WEBHOOK_ATTEMPT
from callboard_server.records.hub_positions import HUB_POSITION
from callboard_server.records.hub_processes import HUB_PROCESS
from callboard_server.records.hub_tickets import HUB_TICKET
from callboard_server.records.leases import LEASE
from callboard_server.records.mail import MAIL
from callboard_server.records.outbox import OUTBOX
from callboard_server.records.posters import POSTER
from callboard_server.records.share_links import SHARE_LINK, SHARE_OPENING
from callboard_server.records.sign_in_failures import SIGN_IN_FAILURE
from callboard_server.records.stored_files import STORED_FILE
from callboard_server.records.tasks import TASK
from callboard_server.records.uploads import UPLOAD, UPLOAD_PART

OWN_TABLES: tuple[sa.Table, ...] = (
    OUTBOX,
    LEASE,
    HUB_TICKET,
    HUB_POSITION,
    HUB_PROCESS,
    CREDENTIAL,
    SIGN_IN_FAILURE,
    STORED_FILE,
    UPLOAD,
    UPLOAD_PART,
    SHARE_LINK,
    SHARE_OPENING,
    TASK,
    POSTER,
    MAIL,
    WEBHOOK_DELIVERY,
    WEBHOOK_ATTEMPT,
)
"""The tables, each after the tables that it refers to. The tables of entities are derived from the model."""
