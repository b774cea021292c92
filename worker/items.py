"""Committed items, kept by the hour in which they were first owed, so that another release can read them again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from redis import Redis

from feeds.types import Item
from worker import keys
from worker.codec import unpack
from worker.leases import owed
from worker.retention import Retention
from worker.scripts import Script, text

#: Items that one step of a scan brings, about.
PAGE = 200

#: done; owed already; known: that release has read it; newer: another revision took its place; gone: no longer kept.
Reply = Literal["done", "owed", "known", "newer", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An item as it was committed last."""

    id: str
    #: Its hour, as it stands in the key.
    hour: str
    #: What read it.
    release: str
    payload: bytes

    @property
    def feed(self) -> str:
        """Raises UnreadableError."""
        return unpack(Item, self.payload).feed_id


class Items:
    """`store.items`."""

    def __init__(self, redis: Redis, retention: Retention) -> None:
        self._redis = redis
        self._retention = retention
        self._reowe = Script(redis, "reowe")

    def hours(self, now: datetime, since: datetime | None = None) -> Mapping[str, int]:
        """Hours that have items, the oldest first, and how many each has."""
        oldest = max(since or now - self._retention.items, now - self._retention.items)
        span = math.ceil((now - oldest) / timedelta(hours=1))
        hours = [keys.hour(now - timedelta(hours=n)) for n in range(span, -1, -1)]
        hours = [hour for hour in hours if hour >= keys.hour(oldest)]
        with self._redis.pipeline(transaction=False) as pipe:
            for hour in hours:
                pipe.hlen(keys.items(hour))
            counts = pipe.execute()
        return {hour: count for hour, count in zip(hours, counts, strict=True) if count}

    def each(self, hour: str) -> Iterator[Kept]:
        """The items of an hour; one may come twice."""
        for name, value in self._redis.hscan_iter(keys.items(hour), count=PAGE):
            release, _revision, _hash, _before, _since, payload = value.split(b" ", 5)
            yield Kept(id=text(name), hour=hour, release=text(release), payload=payload)

    def owe_again(self, kept: Kept, release: str, now: datetime) -> Reply:
        """Owe it as another revision, unless `release` has read it. Safe to repeat. Raises StoreFullError."""
        days = keys.days_back(now, self._retention.seen.days + 1)
        touched = [keys.RAW, keys.INBOX, keys.items(kept.hour), *(keys.seen(day, keys.shard(kept.id)) for day in days)]
        reply: Reply = text(self._reowe(touched, (kept.id, owed("item", kept.id), release))[0])  # type: ignore[assignment]
        return reply

    def owed(self, items: Sequence[Kept]) -> list[Kept]:
        """Those that are still owed."""
        with self._redis.pipeline(transaction=False) as pipe:
            for kept in items:
                pipe.hexists(keys.RAW, owed("item", kept.id))
            rows = pipe.execute()
        return [kept for kept, still in zip(items, rows, strict=True) if still]

    def releases(self, items: Sequence[Kept]) -> list[str]:
        """What has read each of them last; empty for one that is no longer kept."""
        with self._redis.pipeline(transaction=False) as pipe:
            for kept in items:
                pipe.hget(keys.items(kept.hour), kept.id)
            rows = pipe.execute()
        return [text(row.split(b" ", 1)[0]) if row else "" for row in rows]
