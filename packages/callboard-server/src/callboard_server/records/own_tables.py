"""All tables of our own, for whoever creates or upgrades a database."""

from __future__ import annotations

import sqlalchemy as sa

from callboard_server.records.credentials import (
    API_KEY,
    CREDENTIAL,
    GLOBAL_KEY,
    GLOBAL_KEY_ROLE,
    SIGN_IN_FAILURE,
    WEB_SESSION,
)
from callboard_server.records.deliveries import WEBHOOK_ATTEMPT, WEBHOOK_DELIVERY
from callboard_server.records.hub import HUB_POSITION, HUB_PROCESS, HUB_TICKET
from callboard_server.records.leases import LEASE
from callboard_server.records.mail import MAIL
from callboard_server.records.outbox import OUTBOX
from callboard_server.records.shares import SHARE_LINK
from callboard_server.records.stored_files import POSTER, STORED_FILE, UPLOAD, UPLOAD_PART
from callboard_server.records.tasks import TASK

OWN_TABLES: tuple[sa.Table, ...] = (
    OUTBOX,
    LEASE,
    HUB_TICKET,
    HUB_POSITION,
    HUB_PROCESS,
    CREDENTIAL,
    API_KEY,
    WEB_SESSION,
    SIGN_IN_FAILURE,
    STORED_FILE,
    UPLOAD,
    UPLOAD_PART,
    SHARE_LINK,
    TASK,
    POSTER,
    GLOBAL_KEY,
    GLOBAL_KEY_ROLE,
    MAIL,
    WEBHOOK_DELIVERY,
    WEBHOOK_ATTEMPT,
)
"""Each follows those that it refers to. The tables of entities come from the model."""
