"""The background task that sends deliveries to webhooks, in every process of the server.

Leases make sure that each delivery is sent by one process. Each webhook has a few slots of its own, so a slow
or hanging receiver delays only its own deliveries. The outcome of an attempt is recorded together with the
next claim. When a process is killed before that, the delivery is sent again under the same identifier.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from attrs import define, field

from callboard.errors import CallboardError
from callboard.wire.values import instant_text
from callboard_server.access.signing import signed_headers
from callboard_server.access.targets import read_headers, read_target
from callboard_server.actions.webhook_secrets import current_secret
from callboard_server.records import delivery_claims
from callboard_server.records.automations import Webhook
from callboard_server.records.delivery_claims import Claimed, Outcome
from callboard_server.server.services import Services
from callboard_server.server.webhooks.http_client import Answer, NotSent, WebhookClient
from callboard_server.server.webhooks.retries import Failure, wait_after
from callboard_server.storage.transaction import Transaction

log = structlog.get_logger()

AT_ONCE = 4
"""How many deliveries one process sends to one webhook at the same time."""

LEASE = timedelta(seconds=60)
POLL_SECONDS = 1.0
DELAY_AFTER_EVENT = 0.05
"""How long to wait after an event, so that the deliveries of several requests are claimed together."""

DELAY_AFTER_ATTEMPT = 0.005
"""The same after an attempt, so that attempts that end at the same time are recorded together."""

KEPT_CHARACTERS = 2048


@define(eq=False)
class DeliverySender:
    """Sends the deliveries in the database of *services* through *client*."""

    services: Services
    client: WebhookClient
    _sending: dict[str, set[asyncio.Task[None]]] = field(factory=dict)
    _held: dict[str, Claimed] = field(factory=dict)
    _done: list[Outcome] = field(factory=list)
    _wake: asyncio.Event = field(factory=asyncio.Event)
    _has_webhooks: bool = False

    async def run(self) -> None:
        """Send deliveries until cancelled; then release unfinished ones for other processes."""
        relay = self.services.relay
        try:
            while not relay.is_stopping:
                cursor = relay.last
                self._wake.clear()
                try:
                    await self.round()
                except Exception as error:  # noqa: BLE001  # leases expire, and a later round sends the deliveries
                    log.warning("webhooks.failed", error=str(error))
                    await asyncio.sleep(POLL_SECONDS)
                await self._wait(cursor)
        finally:
            await self._stop()

    def wake(self) -> None:
        """Check for deliveries now: one was queued without an event."""
        self._wake.set()

    async def round(self) -> None:
        """Record the outcomes of attempts, and start to send what is due."""
        hooks = await self.services.read(delivery_claims.due_webhooks)
        self._has_webhooks = bool(hooks)
        slots = [(hook, AT_ONCE - len(self._sending.get(hook.id, ()))) for hook, is_due in hooks if is_due]
        available = [(hook, free) for hook, free in slots if free > 0]
        done, token = list(self._done), secrets.token_hex(16)
        if not done and not available:
            return
        claimed = await self.services.write(lambda tx: record_and_claim(tx, done, available, token))
        del self._done[: len(done)]
        for hook, one in claimed:
            self._start(hook, one)

    def _start(self, hook: Webhook, claimed: Claimed) -> None:
        self._held[claimed.id] = claimed
        task = asyncio.create_task(self._send(hook, claimed), name=f"webhook {claimed.id}")
        self._sending.setdefault(hook.id, set()).add(task)
        task.add_done_callback(lambda done: self._end(hook.id, claimed, done))

    def _end(self, hook_id: str, claimed: Claimed, task: asyncio.Task[None]) -> None:
        self._sending[hook_id].discard(task)
        if not task.cancelled():
            self._held.pop(claimed.id, None)
            if error := task.exception():
                log.error("webhook.not_sent", delivery=claimed.id, exc_info=error)
        self._wake.set()

    async def _send(self, hook: Webhook, claimed: Claimed) -> None:
        started = time.monotonic()
        answer: Answer | None = None
        failure, error = Failure(), None
        try:
            answer = await self._post(hook, claimed)
        except NotSent as not_sent:
            failure, error = Failure(is_permanent=not_sent.is_permanent), not_sent.reason
        except CallboardError as refused:  # the address or the headers are not allowed (any more)
            failure, error = Failure(is_permanent=True), refused.message
        if answer is not None:
            failure = Failure(answer.status, answer.retry_after)
            error = None if is_success(answer) else f"The receiver answered with the status {answer.status}."
        is_delivered = answer is not None and is_success(answer)
        outcome = Outcome(
            claimed=claimed,
            is_delivered=is_delivered,
            status=answer.status if answer else None,
            error=error,
            answer=kept_text(answer.body) if answer else None,
            milliseconds=int((time.monotonic() - started) * 1000),
            ended_at=instant_text(self.services.clock()),
            wait=None
            if is_delivered
            else wait_after(claimed.attempts, failure, now=self.services.clock(), chance=random.random()),
        )
        self._done.append(outcome)
        if not is_delivered:
            write_log = log.info if outcome.wait else log.warning
            write_log(
                "webhook.failed",
                webhook=hook.id,
                delivery=claimed.id,
                attempt=claimed.attempts,
                error=error,
                given_up=not outcome.wait,
            )

    async def _post(self, hook: Webhook, claimed: Claimed) -> Answer:
        body, now = claimed.payload.encode(), self.services.clock()
        current = current_secret(hook, now)
        signing = [secret for secret in (current.secret, current.former) if secret]
        headers = (
            *read_headers(hook.headers),
            *signed_headers(signing, claimed.id, int(now.timestamp()), body),
        )
        return await self.client.post(read_target(hook.url), headers, body)

    async def _wait(self, cursor: int) -> None:
        """Wait for an event that may have queued deliveries, for a free slot, or for `POLL_SECONDS`."""
        waiting: set[asyncio.Task[bool]] = {asyncio.create_task(self._wake.wait())}
        if self._has_webhooks:
            waiting.add(asyncio.create_task(self.services.relay.wait(cursor, POLL_SECONDS)))
        try:
            await asyncio.wait(waiting, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        await asyncio.sleep(DELAY_AFTER_ATTEMPT if self._wake.is_set() else DELAY_AFTER_EVENT)

    async def _stop(self) -> None:
        tasks = [task for group in self._sending.values() for task in group]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.client.close()
        done, held = list(self._done), list(self._held.values())
        if done or held:
            with contextlib.suppress(
                CallboardError
            ):  # deliveries that are not returned are sent when their lease has expired
                await self.services.write(lambda tx: record_and_return(tx, done, held))


def record_and_claim(
    tx: Transaction, done: Sequence[Outcome], available: Sequence[tuple[Webhook, int]], token: str
) -> list[tuple[Webhook, Claimed]]:
    """Record the outcomes in *done*, and claim deliveries for the *available* slots of each webhook."""
    for outcome in done:
        delivery_claims.note(tx, outcome)
    return [
        (hook, one)
        for hook, free in available
        for one in delivery_claims.claim(tx, hook, token=token, most=free, lease=LEASE)
    ]


def record_and_return(tx: Transaction, done: Sequence[Outcome], held: Sequence[Claimed]) -> None:
    """Record the outcomes in *done*, and return the deliveries in *held*, which were not sent."""
    record_and_claim(tx, done, (), "")
    for claimed in held:
        delivery_claims.put_back(tx, claimed)


def is_success(answer: Answer) -> bool:
    """Return whether the receiver accepted the delivery."""
    return 200 <= answer.status < 300


def kept_text(body: bytes) -> str:
    """Return the start of *body* for the delivery log, as text that every database can store."""
    return body[:KEPT_CHARACTERS].decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")
