"""Jobs: work that somebody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity, Host

__all__ = ["Job"]


class Job(Entity):
    """A job of the API; other types of jobs are the server's own."""

    __slots__ = ()

    def __init__(
        self, session: Host, data: Mapping[str, Any] | None = None, reconstructing: bool = False
    ) -> None:
        kind = (data or {}).get("type", "api_job")
        if not reconstructing and kind != "api_job":
            raise ValueError(f'A job made through the API is of type "api_job", not "{kind}".')
        super().__init__(session, data, reconstructing)
