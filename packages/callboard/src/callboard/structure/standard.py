"""Components in folders with readable names: project, parents, asset, version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from callboard.core.entity import Entity
from callboard.exception import StructureError
from callboard.structure.base import Structure
from callboard.symbol import CREATED

__all__ = ["StandardStructure"]


class StandardStructure(Structure):
    """`project/parents/asset/v001/name.ext`.

    *project_versions_prefix* is the folder for versions directly below a project. Characters that
    some file systems reject, such as a slash in the name of a component, become
    *illegal_character_substitute*, so a name is always one part of the path. With None, names are
    unchanged.
    """

    def __init__(
        self, project_versions_prefix: str | None = None, illegal_character_substitute: str | None = "_"
    ) -> None:
        super().__init__()
        self.project_versions_prefix = project_versions_prefix
        self.illegal_character_substitute = illegal_character_substitute

    def get_resource_identifier(self, entity: Entity, context: Mapping[str, Any] | None = None) -> str:
        """Return the resource identifier for a component of a version.

        Raises: StructureError, when it has no stored version; NotImplementedError, for entities
        that are not components.
        """
        match entity.entity_type:
            case "FileComponent":
                return self._file(entity)
            case "SequenceComponent":
                name = self.sanitise_for_filesystem(entity["name"])
                file_type = self.sanitise_for_filesystem(entity["file_type"] or "")
                expression = self._get_sequence_expression(entity)
                return self._joined(*self._get_parts(entity), f"{name}.{expression}{file_type}")
            case "ContainerComponent":
                return self._joined(*self._get_parts(entity), self.sanitise_for_filesystem(entity["name"]))
            case _:
                raise NotImplementedError(f"{type(self).__name__} supports components only; got {entity}.")

    def sanitise_for_filesystem(self, value: str) -> str:
        """Return *value* in lower case, without characters that some file systems reject."""
        if self.illegal_character_substitute is None:
            return value
        plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode("ascii")
        safe = re.sub(r"[^\w.-]", self.illegal_character_substitute, plain).strip().lower()
        return self.illegal_character_substitute * len(safe) if safe in {".", ".."} else safe

    def _file(self, entity: Entity) -> str:
        container, file_type = entity["container"], entity["file_type"] or ""
        if not container:
            name = self.sanitise_for_filesystem(f"{entity['name']}{file_type}")
            return self._joined(*self._get_parts(entity), name)
        if container.entity_type == "SequenceComponent":
            name = self.sanitise_for_filesystem(f"{container['name']}.{entity['name']}{file_type}")
            return self._joined(*self._get_parts(container), name)
        name = self.sanitise_for_filesystem(f"{entity['name']}{file_type}")
        return self._joined(self.get_resource_identifier(container), name)

    def _get_parts(self, entity: Entity) -> list[str]:
        """Return the folders for the component *entity*."""
        version = entity["version"]
        if not version:
            raise StructureError(f"{entity} has no version. Set its `version` first.")
        if version.session.recorded_operations.state(version.identity) is CREATED:
            raise StructureError(f"{version} is not stored yet. Commit it before you add its components.")
        link = version["link"]
        if not link:
            raise StructureError(f"{version} has no `link` to its project.")
        project = version.session.get("Project", link[0]["id"])
        parents = [item["name"] for item in link[1:-1]]
        names = [project["name"] if project else link[0]["name"]]
        if self.project_versions_prefix and not parents:
            names.append(self.project_versions_prefix)
        names += [*parents, version["asset"]["name"], self._format_version(version["version"])]
        return [self.sanitise_for_filesystem(name) for name in names]

    def _format_version(self, number: int) -> str:
        return f"v{number:03d}"
