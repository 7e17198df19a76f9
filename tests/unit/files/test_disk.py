"""The store in a folder."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from callboard.errors import NotFound
from callboard_server.files.disk import DiskStore
from callboard_server.files.store import Key


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "files")


def put(store: DiskStore, content: bytes) -> Key:
    with store.put() as incoming:
        incoming.write(content)
        return incoming.keep()


def files(store: DiskStore, tmp_path: Path) -> list[str]:
    return sorted(path.relative_to(tmp_path).parts[1] for path in tmp_path.rglob("*") if path.is_file())


def test_stored_files_can_be_read(store: DiskStore) -> None:
    key = put(store, b"hello")
    with store.open(key) as file:
        assert file.read() == b"hello"
    assert store.stat(key).size == 5
    assert store.link(key) is None


def test_a_file_is_stored_only_when_it_is_kept(store: DiskStore, tmp_path: Path) -> None:
    with store.put() as incoming:
        incoming.write(b"half")
        assert files(store, tmp_path) == ["incoming"]
        incoming.keep()
        assert files(store, tmp_path) == ["content"]


def test_a_failed_upload_leaves_no_file(store: DiskStore, tmp_path: Path) -> None:
    def break_off() -> None:
        with store.put() as incoming:
            incoming.write(b"half")
            raise OSError(errno.EIO, "gone")

    with pytest.raises(OSError, match="gone"):
        break_off()
    assert files(store, tmp_path) == []


def test_files_that_a_crash_left_are_deleted(store: DiskStore, tmp_path: Path) -> None:
    key = put(store, b"stays")
    (tmp_path / "files" / "incoming" / ("0" * 32)).write_bytes(b"the process died here")
    assert DiskStore(tmp_path / "files").sweep() == 1
    assert files(store, tmp_path) == ["content"]
    assert store.stat(key).size == 5


def test_files_of_running_uploads_are_kept(store: DiskStore, tmp_path: Path) -> None:
    with store.put() as incoming:
        incoming.write(b"half")
        assert DiskStore(tmp_path / "files").sweep() == 0
        store.stat(incoming.keep())


def test_deleting_includes_derived_files_and_may_be_repeated(store: DiskStore, tmp_path: Path) -> None:
    key = put(store, b"hello")
    store.beside(key).mkdir(parents=True)
    (store.beside(key) / "300.jpg").write_bytes(b"small")
    store.delete(key)
    store.delete(key)
    assert files(store, tmp_path) == []
    with pytest.raises(NotFound):
        store.open(key)
    with pytest.raises(NotFound):
        store.stat(key)


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "a" * 31, "A" * 32, "0" * 32 + "/x", "0" * 31 + "\n"]
)
def test_invalid_keys_are_not_found(store: DiskStore, key: str) -> None:
    for act in (store.open, store.stat, store.delete):
        with pytest.raises(NotFound):
            act(Key(key))
