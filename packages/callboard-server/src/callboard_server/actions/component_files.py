"""The stored files of components: find one for a download, and remove one."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import PurePosixPath

from attrs import frozen

from callboard.errors import NotFound
from callboard_server.actions.call import Call
from callboard_server.actions.uploads import check_may_store
from callboard_server.actions.visibility import check_can_see, not_found
from callboard_server.files.names import download_name
from callboard_server.records import components, posters, stored_files
from callboard_server.records.components import ComponentName
from callboard_server.records.stored_files import StoredFile
from callboard_server.storage.transaction import Transaction


class Content(Enum):
    """Which file of a component: its own, or the picture or movie that encoding made of it, if any."""

    ORIGINAL = auto()
    PICTURE = auto()
    MOVIE = auto()


@frozen
class ComponentFile:
    """A component and one of its files."""

    component: ComponentName
    file: StoredFile

    @property
    def name(self) -> str:
        """The name under which the file is downloaded."""
        if self.file.component_id != self.component.id:
            own_type = PurePosixPath(self.file.name).suffix
            return f"{PurePosixPath(self.component.name).stem}{own_type}"
        return download_name(self.component.name, self.component.file_type)


def component_file(call: Call, component_id: str, content: Content) -> ComponentFile:
    """Return a file of a component. Raises: NotFound, also when the actor may not see the component."""
    check_can_see(call, "Component", component_id)
    return linked_component_file(call.tx, component_id, content)


def linked_component_file(tx: Transaction, component_id: str, content: Content) -> ComponentFile:
    """Return a file of a component for the holder of a signed link to it, who needs no other permission.

    Raises: NotFound.
    """
    component = components.component_name(tx, component_id)
    if component is None:
        raise not_found("Component", component_id)
    file = encoded_file(tx, component_id, content) or stored_files.stored_file(tx, component_id)
    if file is None:
        raise NotFound(
            f"The component {component_id[:80]} has no file on this server.", code="file.not_found"
        )
    return ComponentFile(component, file)


def encoded_file(tx: Transaction, component_id: str, content: Content) -> StoredFile | None:
    """Return the file that encoding made of a component; None without one, or for the original."""
    match content:
        case Content.PICTURE:
            return posters.poster(tx, component_id)
        case Content.MOVIE:
            return posters.poster_movie(tx, component_id)
        case Content.ORIGINAL:
            return None


def remove_component_file(call: Call, component_id: str) -> None:
    """Delete the stored file of a component, when it has one, and keep the component.

    Raises: NotFound, PermissionDenied.
    """
    check_can_see(call, "Component", component_id)
    check_may_store(call, component_id)
    key = stored_files.delete_stored_file(call.tx, component_id)
    if key is not None:
        call.freed.append(key)
