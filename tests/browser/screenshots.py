"""Take the screenshots of the documentation: python -m tests.browser.screenshots [folder]

Without a folder, the program takes the pictures in docs/images again. With one, it takes every page into the
folder for review, in both themes and in a wide and a narrow window. A picture is named for its page and
theme; names of pictures of the narrow window end with -900.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser

from callboard_server.testing import RunningServer, running_server
from tests.browser.settings_scene import automation_page, events_page, scene, webhooks_page
from tests.browser.test_accessibility import (
    Go,
    action_cards,
    action_form,
    actions_dialog,
    api_page,
    home_page,
    job_page,
    jobs_menu,
    jobs_page,
    sign_in_page,
    tasks_page,
)
from tests.browser.visitor import Visitor
from tests.support.chromium import build_interface, chromium

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
WIDTHS = {1440: "", 900: "-900"}
HEIGHT = 800
COLOURS = 256
NEAR = 36  # squared distance of colours that look the same
Theme = Literal["dark", "light"]
THEMES: Final[tuple[Theme, ...]] = ("dark", "light")
PICTURES: dict[str, Go] = {
    "sign-in": sign_in_page,
    "home": home_page,
    "jobs-menu": jobs_menu,
    "jobs": jobs_page,
    "job": job_page("Publish SQ20_0040 comp v014", "overview"),
    "api": api_page,
    "job-files": job_page("Export dailies for the client review", "files"),
    "tasks": tasks_page,
    "actions": actions_dialog,
    "action-form": action_form,
    "action-cards": action_cards,
}
SETTINGS: dict[str, Go] = {
    "settings-events": events_page,
    "settings-webhooks": webhooks_page,
    "settings-automation": automation_page,
}


def take(browser: Browser, server: RunningServer, go: Go, theme: Theme, width: int, path: Path) -> None:
    """Take a picture of the page that *go* opens, and write it to *path* in a small format."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, color_scheme=theme, reduced_motion="reduce"
    )
    visitor = Visitor(context, server.url)
    if go is not sign_in_page:
        visitor.sign_in(server)
    page = go(visitor)
    page.mouse.move(0, 0)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)
    page.screenshot(path=path, caret="hide", animations="disabled")
    visitor.leave()
    with Image.open(path) as taken:
        small = with_few_colours(taken.convert("RGB"))
    small.save(path, optimize=True)


def with_few_colours(picture: Image.Image) -> Image.Image:
    """Return *picture* with a palette of its most frequent colours that differ visibly.

    Rare ones, such as red in a grey page, stay.
    """
    counted = picture.getcolors(picture.width * picture.height) or []
    chosen: list[tuple[int, ...]] = []
    for _, colour in sorted(counted, reverse=True):
        assert isinstance(colour, tuple)
        if all(sum((a - b) ** 2 for a, b in zip(colour, other, strict=True)) > NEAR for other in chosen):
            chosen.append(colour)
        if len(chosen) == COLOURS:
            break
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in chosen for part in colour])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def main(folder: Path) -> None:
    """Take all pictures."""
    build_interface()
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        with running_server(demo=True) as server:
            take_all(browser, server, PICTURES, folder)
        with tempfile.TemporaryDirectory() as attachments, scene(Path(attachments)) as server:
            take_all(browser, server, SETTINGS, folder)


def take_all(browser: Browser, server: RunningServer, pictures: Mapping[str, Go], folder: Path) -> None:
    """Take *pictures* in both themes and widths."""
    for name, go in pictures.items():
        for theme in THEMES:
            for width, suffix in WIDTHS.items():
                path = folder / f"{name}-{theme}{suffix}.png"
                if folder == IMAGES and not path.exists():
                    continue  # no page of the documentation shows it
                take(browser, server, go, theme, width, path)
                print(f"{path.name}: {path.stat().st_size // 1024} kB")  # noqa: T201  # this program talks to a terminal


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
