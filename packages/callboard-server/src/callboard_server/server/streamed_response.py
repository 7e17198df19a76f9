"""Bytes from the store to a client.

In large blocks, the next one read while the last one is sent, and no more once the client left.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from callboard_server.files.store import BLOCK_BYTES

Blocks = Callable[[], bytes]
"""Returns the next bytes each time it is called, and none at the end; blocks."""


class SentBlocks(Response):
    """An answer whose body comes from *next_block*, called in a thread; *close* is called when all is over.

    *headers* tell the Content-Length. When fewer bytes come than it says, the connection breaks, which is how
    a client can tell.
    """

    def __init__(
        self, next_block: Blocks, close: Callable[[], None], *, status: int, headers: Mapping[str, str]
    ) -> None:
        super().__init__(status_code=status, headers=headers)
        self._next_block = next_block
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        leaving = asyncio.create_task(left(receive))
        try:
            await send(
                {"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers}
            )
            if scope["method"] != "HEAD":
                await self._send_body(send, leaving)
            await send({"type": "http.response.body", "body": b""})
        finally:
            leaving.cancel()
            await asyncio.to_thread(self._close)

    async def _send_body(self, send: Send, leaving: asyncio.Task[None]) -> None:
        reading = self._read()
        try:
            while (block := await reading) and not leaving.done():
                reading = self._read()
                await send({"type": "http.response.body", "body": block, "more_body": True})
        finally:
            with contextlib.suppress(Exception):
                await reading

    def _read(self) -> asyncio.Task[bytes]:
        return asyncio.create_task(asyncio.to_thread(self._next_block))


async def left(receive: Receive) -> None:
    """Return when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def part_of(file: BinaryIO, start: int, length: int) -> Blocks:
    """Return the *length* bytes of *file* from *start*, block by block."""
    file.seek(start)
    rest = length

    def next_block() -> bytes:
        nonlocal rest
        block = file.read(min(BLOCK_BYTES, rest)) if rest else b""
        rest -= len(block)
        return block

    return next_block


def gathered(pieces: Iterator[bytes]) -> Blocks:
    """Return *pieces* of any size as blocks of a megabyte or so."""

    def next_block() -> bytes:
        block = bytearray()
        for piece in pieces:
            block += piece
            if len(block) >= BLOCK_BYTES:
                break
        return bytes(block)

    return next_block
