"""Feeds: when each is due, who polls it, what is known of it. Every call is safe to repeat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from redis import Redis

from worker import keys
from worker.clock import moment, ms
from worker.leases import FeedLease, Reply
from worker.scripts import Script, text


class FeedLeases:
    """`store.feeds`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._schedule = Script(redis, "schedule")
        self._lease = Script(redis, "lease_feeds")
        self._settle = Script(redis, "settle")

    def add(self, feed_id: str, host: str, *, first: timedelta = timedelta(0)) -> bool:
        """Schedule a feed, first due in `first`; False when it is scheduled or paused already (its host is updated)."""
        return self.add_all({feed_id: host}, first=first) == 1

    def add_all(self, hosts: Mapping[str, str], *, first: timedelta = timedelta(0)) -> int:
        """The same for several feeds and their hosts, some hundreds at most, in one script; how many were scheduled."""
        pairs = [part for pair in hosts.items() for part in pair]
        return int(self._schedule((keys.SCHED, keys.FEED_HOSTS, keys.PAUSED), (ms(first), *pairs)))

    def at_hosts(self, hosts: Mapping[str, str]) -> None:
        """Whom the requests of each feed are spaced for, when addresses have changed."""
        if hosts:
            self._redis.hset(keys.FEED_HOSTS, items=[part for pair in hosts.items() for part in pair])

    def remove(self, feed_id: str) -> None:
        """Forget a feed and its state; items of it that are owed still go their way."""
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.zrem(keys.SCHED, feed_id)
            for key in (keys.FEEDS, keys.FEED_FENCES, keys.FEED_TRIES, keys.FEED_HOSTS, keys.PAUSED):
                pipe.hdel(key, feed_id)
            pipe.execute()

    def pause(self, feed_id: str, reason: str) -> None:
        """A poll that is under way ends as usual."""
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(keys.PAUSED, feed_id, reason)
            pipe.zrem(keys.SCHED, feed_id)
            pipe.execute()

    def resume(self, feed_id: str) -> bool:
        """Due at once; False when it was not paused."""
        if not self._redis.hexists(keys.PAUSED, feed_id):
            return False
        now = self._now_ms()
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.zadd(keys.SCHED, {feed_id: now}, nx=True)
            pipe.hdel(keys.PAUSED, feed_id)
            pipe.execute()
        return True

    def due_now(self, feed_id: str) -> bool:
        """Make a scheduled feed due at once; False when it is not scheduled."""
        self._redis.zadd(keys.SCHED, {feed_id: self._now_ms()}, xx=True)
        return self._redis.zscore(keys.SCHED, feed_id) is not None

    def lease(self, n: int, *, lease: timedelta, gap: timedelta) -> list[FeedLease]:
        """At most `n` due feeds, those due longest first.

        A host has one request at a time and `gap` between two; a feed whose last body still waits to be parsed is put
        off. Raises StoreFullError.
        """
        touched = (
            keys.SCHED, keys.HOSTS, keys.FEED_HOSTS, keys.RAW, keys.FENCE, keys.FEED_FENCES, keys.FEED_TRIES,
            keys.FEEDS,
        )  # fmt: skip
        now, *leases = self._lease(touched, (n, ms(lease), ms(gap)))
        return [
            FeedLease(
                feed_id=text(feed),
                fence=fence,
                attempt=attempt,
                state=text(state[0]) if state and state[0] is not None else None,
                now=moment(now),
            )
            for feed, fence, attempt, *state in leases
        ]

    def settle(
        self, lease: FeedLease, state: str, after: timedelta, *, gap: timedelta, body: bytes | None = None
    ) -> Reply:
        """End a poll: the new state (JSON) with its validators, the next poll in `after`, and the changed body, if any,
        as an owed thing - all in one script. Replies done, dup, stale. Raises StoreFullError."""
        touched = (
            keys.FEED_FENCES, keys.FEEDS, keys.RAW, keys.INBOX, keys.SCHED, keys.FEED_HOSTS, keys.HOSTS,
            keys.FEED_TRIES,
        )  # fmt: skip
        owes = body is not None
        args = (lease.feed_id, lease.fence, state, ms(after), ms(gap), int(owes), body or b"")
        reply: Reply = text(self._settle(touched, args)[0])  # type: ignore[assignment]
        return reply

    def state(self, feed_id: str) -> str | None:
        value = self._redis.hget(keys.FEEDS, feed_id)
        return None if value is None else text(value)

    def states(self) -> Mapping[str, str]:
        """Every feed's state, JSON."""
        return self._texts(keys.FEEDS)

    def schedule(self) -> Mapping[str, datetime]:
        """Every scheduled feed and when it is due; for a leased feed, when the lease ends."""
        rows: Any = self._redis.zrange(keys.SCHED, 0, -1, withscores=True)
        return {text(feed): moment(due) for feed, due in rows}

    def scheduled(self) -> set[str]:
        """Every scheduled feed, without its moment: of 10,000 feeds a quarter of the time."""
        names: Any = self._redis.zrange(keys.SCHED, 0, -1)
        return set(map(text, names))

    def paused(self) -> Mapping[str, str]:
        """Feeds that are not polled, and why."""
        return self._texts(keys.PAUSED)

    def _texts(self, key: str) -> dict[str, str]:
        return {text(name): text(value) for name, value in self._redis.hgetall(key).items()}

    def _now_ms(self) -> int:
        seconds, micros = self._redis.time()
        return int(seconds) * 1000 + int(micros) // 1000
