"""Preludes of the examples of each page: the names and files that the page does not define."""

from __future__ import annotations

from typing import Final

NOTHING = ""

SESSION = """
import json, pathlib, threading, time
import callboard
session = callboard.Session()
"""

WITHOUT_WAITING = """
import time
time.sleep = lambda seconds: None
"""

MEDIA = (
    SESSION
    + """
pathlib.Path("renders").mkdir()
pathlib.Path("renders/sh010.mov").write_bytes(b"not read before the worker starts")
schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
project = session.create("Project", {"name": "ferry", "full_name": "Ferry", "project_schema": schema})
shot = session.create("Shot", {"name": "sh010", "parent": project})
kind = session.query('AssetType where short is "img"').one()
asset = session.create("Asset", {"name": "comp", "parent": shot, "type": kind})
version = session.create("AssetVersion", {"asset": asset})
session.commit()
pathlib.Path("a.png").write_bytes(b"bytes")
server = session.query('Location where name is "ftrack.server"').one()
component = session.create_component("a.png", location=server)
"""
)

PEOPLE = (
    SESSION
    + """
schema = session.query('ProjectSchema where name is "VFX Scheme"').one()
project = session.create("Project", {"name": "ferry", "full_name": "Ferry", "project_schema": schema})
user = session.create("User", {"username": "rtanaka"})
session.commit()
role = session.query('SecurityRole where name is "Project Manager"').one()
"""
)

CHANGES = """
def changes():
    with callboard.Session() as other:
        user = other.query("User").first()
        while True:
            other.create("Job", {"user": user, "status": "running", "data": "{}"})
            other.commit()
            time.sleep(0.05)

threading.Thread(target=changes, daemon=True).start()
"""

LISTENING = (
    """
import ftrack_api
import callboard, threading, time
"""
    + CHANGES
    + """
session = ftrack_api.Session(auto_connect_event_hub=True)
ftrack_wait = ftrack_api.event.hub.EventHub.wait
ftrack_api.event.hub.EventHub.wait = lambda hub, duration=None: ftrack_wait(hub, 1)
received = []
sync = received.append

def handle(event):
    received.append(event)
    raise Finished
"""
)

ACTIONS = """
import callboard
wait = callboard.event.hub.EventHub.wait
callboard.event.hub.EventHub.wait = lambda hub, duration=None: wait(hub, 0.5)
"""

PRELUDES: Final = {
    "README.md": WITHOUT_WAITING,
    "docs/howto/encode-media.md": MEDIA,
    "docs/howto/listen-to-events.md": LISTENING,
    "docs/howto/manage-access.md": PEOPLE,
    "docs/howto/manage-people-and-keys.md": SESSION,
    "docs/howto/run-actions-from-the-browser.md": ACTIONS,
    "docs/howto/send-webhooks.md": NOTHING,
    "docs/tutorial/one-small-production.md": NOTHING,
    "packages/callboard/README.md": NOTHING,
}
