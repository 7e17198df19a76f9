"""Zip archives, and files above 4 GiB in them."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest

from callboard_server.files.disk import DiskStore
from callboard_server.files.store import BLOCK_BYTES, Key
from callboard_server.files.zip_archive import ArchiveMember, zip_archive

LARGE = (4 << 30) + 5
MIB_AND_MORE = (1 << 20) + 5


class Zeros(io.RawIOBase):
    """A file of *size* zero bytes that occupies no space."""

    def __init__(self, size: int) -> None:
        self.rest = size

    def read(self, size: int = -1) -> bytes:
        given = min(self.rest, size)
        self.rest -= given
        return bytes(given)


class LargeStore(DiskStore):
    """A store whose keys are sizes."""

    def open(self, key: Key) -> BinaryIO:
        return Zeros(int(key))  # type: ignore[return-value]  # it has the methods that the archive calls


def member(name: str, size: int) -> ArchiveMember:
    return ArchiveMember(name, Key(str(size)), size)


def test_a_file_above_4_gib_has_a_zip64_header(tmp_path: Path) -> None:
    size, pieces = zip_archive(LargeStore(tmp_path), [member("large.exr", LARGE)])
    header = next(pieces)
    needed_version, extra_length = (
        struct.unpack_from("<4xH", header)[0],
        struct.unpack_from("<28xH", header)[0],
    )
    assert needed_version == 45
    assert extra_length == 20
    assert size > LARGE
    pieces.close()


def test_small_files_need_no_zip64(tmp_path: Path) -> None:
    size, pieces = zip_archive(LargeStore(tmp_path), [member("a", 4), member("b", 5)])
    assert struct.unpack_from("<4xH", next(pieces))[0] < 45
    assert size < 300
    pieces.close()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_file_above_4_gib_can_be_extracted(tmp_path: Path) -> None:
    size, pieces = zip_archive(
        LargeStore(tmp_path), [member("one.exr", LARGE), member("two.exr", MIB_AND_MORE)]
    )
    target = tmp_path / "sparse.zip"
    with target.open("wb") as file:
        for piece in pieces:
            if len(piece) == BLOCK_BYTES:
                file.seek(len(piece), io.SEEK_CUR)
            else:
                file.write(piece)
    assert target.stat().st_size == size
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        assert [info.file_size for info in archive.infolist()] == [LARGE, MIB_AND_MORE]
