"""Components with slashes in their names, from publishing to the path on disk and the download."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contract.production import Production, make_production, server_location
from tests.support.clients import Client

NAMES = ("beauty/diffuse", "../../outside", "a\\b", "..")


@pytest.fixture
def published(client: Client, unique: str) -> Production:
    """A production of either client."""
    return make_production(client, unique)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_kept_below_the_folder_of_its_version(
    published: Production, tmp_path: Path, name: str
) -> None:
    api, session = published.client, published.session
    location = session.ensure("Location", {"name": f"{published.name}-disk"})
    location.accessor = api.module("accessor.disk").DiskAccessor(prefix=str(tmp_path / "studio"))
    location.structure = api.module("structure.standard").StandardStructure()
    (tmp_path / "studio").mkdir()
    source = tmp_path / "plate.exr"
    source.write_bytes(b"plate")
    component = published.version().create_component(str(source), data={"name": name}, location=location)
    session.commit()
    path = Path(location.get_filesystem_path(component)).resolve()
    assert path.read_bytes() == b"plate"
    assert path.parent.is_relative_to(tmp_path / "studio")
    assert path.parent.name == "v001"
    assert published.again(component)["name"] == name


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_uploaded_and_downloaded(published: Production, tmp_path: Path, name: str) -> None:
    source = tmp_path / "plate.exr"
    source.write_bytes(b"plate")
    location: Any = server_location(published.session)
    component = published.version().create_component(str(source), data={"name": name}, location=location)
    published.session.commit()
    stored = location.accessor.open(location.get_resource_identifier(component), "rb")
    assert stored.read() == b"plate"
    stored.close()
    assert published.again(component)["name"] == name
