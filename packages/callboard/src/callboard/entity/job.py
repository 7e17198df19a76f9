"""Jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity, Host

__all__ = ["Job"]


class Job(Entity):
    """A job. Scripts can only create jobs of type `api_job`."""

    __slots__ = ()

    def __init__(
        self, session: Host, data: Mapping[str, Any] | None = None, reconstructing: bool = False
    ) -> None:
        kind = (data or {}).get("type", "api_job")
        if not reconstructing and kind != "api_job":
            raise ValueError(f"`Job.type` must be api_job for a new job; got `{kind}`.")
        super().__init__(session, data, reconstructing)
