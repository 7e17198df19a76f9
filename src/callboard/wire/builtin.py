"""Identifiers that both sides know by heart, because thousands of scripts do."""

from __future__ import annotations

from typing import Final

ORIGIN_LOCATION_ID: Final = "ce9b348f-8809-11e3-821c-20c9d081909b"
UNMANAGED_LOCATION_ID: Final = "cb268ecc-8809-11e3-a7e2-20c9d081909b"
REVIEW_LOCATION_ID: Final = "cd41be70-8809-11e3-b98a-20c9d081909b"
CONNECT_LOCATION_ID: Final = "07b82a97-8cf9-11e3-9383-20c9d081909b"
SERVER_LOCATION_ID: Final = "3a372bde-05bc-11e4-8908-20c9d081909b"

LOCATION_NAMES: Final = {
    ORIGIN_LOCATION_ID: "ftrack.origin",
    UNMANAGED_LOCATION_ID: "ftrack.unmanaged",
    REVIEW_LOCATION_ID: "ftrack.review",
    CONNECT_LOCATION_ID: "ftrack.connect",
    SERVER_LOCATION_ID: "ftrack.server",
}

DEFAULT_USER_TYPE_ID: Final = "ac9fa5aa-4361-11e0-b7cc-0019bb4983d8"
