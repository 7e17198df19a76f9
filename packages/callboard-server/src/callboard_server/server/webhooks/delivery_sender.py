"""The task that sends what webhooks are owed, in every process of the server: leases see to it that each
delivery is sent by one of them.

Each webhook has a few places of its own, so one that answers slowly, or never, holds up nobody but itself.
What an attempt came to is written down together with the next claim. A process that is killed between a
receiver's answer and writing that down sends again, under the same id.
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
from callboard.wire.values import parse_instant
from callboard_server.access.signing import signed_headers
from callboard_server.access.targets import read_headers, read_target
from callboard_server.records import delivery_claims
from callboard_server.records.automations import Webhook
from callboard_server.records.delivery_claims import Claimed, Outcome
from callboard_server.server.services import Services
from callboard_server.server.webhooks.http_client import Answer, NotSent, WebhookClient
from callboard_server.server.webhooks.retries import Failure, wait_after
from callboard_server.storage.transaction import Transaction

log = structlog.get_logger()

AT_ONCE = 4
"""How many deliveries to one webhook are on their way from one process."""

LEASE = timedelta(seconds=60)
POLL_SECONDS = 1.0
GATHER_SECONDS = 0.05
"""How long to wait after news, so that what many requests owe is claimed together."""

BREATH_SECONDS = 0.005
"""The same after an attempt: others that end at the same moment are written down together."""

KEPT_ANSWER = 2048
FORMER_SECRET_LIVES = timedelta(days=1)


@define(eq=False)
class DeliverySender:
    """Sends for *services*, through *client*."""

    services: Services
    client: WebhookClient
    _sending: dict[str, set[asyncio.Task[None]]] = field(factory=dict)
    _held: dict[str, Claimed] = field(factory=dict)
    _done: list[Outcome] = field(factory=list)
    _wake: asyncio.Event = field(factory=asyncio.Event)
    _has_webhooks: bool = False

    async def run(self) -> None:
        """Send until cancelled; then let others send at once what was on its way."""
        relay = self.services.relay
        try:
            while not relay.is_stopping:
                cursor = relay.last
                self._wake.clear()
                try:
                    await self.round()
                except Exception as error:  # noqa: BLE001  # leases run out and the next round finds what there is
                    log.warning("webhooks.failed", error=str(error))
                    await asyncio.sleep(POLL_SECONDS)
                await self._wait(cursor)
        finally:
            await self._stop()

    def wake(self) -> None:
        """Look at once: something was written down that is no news."""
        self._wake.set()

    async def round(self) -> None:
        """Write down what came of attempts, and begin what is due."""
        hooks = await self.services.read(delivery_claims.due_webhooks)
        self._has_webhooks = bool(hooks)
        places = [(hook, AT_ONCE - len(self._sending.get(hook.id, ()))) for hook, is_due in hooks if is_due]
        wanted = [(hook, free) for hook, free in places if free > 0]
        done, token = list(self._done), secrets.token_hex(16)
        if not done and not wanted:
            return
        claimed = await self.services.write(lambda tx: settle(tx, done, wanted, token))
        del self._done[: len(done)]
        for hook, one in claimed:
            self._begin(hook, one)

    def _begin(self, hook: Webhook, claimed: Claimed) -> None:
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
            failure, error = Failure(is_lasting=not_sent.is_lasting), not_sent.reason
        except CallboardError as refused:  # the address or the headers are not allowed, or not any more
            failure, error = Failure(is_lasting=True), refused.message
        if answer is not None:
            failure = Failure(answer.status, answer.retry_after)
            error = None if is_success(answer) else f"The receiver answered with the status {answer.status}."
        is_delivered = answer is not None and is_success(answer)
        outcome = Outcome(
            claimed=claimed,
            is_delivered=is_delivered,
            status=answer.status if answer else None,
            error=error,
            answer=kept(answer.body) if answer else None,
            milliseconds=int((time.monotonic() - started) * 1000),
            wait=None
            if is_delivered
            else wait_after(claimed.attempts, failure, now=self.services.clock(), chance=random.random()),
        )
        self._done.append(outcome)
        if not is_delivered:
            tell = log.info if outcome.wait else log.warning
            tell(
                "webhook.failed",
                webhook=hook.id,
                delivery=claimed.id,
                attempt=claimed.attempts,
                error=error,
                given_up=not outcome.wait,
            )

    async def _post(self, hook: Webhook, claimed: Claimed) -> Answer:
        body, now = claimed.payload.encode(), self.services.clock()
        known = [secret for secret in (hook.secret, former_secret(hook, self.services)) if secret]
        headers = (
            *read_headers(hook.headers),
            *signed_headers(known, claimed.id, int(now.timestamp()), body),
        )
        return await self.client.post(read_target(hook.url), headers, body)

    async def _wait(self, cursor: int) -> None:
        """Wait for news that may owe something, for a place that became free, or for a while."""
        waiting: set[asyncio.Task[bool]] = {asyncio.create_task(self._wake.wait())}
        if self._has_webhooks:
            waiting.add(asyncio.create_task(self.services.relay.wait(cursor, POLL_SECONDS)))
        try:
            await asyncio.wait(waiting, timeout=POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        await asyncio.sleep(BREATH_SECONDS if self._wake.is_set() else GATHER_SECONDS)

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
            ):  # what is not put back is sent when its lease has run out
                await self.services.write(lambda tx: leave(tx, done, held))


def settle(
    tx: Transaction, done: Sequence[Outcome], wanted: Sequence[tuple[Webhook, int]], token: str
) -> list[tuple[Webhook, Claimed]]:
    """Write down what is *done*.

    Return what is claimed for *wanted* webhooks, as many for each as there are places.
    """
    for outcome in done:
        delivery_claims.note(tx, outcome)
    return [
        (hook, one)
        for hook, free in wanted
        for one in delivery_claims.claim(tx, hook, token=token, most=free, lease=LEASE)
    ]


def leave(tx: Transaction, done: Sequence[Outcome], held: Sequence[Claimed]) -> None:
    """Write down what is *done*, and give back what is *held* beside."""
    settle(tx, done, (), "")
    for claimed in held:
        delivery_claims.put_back(tx, claimed)


def is_success(answer: Answer) -> bool:
    """Tell whether a receiver took what it was sent."""
    return 200 <= answer.status < 300


def kept(body: bytes) -> str:
    """Return of an answer's *body* what the log keeps, as text that every database can hold."""
    return body[:KEPT_ANSWER].decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}")


def former_secret(hook: Webhook, services: Services) -> str | None:
    """Return the secret that *hook* had before, as long as it signs too."""
    if hook.former_secret is None or hook.rotated_at is None:
        return None
    return (
        hook.former_secret
        if services.clock() < parse_instant(hook.rotated_at) + FORMER_SECRET_LIVES
        else None
    )
