"""Bytes from a request into the store.

In blocks, hashed on the way, written by a thread while the next block arrives.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable

from attrs import frozen
from starlette.requests import Request

from callboard.errors import TooLarge, ValidationError
from callboard_server.files.store import BLOCK_BYTES, Incoming, Key, Store


@frozen
class Received:
    """Bytes that are in the store. `md5` is in hexadecimal."""

    key: Key
    size: int
    md5: str


class Arriving:
    """Bytes on their way into *incoming*, counted and hashed."""

    def __init__(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self._digest = hashlib.md5(usedforsecurity=False)
        self.size = 0

    @property
    def md5(self) -> str:
        return self._digest.hexdigest()

    def add(self, block: bytes | bytearray) -> None:
        """Take *block* in; blocks."""
        self._digest.update(block)
        self._incoming.write(block)
        self.size += len(block)

    async def take(self, block: bytearray) -> None:
        """Take *block* in, hashing it in one thread while another writes it."""
        await asyncio.gather(
            asyncio.to_thread(self._digest.update, block), asyncio.to_thread(self._incoming.write, block)
        )
        self.size += len(block)


async def receive(
    request: Request, store: Store, *, limit: int, check: Callable[[int, str], None]
) -> Received:
    """Take the body of *request* into *store*; nothing stays when it breaks off, or when *check* refuses its
    size and MD5.

    Raises: TooLarge, as soon as more than *limit* bytes are announced or have come.
    """
    announced = request.headers.get("content-length")
    if announced is not None and int(announced) > limit:
        raise too_large(limit)
    with store.put() as incoming:
        arriving = Arriving(incoming)
        await absorb(blocks(request, limit), arriving)
        check(arriving.size, arriving.md5)
        key = await asyncio.to_thread(incoming.keep)
    return Received(key, arriving.size, arriving.md5)


async def absorb(source: AsyncIterator[bytearray], arriving: Arriving) -> None:
    """Feed *source* to *arriving*.

    One block is written while the next one comes, so two are in memory at most.
    """
    writing: asyncio.Task[None] | None = None
    try:
        async for block in source:
            if writing:
                await writing
            writing = asyncio.create_task(arriving.take(block))
    finally:
        if writing:
            await writing


async def blocks(request: Request, limit: int) -> AsyncIterator[bytearray]:
    """Yield the body of *request* in blocks of a megabyte or so. Raises: TooLarge, beyond *limit* bytes."""
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


def assemble(store: Store, keys: list[Key]) -> Received:
    """Return a new file that holds the files *keys* one after the other; blocks."""
    with store.put() as incoming:
        arriving = Arriving(incoming)
        for key in keys:
            with store.open(key) as part:
                while block := part.read(BLOCK_BYTES):
                    arriving.add(block)
        return Received(incoming.keep(), arriving.size, arriving.md5)


def too_large(limit: int) -> TooLarge:
    """Return the error for more than *limit* bytes."""
    return TooLarge(
        f"More than the {limit} bytes that are allowed here; nothing was stored.", code="upload.too_large"
    )


def interrupted() -> ValidationError:
    """Return the error for bytes that broke off; the client that would read it is gone."""
    return ValidationError("The upload broke off; nothing was stored.", code="upload.interrupted")
