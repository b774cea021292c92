"""Wrong orders of the protocol, each of which a harness that is worth anything must catch.

The pauses between two steps only make the windows as wide as a busy network makes them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import redis

from tests.faults.light import right_store
from worker import keys
from worker.clock import ms
from worker.events import CommitReply, Events, Write
from worker.leases import FeedLease, Reply, Work
from worker.polls import FeedLeases
from worker.scripts import Script, source
from worker.store import Store

WINDOW = 0.0015


class ValidatorsFirst(FeedLeases):
    def settle(self, lease: FeedLease, state: str, after: timedelta, **how: Any) -> Reply:
        self._redis.hset(keys.FEEDS, lease.feed_id, state)
        self._redis.zadd(keys.SCHED, {lease.feed_id: time.time() * 1000 + ms(after)}, xx=True)
        time.sleep(WINDOW)
        return super().settle(lease, state, after, **how)


class XaddFirst(Events):
    def commit(self, work: Work | None, *, writes: Sequence[Write], **what: Any) -> CommitReply:
        for write in writes:
            for stream in (keys.EVENTS, *map(keys.route_stream, write.routes)):
                sequence = str(self._redis.hincrby(keys.SEQ, stream, 1))
                self._redis.xadd(stream, {**write.message, "sequence": sequence, "epoch": "1"})
        time.sleep(WINDOW)
        return super().commit(work, writes=[replace(write, message={}) for write in writes], **what)


class SeenFirst(Events):
    def commit(self, work: Work | None, *, writes: Sequence[Write], **what: Any) -> CommitReply:
        reply = super().commit(work, writes=[], **what)
        if reply != "done":
            return reply
        time.sleep(WINDOW)
        return super().commit(None, writes=writes, **{**what, "blocks": {}, "events": {}})


class NoBlockVersion(Events):
    def commit(self, work: Work | None, **what: Any) -> CommitReply:
        time.sleep(3 * WINDOW)
        return super().commit(work, **{**what, "blocks": {}})


def validators_first(client: redis.Redis) -> Store:
    store = right_store(client)
    store.feeds = ValidatorsFirst(client)
    return store


def xadd_first(client: redis.Redis) -> Store:
    return _with_events(client, XaddFirst)


def seen_first(client: redis.Redis) -> Store:
    return _with_events(client, SeenFirst)


def no_block_version(client: redis.Redis) -> Store:
    return _with_events(client, NoBlockVersion)


def no_fence(client: redis.Redis) -> Store:
    """Whoever comes back late may still write, as long as something is owed under the name."""
    store = right_store(client)
    store.feeds._settle = _rewritten(client, "settle", "held ~= ARGV[2]", "false")
    store.work._ingest = _rewritten(
        client,
        "ingest",
        "redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2]",
        "redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0",
    )
    store.events._commit = _rewritten(
        client, "commit", "item and redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[3]", "item and not raw"
    )
    return store


#: Each with what the checks must find.
MUTANTS: dict[str, tuple[Callable[[redis.Redis], Store], str]] = {
    "validators first": (validators_first, "is on no event|old revision"),
    "XADD first": (xadd_first, r"on the stream \d+ times"),
    "seen mark first": (seen_first, "is on no event|old revision"),
    "no fence": (no_fence, "is on no event|old revision"),
    "no block version": (no_block_version, r"has \d+ events"),
}


def _with_events(client: redis.Redis, kind: type[Events]) -> Store:
    store = right_store(client)
    store.events = kind(client, store.retention)
    return store


def _rewritten(client: redis.Redis, name: str, old: str, new: str) -> Script:
    text = source(name).text
    assert text.count(old) == 1, f"{name}.lua no longer has {old}"
    return Script(client, name, text.replace(old, new))
