"""Components in folders derived from their ids: `1/2/3/4/5678-….exr`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity
from callboard.structure.base import Structure

__all__ = ["IdStructure"]

_LEVELS = 4


class IdStructure(Structure):
    """Uses four levels of folders with one character each, so that no folder becomes large."""

    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return the resource identifier for a file, sequence or container, or for a member of one.

        Raises: NotImplementedError for other entities.
        """
        match entity.entity_type:
            case "FileComponent":
                return self._file(entity)
            case "SequenceComponent":
                frames = self._get_sequence_expression(entity)
                return f"{self._folder(entity)}/file.{frames}{entity['file_type'] or ''}"
            case "ContainerComponent":
                return self._folder(entity)
            case _:
                raise NotImplementedError(f"{type(self).__name__} supports components only; got {entity}.")

    def _file(self, entity: Entity) -> str:
        container, file_type = entity["container"], entity["file_type"] or ""
        if not container:
            return f"{self._folder(entity)}{file_type}"
        if container.entity_type == "SequenceComponent":
            return f"{self._folder(container)}/file.{entity['name']}{container['file_type'] or ''}"
        return f"{self.get_resource_identifier(container)}/{entity['id']}{file_type}"

    def _folder(self, entity: Entity) -> str:
        text = str(entity["id"])
        return self._joined(self.prefix, *text[:_LEVELS], text[_LEVELS:])
