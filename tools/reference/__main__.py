"""Write every generated page of the reference: python -m tools.reference"""

from __future__ import annotations

import sys

from tools.reference.pages import FOLDER, pages


def main() -> int:
    """Write every generated page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
