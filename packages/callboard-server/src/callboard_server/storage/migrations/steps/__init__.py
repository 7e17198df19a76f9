"""The steps, in order. `python -m tools.write_step "describe the change"` adds one."""

from __future__ import annotations

from callboard_server.storage.migrations.step import read_steps

STEPS = read_steps(__name__)
