"""What is owed and who holds it: feeds to poll, bodies to parse, items to process.

A lease lasts by the server's clock and carries a fence, a number that is never given twice. Whoever comes back with an
old fence changes nothing. Every call is one script and may be repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from feeds.types import Item

#: What a script says instead of an error: `done`; `dup` (done before); `stale` (another holds it now); `gone` (not owed).
Reply = Literal["done", "dup", "stale", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLease:
    """The right to poll one feed, and nobody else's, until the lease ends."""

    feed_id: str
    fence: int
    #: 1, or more when earlier leases ended without a word.
    attempt: int
    #: What the last settled poll left, JSON; None before the first.
    state: str | None
    #: Server time, UTC.
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The right to process one owed thing: the changed body of a feed, or an item."""

    kind: Literal["body", "item"]
    #: Feed id of a body, item id of an item.
    id: str
    fence: int
    #: 1 at the first lease; deaths of whole processes count.
    attempt: int
    revision: int
    content_hash: str
    payload: bytes
    #: Server time of the lease, UTC.
    now: datetime


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a parsed body brought. `stale` counts items that stand as they stood before their last edit (an old cache)."""

    reply: Reply
    new: int = 0
    edited: int = 0
    known: int = 0
    stale: int = 0


class FeedLeases:
    """Feeds, when they are due, and what is known of them (`store.feeds`)."""

    def add(self, feed_id: str, host: str, *, first: timedelta = timedelta(0)) -> bool:
        """Schedule a feed, first due in `first`; False when it is scheduled or paused already (its host is updated)."""
        raise NotImplementedError

    def remove(self, feed_id: str) -> None:
        """Forget a feed and its state; items of it that are owed still go their way."""
        raise NotImplementedError

    def pause(self, feed_id: str, reason: str) -> None:
        raise NotImplementedError

    def resume(self, feed_id: str) -> bool:
        """Due at once; False when it was not paused."""
        raise NotImplementedError

    def due_now(self, feed_id: str) -> bool:
        """Make a scheduled feed due at once; False when it is not scheduled."""
        raise NotImplementedError

    def lease(self, n: int, *, lease: timedelta, gap: timedelta) -> list[FeedLease]:
        """At most `n` due feeds. A host has one request at a time and `gap` between two; a feed whose last body
        still waits to be parsed is not polled."""
        raise NotImplementedError

    def settle(self, lease: FeedLease, state: str, after: timedelta, *, gap: timedelta, body: bytes | None = None) -> Reply:
        """End a poll: new state (JSON) with validators, next poll in `after`, and the changed body, if any, as an owed
        thing - all in one script. Replies done, dup, stale."""
        raise NotImplementedError

    def state(self, feed_id: str) -> str | None:
        raise NotImplementedError

    def states(self) -> Mapping[str, str]:
        """Every feed's state, JSON."""
        raise NotImplementedError

    def schedule(self) -> Mapping[str, datetime]:
        """Every scheduled feed and when it is due."""
        raise NotImplementedError

    def paused(self) -> Mapping[str, str]:
        raise NotImplementedError


class WorkLeases:
    """Bodies and items that are owed (`store.work`)."""

    def lease(self, n: int, *, lease: timedelta) -> list[Work]:
        """At most `n` owed things, oldest first. What was leased more than `MAX_ATTEMPTS` times goes to the dead
        letters instead."""
        raise NotImplementedError

    def ingest(self, body: Work, items: Sequence[Item], *, state: str | None = None, after: timedelta | None = None) -> Ingested:
        """Owe the items of a parsed body that are new or edited, and the body no longer. `state` and `after` replace
        what settle left (the document itself may ask for another pace)."""
        raise NotImplementedError

    def fail(self, work: Work, error: str, delay: timedelta) -> Reply:
        """Give back: owed again in `delay`; the attempt counts. Replies done, stale."""
        raise NotImplementedError

    def excuse(self, work: Work) -> Reply:
        """Forgive the attempts of a thing that failed for no fault of its own (Redis full). Works on a full Redis."""
        raise NotImplementedError

    def bury(self, work: Work, reason: str) -> Reply:
        """To the dead letters at once. Replies done, stale, gone."""
        raise NotImplementedError

    def depth(self) -> int:
        raise NotImplementedError

    def oldest(self) -> timedelta:
        """How long the thing that is ready longest has been waiting; zero when nothing waits."""
        raise NotImplementedError
