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


def test_what_was_put_is_read(store: DiskStore) -> None:
    key = put(store, b"hello")
    with store.open(key) as file:
        assert file.read() == b"hello"
    assert store.stat(key).size == 5
    assert store.link(key) is None


def test_nothing_is_visible_before_it_is_kept(store: DiskStore, tmp_path: Path) -> None:
    with store.put() as incoming:
        incoming.write(b"half")
        assert files(store, tmp_path) == ["incoming"]
        incoming.keep()
        assert files(store, tmp_path) == ["content"]


def test_what_breaks_off_leaves_nothing(store: DiskStore, tmp_path: Path) -> None:
    def break_off() -> None:
        with store.put() as incoming:
            incoming.write(b"half")
            raise OSError(errno.EIO, "gone")

    with pytest.raises(OSError, match="gone"):
        break_off()
    assert files(store, tmp_path) == []


def test_what_a_crash_left_is_swept(store: DiskStore, tmp_path: Path) -> None:
    key = put(store, b"stays")
    (tmp_path / "files" / "incoming" / ("0" * 32)).write_bytes(b"the process died here")
    assert DiskStore(tmp_path / "files").sweep() == 1
    assert files(store, tmp_path) == ["content"]
    assert store.stat(key).size == 5


def test_what_another_process_writes_is_left_alone(store: DiskStore, tmp_path: Path) -> None:
    with store.put() as incoming:
        incoming.write(b"half")
        assert DiskStore(tmp_path / "files").sweep() == 0
        store.stat(incoming.keep())


def test_deleting_takes_what_was_derived_along_and_may_happen_twice(store: DiskStore, tmp_path: Path) -> None:
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
def test_what_is_no_key_of_ours_leads_nowhere(store: DiskStore, key: str) -> None:
    for act in (store.open, store.stat, store.delete):
        with pytest.raises(NotFound):
            act(Key(key))
