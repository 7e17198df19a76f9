"""Writing the body of a request to the store.

The body is read in blocks. A thread hashes and writes one block while the next one arrives.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.requests import Request

from callboard.errors import TooLarge, ValidationError
from callboard_server.files.hashing import HashingWriter, StoredContent
from callboard_server.files.store import BLOCK_BYTES, Store


async def receive(
    request: Request, store: Store, *, limit: int, check: Callable[[int, str], None]
) -> StoredContent:
    """Write the body of *request* to *store*. *check* gets its size and MD5.

    Nothing is kept when the request is interrupted, or when *check* raises. Raises: TooLarge, as soon as more
    than *limit* bytes are announced or have arrived.
    """
    announced = request.headers.get("content-length")
    if announced is not None and int(announced) > limit:
        raise too_large(limit)
    with store.put() as incoming:
        writer = HashingWriter(incoming)
        await write_blocks(blocks(request, limit), writer)
        check(writer.size, writer.md5)
        return await asyncio.to_thread(writer.keep)


async def write_blocks(source: AsyncIterator[bytearray], writer: HashingWriter) -> None:
    """Write *source*. One block is written while the next one arrives, so at most two are in memory."""
    writing: asyncio.Task[None] | None = None
    try:
        async for block in source:
            if writing:
                await writing
            writing = asyncio.create_task(write_block(block, writer))
    finally:
        if writing:
            await writing


async def write_block(block: bytearray, writer: HashingWriter) -> None:
    """Hash *block* in one thread while another one writes it."""
    await asyncio.gather(asyncio.to_thread(writer.hash, block), asyncio.to_thread(writer.write, block))


async def blocks(request: Request, limit: int) -> AsyncIterator[bytearray]:
    """Yield the body of *request* in blocks of about a megabyte. Raises: TooLarge, beyond *limit* bytes."""
    gathered, total = bytearray(), 0
    async for piece in request.stream():
        total += len(piece)
        if total > limit:
            raise too_large(limit)
        gathered += piece
        if len(gathered) >= BLOCK_BYTES:
            yield gathered
            gathered = bytearray()
    if gathered:
        yield gathered


def too_large(limit: int) -> TooLarge:
    """Return the error for more than *limit* bytes."""
    return TooLarge(
        f"The file has more than {limit} bytes, the most that is allowed here; nothing was stored.",
        code="upload.too_large",
    )


def interrupted() -> ValidationError:
    """Return the error for an upload that was interrupted. Its client has usually disconnected."""
    return ValidationError("The upload was interrupted; nothing was stored.", code="upload.interrupted")
