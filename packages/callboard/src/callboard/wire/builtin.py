"""Identifiers that every server has; many scripts contain them."""

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
NO_PRIORITY_ID: Final = "9661b320-3a0c-11e2-81c1-0800200c9a66"
STORAGE_SCENARIO_SETTING: Final = ("storage_scenario", "STORAGE")
"""Name and group of the setting that selects where clients store files."""
UPLOAD_ASSET_TYPE_ID: Final = "8f4144e0-a8e6-11e2-9e96-0800200c9a66"

OBJECT_TYPE_IDS: Final = {
    "Task": "11c137c0-ee7e-4f9c-91c5-8c77cec22b2c",
    "Milestone": "01decdd1-51cb-11e3-9d5b-20c9d0831e59",
    "Shot": "bad911de-3bd6-47b9-8b46-3476e237cb36",
    "Sequence": "e5139355-61da-4c8f-9db4-3abc870166bc",
    "Episode": "22139355-61da-4c8f-9db4-3abc870166bc",
    "AssetBuild": "4be63b64-5010-42fb-bf1f-428af9d638f0",
    "Folder": "3c133785-51cb-11e3-980a-20c9d0831e59",
}
"""The object types that every server has, by entity type."""
