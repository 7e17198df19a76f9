"""A studio's program that offers actions, as a separate process: python -m tests.browser.listener KIND...

Like such programs, it uses the official client and `ftrack_action_handler`. It prints a line of JSON when it
listens, and one for each launch that reaches it.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import ftrack_api
from ftrack_action_handler.action import BaseAction

Reply = Any
Handler = Callable[[Any], Reply]

KINDS = [{"label": "First", "value": "a"}, {"label": "Second", "value": "b"}]
FORMATS = [{"label": name.upper(), "value": name} for name in ("exr", "mov", "dpx")]
ALL_FIELDS = [
    {"type": "label", "value": "## Settings\nRead the [guide](https://example.com/guide) **first**."},
    {"type": "label", "value": "---"},
    {"type": "text", "name": "comment", "label": "Comment", "value": "", "empty_text": "Say something"},
    {"type": "textarea", "name": "notes", "label": "Notes", "value": "one\ntwo"},
    {"type": "number", "name": "frames", "label": "Frames", "value": 24},
    {"type": "date", "name": "due", "label": "Due", "value": "2026-11-25"},
    {"type": "boolean", "name": "force", "label": "Force", "value": False},
    {"type": "enumerator", "name": "kind", "label": "Kind", "value": "a", "data": KINDS},
    {
        "type": "enumerator",
        "name": "formats",
        "label": "Formats",
        "multi_select": True,
        "value": ["exr"],
        "data": FORMATS,
    },
    {"type": "password", "name": "secret", "label": "Password"},
    {"type": "hidden", "name": "step", "value": "2"},
]


def report(what: str, **more: object) -> None:
    sys.stdout.write(json.dumps({"what": what, **more}) + "\n")
    sys.stdout.flush()


def launched(event: Any) -> dict[str, Any]:
    """Report the launch; return its values."""
    data = event["data"]
    report(
        "launch",
        action=data.get("actionIdentifier"),
        selection=data.get("selection"),
        values=data.get("values"),
    )
    values: dict[str, Any] = data.get("values") or {}
    return values


class JobKiller(BaseAction):  # type: ignore[misc]  # the package has no types
    label = "Job killer"
    variant = "- all"
    identifier = "test.killer.all"
    description = "Stops jobs"
    icon = os.environ.get("LISTENER_ICON", "failed")

    def discover(self, session: Any, entities: Any, event: Any) -> bool:
        return True

    def launch(self, session: Any, entities: Any, event: Any) -> Reply:
        launched(event)
        return {
            "success": True,
            "message": f"Stopped {len(entities)}: {', '.join(kind for kind, _ in entities)}",
        }


class MyJobKiller(JobKiller):
    variant = "- mine"
    identifier = "test.killer.mine"


class Publish(BaseAction):  # type: ignore[misc]
    label = "Publish"
    identifier = "test.publish"
    description = "Publishes the work for review"
    icon = "open"

    def discover(self, session: Any, entities: Any, event: Any) -> bool:
        return True

    def interface(self, session: Any, entities: Any, event: Any) -> Any:
        return None if event["data"].get("values") else ALL_FIELDS

    def launch(self, session: Any, entities: Any, event: Any) -> bool:
        launched(event)
        return True


def wizard(event: Any) -> Reply:
    values = launched(event)
    if not values:
        return {
            "title": "Step one",
            "submit_button_label": "Next",
            "items": [{"type": "text", "name": "name", "label": "Name"}],
        }
    if "sure" not in values:
        kept = {"type": "hidden", "name": "name", "value": values["name"]}
        return {
            "title": "Step two",
            "items": [{"type": "boolean", "name": "sure", "label": f"Sure, {values['name']}?"}, kept],
        }
    return {"success": bool(values["sure"]), "message": f"Hello {values['name']}"}


def stuck(event: Any) -> Reply:
    launched(event)
    time.sleep(60)


def slow(event: Any) -> Reply:
    launched(event)
    time.sleep(3)
    return {"success": True, "message": "Done while you were away."}


def transcode(session: Any) -> Handler:
    """Create a job for the user who launched the action, and report progress."""

    def launch(event: Any) -> Reply:
        launched(event)
        user = session.query(f'User where username is "{event["source"]["user"]["username"]}"').one()
        job = session.create(
            "Job",
            {"user": user, "status": "running", "data": json.dumps({"description": "Transcode (1 of 4)"})},
        )
        session.commit()
        threading.Timer(1.2, advance, [session, job]).start()
        return {"success": True, "message": "Transcoding.", "job_id": job["id"]}

    return launch


def advance(session: Any, job: Any) -> None:
    job["data"] = json.dumps({"description": "Transcode (3 of 4)"})
    session.commit()
    time.sleep(1.2)
    job["status"] = "done"
    session.commit()


def page(event: Any) -> Reply:
    launched(event)
    return {
        "success": True,
        "message": "Here it is.",
        "type": "widget",
        "url": os.environ["LISTENER_PAGE"],
        "title": "Report",
    }


HOSTILE_TEXT = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script><b>bold</b>"
HOSTILE = [
    {"type": "label", "value": HOSTILE_TEXT},
    {
        "type": "label",
        "value": (
            "[press](javascript:window.hacked=1) <a href='javascript:window.hacked=1'>here</a> "
            "![x](javascript:1)"
        ),
    },
    {
        "type": "label",
        "value": (
            "<iframe src='javascript:parent.hacked=1'></iframe><svg "
            "onload='window.hacked=1'></svg><style>*{display:none}</style>"
        ),
    },
    {"type": "text", "name": "x", "label": HOSTILE_TEXT, "value": HOSTILE_TEXT, "empty_text": HOSTILE_TEXT},
    {"type": "enumerator", "name": "y", "label": "Pick", "data": [{"label": HOSTILE_TEXT, "value": "1"}]},
]


def hostile(event: Any) -> Reply:
    values = launched(event)
    if not values:
        return {"title": HOSTILE_TEXT, "items": HOSTILE}
    return {
        "success": True,
        "message": HOSTILE_TEXT,
        "type": "widget",
        "url": "javascript:window.hacked=1",
        "title": "x",
    }


def offer(session: Any, items: list[dict[str, Any]], handlers: dict[str, Handler]) -> None:
    hub = session.event_hub
    hub.subscribe("topic=ftrack.action.discover", lambda _event: {"items": items})
    for identifier, handler in handlers.items():
        hub.subscribe(f"topic=ftrack.action.launch and data.actionIdentifier={identifier}", handler)


def start(session: Any, kind: str) -> None:
    """Offer the actions of *kind*."""
    if kind == "handlers":
        for action in (JobKiller, MyJobKiller, Publish):
            action(session).register()
    elif kind == "menu":
        nested = {"label": "Wizard", "actionIdentifier": "test.wizard"}
        items = [
            {
                "label": "More",
                "icon": "rows",
                "items": [nested, {"label": "Stuck", "actionIdentifier": "test.stuck"}],
            }
        ]
        offer(session, items, {"test.wizard": wizard, "test.stuck": stuck})
    elif kind == "slow":
        offer(session, [{"label": "Slow", "actionIdentifier": "test.slow"}], {"test.slow": slow})
    elif kind == "jobs":
        offer(
            session,
            [{"label": "Transcode", "icon": "movie", "actionIdentifier": "test.jobs"}],
            {"test.jobs": transcode(session)},
        )
    elif kind == "page":
        offer(
            session,
            [{"label": "Report", "icon": "table", "actionIdentifier": "test.page"}],
            {"test.page": page},
        )
    elif kind == "hostile":
        item = {
            "label": HOSTILE_TEXT,
            "variant": HOSTILE_TEXT,
            "description": HOSTILE_TEXT,
            "icon": "javascript:window.hacked=1",
        }
        offer(session, [{**item, "actionIdentifier": "test.hostile"}], {"test.hostile": hostile})
    elif kind == "forgotten":
        offer(session, [{"label": "Forgotten", "actionIdentifier": "test.forgotten"}], {})
    else:
        raise ValueError(kind)


def main(kinds: list[str]) -> None:
    session = ftrack_api.Session(auto_connect_event_hub=False, plugin_paths=[])
    session.event_hub.connect()
    for kind in kinds:
        start(session, kind)
    session.event_hub.subscribe("topic=test.ready", lambda _event: report("ready"))
    session.event_hub.publish(ftrack_api.event.base.Event("test.ready"))
    session.event_hub.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
