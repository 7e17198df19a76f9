"""Run the Python examples of one page, in order and in one namespace, as a separate program.

It reads {"prelude": …, "blocks": [[line, code], …]} as JSON and prints one JSON list with what each block
printed. A prelude may raise `Finished` to end an example that runs without end.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import Any


class Finished(Exception):
    """Ends an example that would run without end."""


def main() -> None:
    given = json.load(sys.stdin)
    namespace: dict[str, Any] = {"__name__": "__main__", "Finished": Finished}
    exec(compile(given["prelude"], "prelude", "exec"), namespace)
    printed = []
    for line, code in given["blocks"]:
        written = io.StringIO()
        # As many lines before the code as on the page, so that a traceback has the line numbers of the page.
        program = compile("\n" * line + code, "page", "exec")
        with contextlib.redirect_stdout(written), contextlib.suppress(Finished):
            exec(program, namespace)
        printed.append(written.getvalue())
    sys.stdout.write(json.dumps(printed))


if __name__ == "__main__":
    main()
