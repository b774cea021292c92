"""How long things stay, and the trimming of streams that knows who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from redis import Redis
from redis.exceptions import ResponseError

from worker import keys
from worker.clock import ms
from worker.scripts import Script, text


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the data side keeps what."""

    #: Messages on streams; registered groups that lag hold them longer, up to `entries`.
    stream: timedelta = timedelta(hours=48)
    #: Hard cap of a stream's length, kept even against a registered group.
    entries: int = 1_000_000
    #: Marks of items: one that its feed has not listed for so long comes as new if it is listed again. Three times
    #: feeds.schedule.REREAD, by which a document that never changes renews those of its items.
    seen: timedelta = timedelta(days=30)
    #: Items after they were first owed, for `rasid reprocess`; none at zero. Shorter than `seen`.
    items: timedelta = timedelta(days=7)
    #: An event after its last change.
    event: timedelta = timedelta(days=30)
    #: A block after its day, or after its last change if that is later.
    block: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """`forced` of the `trimmed` entries had not been acknowledged by every registered group."""

    trimmed: int
    forced: int


class Streams:
    """`store.streams`: who reads which stream, and what may go."""

    def __init__(self, redis: Redis, retention: Retention) -> None:
        self._redis = redis
        self._retention = retention
        self._trim = Script(redis, "trim")

    def register(self, stream: str, group: str, start: str = "$") -> bool:
        """Create the group (from `start`) if need be and hold entries for it; False when it was registered."""
        try:
            self._redis.xgroup_create(stream, group, id=start, mkstream=True)
        except ResponseError as error:
            if "BUSYGROUP" not in str(error):  # it exists and keeps its place
                raise
        seconds, _ = self._redis.time()
        return bool(self._redis.hsetnx(keys.GROUPS, f"{stream} {group}", int(seconds) * 1000))

    def unregister(self, stream: str, group: str) -> bool:
        """Hold entries for it no longer; the group itself stays."""
        self._redis.hdel(keys.READ, f"{stream} {group}")
        return bool(self._redis.hdel(keys.GROUPS, f"{stream} {group}"))

    def groups(self) -> list[tuple[str, str]]:
        """Registered (stream, group) pairs."""
        pairs = (text(name).split(" ", 1) for name in self._redis.hkeys(keys.GROUPS))
        return sorted((stream, group) for stream, group in pairs)

    def trim(self, stream: str) -> Trimmed:
        """Cut what is older than the retention and acknowledged by every registered group, and what exceeds the cap."""
        args = (ms(self._retention.stream), self._retention.entries)
        trimmed, forced = self._trim((stream, keys.GROUPS, keys.FORCED), args)
        return Trimmed(trimmed, forced)

    def last(self, stream: str = keys.EVENTS) -> int:
        """Number of the last message."""
        return int(self._redis.hget(keys.SEQ, stream) or 0)

    def forced(self) -> dict[str, int]:
        """Entries of each stream that were trimmed although a registered group lacked them."""
        return {text(stream): int(n) for stream, n in self._redis.hgetall(keys.FORCED).items()}
