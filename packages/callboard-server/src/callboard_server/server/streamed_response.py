"""Responses with a large body, which is read in blocks.

The next block is read while the previous one is sent. Reading stops when the client disconnects.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from callboard_server.files.store import BLOCK_BYTES

ReadBlock = Callable[[], bytes]
"""Returns the next block on each call, and an empty one at the end. It blocks."""


class StreamedResponse(Response):
    """A response whose body comes from *read_block*, called in a thread. *close* is called at the end.

    *headers* must contain the Content-Length. When fewer bytes are read, the connection is aborted, so that
    the client notices.
    """

    def __init__(
        self, read_block: ReadBlock, close: Callable[[], None], *, status: int, headers: Mapping[str, str]
    ) -> None:
        super().__init__(status_code=status, headers=headers)
        self._read_block = read_block
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        disconnected = asyncio.create_task(wait_for_disconnect(receive))
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            if scope["method"] != "HEAD":
                await self._send_body(send, disconnected)
            await send({"type": "http.response.body", "body": b""})
        finally:
            disconnected.cancel()
            await asyncio.to_thread(self._close)

    async def _send_body(self, send: Send, disconnected: asyncio.Task[None]) -> None:
        reading = self._read()
        try:
            while (block := await reading) and not disconnected.done():
                reading = self._read()
                await send({"type": "http.response.body", "body": block, "more_body": True})
        finally:
            with contextlib.suppress(Exception):
                await reading

    def _read(self) -> asyncio.Task[bytes]:
        return asyncio.create_task(asyncio.to_thread(self._read_block))


async def wait_for_disconnect(receive: Receive) -> None:
    """Return when the client has disconnected."""
    while (await receive())["type"] != "http.disconnect":
        pass


def file_blocks(file: BinaryIO, start: int, length: int) -> ReadBlock:
    """Return *length* bytes of *file* from *start* on, in blocks."""
    file.seek(start)
    rest = length

    def read_block() -> bytes:
        nonlocal rest
        block = file.read(min(BLOCK_BYTES, rest)) if rest else b""
        rest -= len(block)
        return block

    return read_block


def large_blocks(pieces: Iterator[bytes]) -> ReadBlock:
    """Return *pieces* of any size in blocks of about a megabyte."""

    def read_block() -> bytes:
        block = bytearray()
        for piece in pieces:
            block += piece
            if len(block) >= BLOCK_BYTES:
                break
        return bytes(block)

    return read_block
