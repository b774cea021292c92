"""Read a stream as one of a group of consumers. Every message is handled at least once by somebody of the group.

    subscription = subscribe("desk", route="conflict", from_="0")
    with stopped_by_signals(subscription):
        subscription.run(handle)

A message is acknowledged when its handler has returned. One whose handler failed, or whose consumer died, is delivered
again after `idle`, to whoever of the group asks first; after `tries` deliveries it goes to `{rasid}:dead:<group>`.
A batch is read when the last one is done, so a slow handler slows the reading and nothing piles up here.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError, ResponseError, TimeoutError

from worker import keys
from worker.clock import ms
from worker.errors import BadInputError
from worker.log import say, warn
from worker.received import Gap, Message, Position, gaps
from worker.retention import Retention, Streams
from worker.scripts import Script, text
from worker.store import connect

GROUP = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: A block shorter than the socket's patience: a server that answers late is no server that is gone.
BLOCK = timedelta(seconds=1)
PATIENCE = timedelta(seconds=5)
#: Seconds before the next try while Redis does not answer.
PAUSE = 1.0
#: Consumers with nothing in hand that were not heard of for so long are forgotten: their names were those of processes.
FORGOTTEN = timedelta(days=1)
#: Dead letters that a group keeps, about.
LETTERS = 10_000


def report(gap: Gap) -> None:
    """Say it in the log: the least that can be done about a hole."""
    warn("gap", stream=gap.stream, missing=gap.missing, before=gap.before, after=gap.after, entries=gap.entries or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a subscription behaves."""

    #: Messages read at a time.
    batch: int = 32
    #: After so long a message that was not acknowledged is delivered again: longer than any one handling takes.
    idle: timedelta = timedelta(seconds=60)
    #: Deliveries before it is given up.
    tries: int = 5
    #: End at the end of the stream instead of waiting.
    once: bool = False
    #: Told of each hole.
    on_gap: Callable[[Gap], None] = report


def subscribe(
    group: str,
    consumer: str | None = None,
    *,
    url: str | None = None,
    route: str | None = None,
    from_: str = "$",
    **terms: Any,
) -> Subscription:
    """One consumer of a group; the group is registered, so that trimming waits for it up to RASID_STREAM_ENTRIES.

    `url` is that of Redis, REDIS_URL without it. `consumer` names this process within the group, by host and process id
    without it. `from_` counts for a new group only: `0` (all that is kept), `$` (from now on) or an entry's id.
    `terms` are those of `Terms`. Raises BadInputError, RedisError.
    """
    if not GROUP.fullmatch(group):
        raise BadInputError(f"group {group!r}: a name has letters, digits, dots, hyphens and underscores")
    url = url or os.environ.get("REDIS_URL")
    if not url:
        raise BadInputError("no Redis to read from: set REDIS_URL or give a url")
    stream = keys.EVENTS if route is None else keys.route_stream(route)
    redis = connect(url, BLOCK + PATIENCE)
    Streams(redis, Retention()).register(stream, group, from_)
    return Subscription(redis, stream, group, consumer or f"{socket.gethostname()}-{os.getpid()}", Terms(**terms))


class Subscription:
    """Made by `subscribe`. For one thread; `stop` may be called from any, and from a signal handler."""

    def __init__(self, redis: Redis, stream: str, group: str, consumer: str, terms: Terms) -> None:
        self.stream, self.group, self.consumer = stream, group, consumer
        self._redis = redis
        self._terms = terms
        self._read = Script(redis, "read")
        self._give_up = Script(redis, "give_up")
        self._forget = Script(redis, "forget")
        self._stopping = threading.Event()
        # Delivered to us and not handled yet; the first is being handled.
        self._hand: deque[Message] = deque()
        self._renewed = self._next_claim = 0.0
        self._cursor = "0-0"

    def stop(self) -> None:
        """Let the handler finish, give back the rest of the batch, and end."""
        self._stopping.set()

    def run(self, handle: Callable[[Message], object]) -> None:
        """Call `handle` with each message until `stop`. What it raises counts as a failed attempt."""
        with closing(self._deliveries()) as messages:
            for message in messages:
                try:
                    handle(message)
                except Exception as error:
                    self._failed(message, error)
                else:
                    self.ack(message)

    def __iter__(self) -> Iterator[Message]:
        """Messages; each is acknowledged when the next is asked for, one that the loop leaves is given back."""
        with closing(self._deliveries()) as messages:
            for message in messages:
                yield message
                self.ack(message)

    def ack(self, message: Message) -> None:
        """It is handled. Where Redis does not hear it, the message comes again."""
        with self._forgiving("not acknowledged"):
            self._redis.xack(self.stream, self.group, message.entry)

    def _deliveries(self) -> Generator[Message, None, None]:
        try:
            while not self._stopping.is_set():
                batch = self._next_batch()
                if not batch and self._terms.once:
                    return
                self._hand.extend(batch)
                self._renewed = time.monotonic()
                while self._hand and not self._stopping.is_set():
                    yield self._hand[0]
                    self._hand.popleft()
                    self._renew()
        finally:
            self._give_back()

    def _next_batch(self) -> list[Message]:
        """Abandoned messages first, then fresh ones; waits for them. Never raises for a server that comes back."""
        try:
            return self._abandoned() or self._fresh()
        except (ConnectionError, TimeoutError) as error:
            warn("consume", group=self.group, outcome="waits for Redis", reason=str(error))
            self._stopping.wait(PAUSE)
        except ResponseError as error:
            if "NOGROUP" not in str(error):
                raise
            # The stream was deleted or the server emptied: whatever is there now is unknown to us.
            warn("consume", group=self.group, outcome="group made again", reason=str(error))
            Streams(self._redis, Retention()).register(self.stream, self.group, "0")
        return []

    def _fresh(self) -> list[Message]:
        before, last, entries = self._read(
            (self.stream, keys.READ), (self.group, self.consumer, max(1, self._terms.batch))
        )
        if not entries and not self._terms.once:
            self._redis.xread({self.stream: last}, count=1, block=ms(BLOCK))
        messages = [self._message(entry, zip(told[::2], told[1::2], strict=True)) for entry, told in entries]
        position = Position(*map(int, before.split())) if before else None
        for gap in gaps(self.stream, position, messages):
            self._terms.on_gap(gap)
        return messages

    def _abandoned(self) -> list[Message]:
        """What nobody acknowledged for `idle`, ours included, and was not delivered too often."""
        if time.monotonic() < self._next_claim:
            return []
        answer: Any = self._redis.xautoclaim(
            self.stream, self.group, self.consumer, ms(self._terms.idle), self._cursor, count=self._terms.batch
        )
        self._cursor, rows = text(answer[0]), answer[1]
        if self._cursor == "0-0":
            self._forget((self.stream,), (self.group, ms(FORGOTTEN)))
            self._next_claim = time.monotonic() + self._terms.idle.total_seconds() / 4
        # Redis 6.2 tells of entries that are gone as nothing, later servers by their ids.
        if len(answer) > 2 and answer[2]:
            self._terms.on_gap(Gap(stream=self.stream, entries=tuple(map(text, answer[2]))))
        rows = [(entry, told) for entry, told in rows if told is not None]
        counts = self._attempts([entry for entry, _ in rows])
        messages = [self._message(entry, told.items(), counts.get(text(entry), 1)) for entry, told in rows]
        for message in messages:
            if message.attempt > self._terms.tries:
                self._bury(message, "no attempt came to an end: the consumer died, or took too long")
        return [message for message in messages if message.attempt <= self._terms.tries]

    def _failed(self, message: Message, error: Exception) -> None:
        reason = f"{type(error).__name__}: {error}"
        if message.attempt >= self._terms.tries:
            self._bury(message, "\n".join((reason, *traceback.format_exception(error))))
            return
        warn("consume", group=self.group, entry=message.entry, outcome="failed", reason=reason, attempt=message.attempt)

    def _bury(self, message: Message, reason: str) -> None:
        told = (self.consumer, min(message.attempt, self._terms.tries), reason, json.dumps(dict(message.fields)))
        with self._forgiving("not buried"):
            self._give_up((message.stream, keys.group_dead(self.group)), (self.group, message.entry, LETTERS, *told))
        say("consume", 40, group=self.group, entry=message.entry, outcome="buried", reason=reason.partition("\n")[0])

    def _renew(self) -> None:
        """Keep the rest of a slow batch ours, and leave what a neighbour took over."""
        if time.monotonic() - self._renewed < self._terms.idle.total_seconds() / 3:
            return
        with self._forgiving("not renewed"):
            mine = self._attempts([message.entry for message in self._hand])
            self._hand = deque(message for message in self._hand if message.entry in mine)
            self._renewed = time.monotonic()
            if mine:
                self._redis.xclaim(self.stream, self.group, self.consumer, 0, list(mine), justid=True)

    def _give_back(self) -> None:
        """What was not handled is anybody's at once, and this delivery does not count."""
        with self._forgiving("not given back"):
            mine = self._attempts([message.entry for message in self._hand])
            for message in self._hand:
                if message.entry in mine:
                    self._redis.xclaim(
                        self.stream, self.group, self.consumer, 0, [message.entry],
                        idle=ms(self._terms.idle), retrycount=message.attempt - 1, justid=True,
                    )  # fmt: skip
        self._hand.clear()

    def _attempts(self, entries: Sequence[bytes | str]) -> dict[str, int]:
        """How often each of the entries that are ours was delivered."""
        with self._redis.pipeline(transaction=False) as pipe:
            for entry in entries:
                pipe.xpending_range(self.stream, self.group, entry, entry, 1, self.consumer)
            rows = [row for found in pipe.execute() for row in found]
        return {text(row["message_id"]): int(row["times_delivered"]) for row in rows}

    def _message(self, entry: bytes, told: Iterable[tuple[bytes, bytes]], attempt: int = 1) -> Message:
        fields = {name.decode(errors="replace"): value.decode(errors="replace") for name, value in told}
        return Message(stream=self.stream, entry=text(entry), fields=fields, attempt=attempt)

    @contextmanager
    def _forgiving(self, what: str) -> Iterator[None]:
        """Where Redis does not answer, the message is delivered again later; that is no reason to end."""
        try:
            yield
        except (ConnectionError, TimeoutError) as error:
            warn("consume", group=self.group, outcome=what, reason=str(error))


@contextmanager
def stopped_by_signals(subscription: Subscription) -> Iterator[None]:
    """SIGTERM and SIGINT stop it as `stop` does. In the main thread only."""
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.signal(number, lambda *_: subscription.stop()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
