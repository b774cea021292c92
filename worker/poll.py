"""One poll: lease a due feed, ask for it, decide when to come back, owe the body if it has changed.

Nothing is parsed here. A poll runs in a thread, which cannot be killed; the body is parsed where it can.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.fetch import FetchResult, Outcome, fetch
from feeds.memory import FeedState
from feeds.schedule import Decision, prepare, settle
from feeds.types import FeedSpec
from worker.codec import pack_document
from worker.counts import Counted
from worker.leases import FeedLease, Reply
from worker.limits import LEASE
from worker.log import say, warn
from worker.pressure import why_not_poll
from worker.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Polled:
    """What one hint came to, in words that Flower shows."""

    feed: str
    outcome: str
    reason: str
    reply: Reply
    #: Whether a changed body is owed now.
    owes: bool

    def __str__(self) -> str:
        return f"{self.feed}: {self.outcome}, {self.reason}"


def poll(wired: Wiring) -> Polled | None:
    """Poll the feed that is due longest; None when there is none, or while polling rests.

    Raises StoreFullError, OutageError, RedisError: the lease then ends by itself.
    """
    store, settings = wired.store, wired.settings
    if why_not_poll(store.load(), inbox_limit=settings.inbox_limit) is not None:
        return None
    for lease in store.feeds.lease(1, lease=LEASE, gap=settings.host_gap):
        spec = wired.catalogue.get(lease.feed_id)
        if spec is None:
            store.feeds.remove(lease.feed_id)
            warn("poll", feed=lease.feed_id, outcome="removed", reason="no longer in the catalogue")
            return None
        return _poll(wired, lease, spec)
    return None


def _poll(wired: Wiring, lease: FeedLease, spec: FeedSpec) -> Polled:
    state = remembered(lease.state, lease.feed_id)
    asked, validators = prepare(spec, state, lease.now)
    result = fetch(
        asked,
        validators,
        contact=wired.settings.contact or "",
        allow_loopback=wired.settings.allow_loopback,
        now=lease.now,
    )
    now = lease.now + result.elapsed
    decision = settle(spec, state, result, now, chance=random.random())  # noqa: S311 - spreads polls, guards nothing
    body = owed_body(result, now)
    reply = wired.store.feeds.settle(
        lease,
        decision.state.to_json(),
        decision.after(now),
        gap=max(wired.settings.host_gap, decision.host_pause),
        body=body,
    )
    polled = Polled(lease.feed_id, str(result.outcome), result.reason, reply, owes=body is not None and reply == "done")
    counted = Counted()
    counted.add("polls", polled.outcome)
    for notice in decision.notices:
        counted.add("notices", notice)
    wired.store.counts.add(counted)
    _report(polled, lease, result, decision, now)
    return polled


def owed_body(result: FetchResult, now: datetime) -> bytes | None:
    """The changed body as an owed thing; None where there is nothing to parse."""
    if result.outcome is not Outcome.OK:
        return None
    headers = {"content-type": result.content_type or "", "url": result.url, "fetched": now.isoformat()}
    return pack_document(headers, result.body)


def remembered(text: str | None, feed_id: str) -> FeedState:
    """The state of a feed; one that cannot be read is forgotten, and the feed polled as if it were new."""
    try:
        return FeedState.from_json(text)
    except (ValueError, TypeError, KeyError) as error:
        warn("feed", feed=feed_id, outcome="state forgotten", reason=str(error))
        return FeedState()


def _report(polled: Polled, lease: FeedLease, result: FetchResult, decision: Decision, now: datetime) -> None:
    say(
        "poll",
        feed=polled.feed,
        outcome=polled.outcome,
        reason=polled.reason,
        reply=polled.reply,
        status=result.status,
        bytes=result.received,
        ms=round(result.elapsed / timedelta(milliseconds=1)),
        next_s=round(decision.after(now).total_seconds()),
        failures=decision.state.failures or None,
        attempt=lease.attempt if lease.attempt > 1 else None,
        fence=lease.fence,
    )
    for notice in decision.notices:
        warn("feed", feed=polled.feed, outcome=notice, reason=polled.reason)
