"""What is owed: bodies to parse and items to process, or the names of items. Every call is one script, safe to repeat."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from redis import Redis

from feeds.types import Item
from worker import keys
from worker.clock import moment, ms
from worker.codec import pack, unpack
from worker.counts import Counted, Counts
from worker.leases import KINDS, STAGE_OF, Ingested, Reply, Work
from worker.retention import Retention
from worker.scripts import Arg, Script, text

#: Leases of one thing before it goes to the dead letters; 4 separates a bad moment from a bad document.
MAX_ATTEMPTS = 4
#: Why a thing is given up that nobody said anything of.
NO_END = "no attempt came to an end: the process died, or its lease"
#: Items of a body that one script owes: a few milliseconds of the server.
CHUNK = 500
#: Digits of a content hash that are kept in marks: 48 bits tell apart the versions of one item.
HASH_DIGITS = 12


class WorkLeases:
    """`store.work`, of what is owed in the inbox; `store.names`, of items whose names are to be read."""

    def __init__(
        self, redis: Redis, retention: Retention, inbox: str = keys.INBOX, *, max_attempts: int = MAX_ATTEMPTS
    ) -> None:
        self._redis = redis
        self._inbox = inbox
        self._retention = retention
        self._max_attempts = max_attempts
        self._lease = Script(redis, "lease_work")
        self._ingest = Script(redis, "ingest")
        self._fail = Script(redis, "fail")
        self._bury = Script(redis, "bury")

    def lease(self, n: int, *, lease: timedelta, given_up: Callable[[Work], None] | None = None) -> list[Work]:
        """At most `n` owed things, those ready longest first; one alone if it was leased before.

        What was leased `max_attempts` times already goes to the dead letters instead, however its attempts ended. A
        crash before that leaves it leased, and the next lease finds it again. `given_up` is told of each such thing.
        Raises StoreFullError.
        """
        touched = (self._inbox, keys.RAW, keys.FENCE, keys.FENCES, keys.TRIES)
        now, *leases = self._lease(touched, (n, ms(lease)))
        kept = []
        for work in (_work(moment(now), *each) for each in leases):
            if work.attempt > self._max_attempts:
                self._to_the_dead(work, NO_END, work.attempt - 1)
                if given_up is not None:
                    given_up(work)
            else:
                kept.append(work)
        return kept

    def ingest(
        self,
        body: Work,
        items: Sequence[Item],
        *,
        state: str | None = None,
        after: timedelta | None = None,
        pace: Callable[[Ingested], tuple[str, timedelta]] | None = None,
    ) -> Ingested:
        """Owe the items of a parsed body that are new or edited, and the body no longer.

        `state` (JSON) and `after` replace what settle left, where the document itself asks for another pace; `pace`
        gives both where they depend on how much was new. Long bodies go in several scripts; a crash between them
        repeats the body and finds the first items known. Raises StoreFullError.
        """
        total = Ingested("done")
        for chunk, last in _chunks(items, empty_end=pace is not None):
            if last and pace is not None:
                state, after = pace(total)
            part = self._ingest_chunk(body, chunk, last, state, after)
            if part.reply != "done":
                return part
            total = Ingested(
                "done",
                new=total.new + part.new,
                edited=total.edited + part.edited,
                known=total.known + part.known,
                stale=total.stale + part.stale,
            )
        return total

    def fail(self, work: Work, error: str, delay: timedelta) -> Reply:
        """Give back: owed again in `delay`; the attempt counts. Replies done, stale. Goes through on a full Redis."""
        return self._give_back(work, error or "no reason given", delay)

    def excuse(self, work: Work, delay: timedelta = timedelta(0)) -> Reply:
        """Give back and forget the attempts: it was not the thing's fault. Goes through on a full Redis too."""
        return self._give_back(work, "", delay)

    def bury(self, work: Work, reason: str) -> Reply:
        """To the dead letters at once, with its last reported error or else `reason`. Replies done, stale, gone."""
        return self._to_the_dead(work, reason, work.attempt)

    def depth(self) -> int:
        return int(self._redis.zcard(self._inbox))

    def oldest(self, now: datetime) -> timedelta:
        """How long the thing that is ready longest has been waiting; zero when nothing waits."""
        first: Any = self._redis.zrange(self._inbox, 0, 0, withscores=True)
        return max(timedelta(0), now - moment(first[0][1])) if first else timedelta(0)

    def _to_the_dead(self, work: Work, reason: str, attempts: int) -> Reply:
        item = work.id if work.kind == "item" else ""
        today = keys.days_back(work.now, 1)[0]
        seen = keys.seen(today, keys.shard(work.id))
        touched = (keys.FENCES, keys.RAW, self._inbox, keys.TRIES, keys.ERRORS, keys.DEAD, seen, keys.LETTERS)
        stage = STAGE_OF[work.kind]
        args = (work.owed, work.fence, stage, reason, item, ms(self._retention.seen), attempts)
        reply = _reply(self._bury(touched, args))
        if reply == "done":
            counted = Counted()
            counted.add("buried", stage)
            Counts(self._redis).add(counted)
        return reply

    def _ingest_chunk(
        self, body: Work, items: Sequence[Item], last: bool, state: str | None, after: timedelta | None
    ) -> Ingested:
        days = keys.days_back(body.now, self._retention.seen.days + 1)
        shards = sorted({keys.shard(item.id) for item in items})
        position = {shard: n for n, shard in enumerate(shards)}
        touched = [keys.FENCES, keys.RAW, self._inbox, keys.TRIES, keys.ERRORS, keys.FEEDS, keys.SCHED]
        touched += [keys.seen(day, shard) for shard in shards for day in days]
        args: list[Arg] = [body.owed, body.fence, int(last), body.id]
        args += [state if last and state else "", ms(after) if last and after is not None else ""]
        args += [len(days), ms(self._retention.seen), len(items)]
        for item in items:
            args += [item.id, _digest(item), position[keys.shard(item.id)], pack(item)]
        reply, *counts = self._ingest(touched, args)
        return Ingested(_reply([reply]), *counts)

    def _give_back(self, work: Work, error: str, delay: timedelta) -> Reply:
        touched = (keys.FENCES, keys.TRIES, keys.ERRORS, self._inbox)
        return _reply(self._fail(touched, (work.owed, work.fence, error, ms(delay))))


def item_of(work: Work) -> Item:
    """The item of a work, with the revision that it got here. Raises UnreadableError."""
    return replace(unpack(Item, work.payload), revision=work.revision)


def _work(now: datetime, name: bytes, fence: int, attempt: int, raw: bytes) -> Work:
    kind, _, of = text(name).partition(":")
    revision, digest, _before, since, payload = raw.split(b" ", 4)
    return Work(
        kind=KINDS[kind],
        id=of,
        fence=fence,
        attempt=attempt,
        revision=int(revision),
        content_hash=text(digest),
        since=moment(int(since)),
        payload=payload,
        now=now,
    )


def _digest(item: Item) -> str:
    told = item.content_hash or f"{item.title}\n{item.text}"
    return hashlib.sha256(told.encode()).hexdigest()[:HASH_DIGITS]


def _chunks(items: Sequence[Item], *, empty_end: bool) -> Iterator[tuple[Sequence[Item], bool]]:
    """Runs of items, the last marked; an empty body is one empty run, as is what follows all items on demand."""
    starts = range(0, len(items) + CHUNK if empty_end else max(len(items), 1), CHUNK)
    for start in starts:
        yield items[start : start + CHUNK], start == starts[-1]


def _reply(answer: Sequence[Any]) -> Reply:
    reply: Reply = text(answer[0])  # type: ignore[assignment]
    return reply
