"""A batch of what is owed: bodies become items, items become events on the stream.

Each thing ends as one counted outcome. What fails is given back with its reason and goes to the dead letters after some
attempts; what merely had no time is given back without blame.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from redis.exceptions import RedisError

from extract.stopwatch import Stopwatch
from extract.types import Mention
from feeds.care import lead_of
from feeds.decode import decode
from feeds.parse import Outcome, Parsed, parse
from feeds.schedule import Yield, absorb, misread
from feeds.types import FeedSpec, Item
from worker.codec import unpack_document
from worker.commit import commit_item, retry_delay
from worker.errors import (
    ExcusedError,
    LaterVersionError,
    OutageError,
    RetriedError,
    UnreadableError,
    WorkerError,
    one_line,
    traced,
)
from worker.inbox import item_of
from worker.leases import Ingested, Work
from worker.limits import LEASE, NAMES_BATCH
from worker.log import say, warn
from worker.poll import remembered
from worker.tally import Tally
from worker.versions import release
from worker.wiring import Wiring

#: Outcomes of parsing that are feeds.
FEEDS = frozenset({Outcome.OK, Outcome.PARTIAL, Outcome.TOO_MANY, Outcome.NO_ITEMS})
#: When Redis is full there is no hurry.
EXCUSED_DELAY = timedelta(seconds=5)
#: How long what a later release has written is left to its workers, and how soon it is looked at again.
UPGRADE, LATER_DELAY = timedelta(days=1), timedelta(seconds=30)

#: What extraction is to this module.
Mentions = Callable[[Item], Sequence[Mention]]


def process(
    wired: Wiring, mentions: Mentions, *, out_of_time: type[Exception] = TimeoutError, watch: Stopwatch | None = None
) -> Tally:
    """Lease a batch and finish it; `out_of_time` is what interrupts it when the task's time is over, `watch` what
    `mentions` tells the ends of its stages.

    Raises RedisError, OutageError, StoreFullError: the leases then end by themselves.
    """
    tally = Tally()
    if wired.store.guard.halted(release()) is not None:
        tally.halted = True
        return tally
    works = wired.store.work.lease(wired.settings.batch, lease=LEASE, given_up=tally.fail)
    work_through(wired, works, mentions, tally, out_of_time)
    for stage, seconds in watch.laps if watch is not None else ():
        tally.counted.observe("extract_stage", seconds, stage)
    wired.store.counts.add(tally.counted)
    _watch(wired, tally)
    return tally


def read_names(wired: Wiring, mentions: Mentions, *, out_of_time: type[Exception] = TimeoutError) -> Tally:
    """Lease committed items and read them again with `mentions`, which recognises names; nobody waits for it, and what
    fails here says nothing of the release. Raises as `process`."""
    tally = Tally()
    works = wired.store.names.lease(NAMES_BATCH, lease=LEASE, given_up=tally.fail)
    work_through(wired, works, mentions, tally, out_of_time)
    wired.store.counts.add(tally.counted)
    return tally


def work_through(
    wired: Wiring, works: Sequence[Work], mentions: Mentions, tally: Tally, out_of_time: type[Exception]
) -> None:
    """Finish one leased thing after the other; what there is no time for goes back without blame."""
    for n, work in enumerate(works):
        try:
            outcome = finish(wired, work, mentions, tally, out_of_time)
        except out_of_time as error:
            tally.end(work, _give_back(wired, work, tally, "took too long: the task's time was over", error))
            for rest in works[n + 1 :]:
                wired.store.holder(rest).excuse(rest)
            break
        tally.end(work, outcome)


def _watch(wired: Wiring, tally: Tally) -> None:
    why = wired.store.guard.note(release(), tally.ended)
    if why is not None:
        say("guard", logging.ERROR, outcome="halted", release=release(), reason=why)


def finish(wired: Wiring, work: Work, mentions: Mentions, tally: Tally, out_of_time: type[Exception]) -> str:
    """One thing, whatever happens to it. Raises RedisError, OutageError and `out_of_time`."""
    holder = wired.store.holder(work)
    try:
        return _body(wired, work, tally) if work.kind == "body" else _item(wired, work, mentions, tally)
    except (out_of_time, RedisError, OutageError):
        raise
    except ExcusedError as error:
        holder.excuse(work, EXCUSED_DELAY)
        warn(work.kind, **_names(work), outcome="excused", reason=str(error))
        return "excused"
    except RetriedError as error:  # expected now and then: no traceback, and no fault of this release
        holder.fail(work, one_line(error), retry_delay(work.attempt))
        warn(work.kind, **_names(work), outcome="failed", reason=one_line(error), attempt=work.attempt)
        return "failed"
    except UnreadableError as error:
        if isinstance(error, LaterVersionError) and work.now - work.since < UPGRADE:
            holder.excuse(work, LATER_DELAY)
            warn(work.kind, **_names(work), outcome="left", reason=one_line(error))
            return "left"
        tally.fail(work, one_line(error))
        holder.bury(work, traced(error, error))
        warn(work.kind, **_names(work), outcome="buried", reason=one_line(error))
        return "buried"
    except Exception as error:  # whatever one document does, the others go on
        return _give_back(wired, work, tally, f"{type(error).__name__}: {error}", error)


def _body(wired: Wiring, work: Work, tally: Tally) -> str:
    """A feed's changed body: its items are owed from now on."""
    begun = time.monotonic()
    spec = wired.catalogue.get(work.id)
    if spec is None:
        wired.store.work.ingest(work, ())
        warn("body", feed=work.id, outcome="dropped", reason="the feed is no longer in the catalogue")
        return "body dropped"
    parsed = read_body(work.payload, spec)
    tally.counted.observe("stage", time.monotonic() - begun, "parse")
    counts = wired.store.work.ingest(
        work, parsed.items, pace=lambda found: _pace(wired, work, spec, parsed, found, tally)
    )
    tally.owed += counts.new + counts.edited
    say(
        "body",
        feed=work.id,
        outcome=str(parsed.outcome),
        reason=parsed.reason or None,
        reply=counts.reply,
        new=counts.new,
        edited=counts.edited,
        known=counts.known,
        dropped=parsed.dropped or None,
        flags=" ".join(parsed.flags) or None,
        ms=_ms(begun),
        fence=work.fence,
    )
    return f"body {counts.reply}"


def read_body(payload: bytes, spec: FeedSpec) -> Parsed:
    """A packed document to items. Raises UnreadableError for what is no packed document."""
    headers, content = unpack_document(payload)
    decoded = decode(content, headers.get("content-type"), spec.charset)
    return parse(decoded, spec, datetime.fromisoformat(headers["fetched"]), url=headers.get("url"))


def _pace(
    wired: Wiring, work: Work, spec: FeedSpec, parsed: Parsed, found: Ingested, tally: Tally
) -> tuple[str, timedelta]:
    """The feed's next poll, now that it is known what the document was and how much of it was new."""
    state = remembered(wired.store.feeds.state(work.id), work.id)
    if parsed.outcome in FEEDS:
        told = Yield(
            new=found.new,
            items=len(parsed.items),
            hints=parsed.hints,
            lead=lead_of(parsed.items),
            charset=parsed.charset,
        )
        decision = absorb(spec, state, told, work.now)
    else:
        decision = misread(spec, state, f"{parsed.outcome}: {parsed.reason}", work.now)
    for notice in decision.notices:
        tally.counted.add("notices", notice)
        warn("feed", feed=work.id, outcome=notice, reason=parsed.reason or None)
    return decision.state.to_json(), decision.after(work.now)


def _item(wired: Wiring, work: Work, mentions: Mentions, tally: Tally) -> str:
    """An item, read the first time or with its names: what it tells goes on the stream."""
    begun = time.monotonic()
    item = item_of(work)
    found = mentions(item)
    extracted = _ms(begun)
    outcome = commit_item(wired.store, work, item, found, wired.publishing)
    ended = wired.store.now()
    # From the answer of its feed to the stream: the way through the service.
    way = ended - item.fetched
    tally.counted.observe("stage", extracted / 1000, "names" if work.kind == "names" else "extract")
    tally.counted.observe("stage", (_ms(begun) - extracted) / 1000, "commit")
    if outcome.reply == "done":
        tally.commit(work, item, found, outcome, ended)
    say(
        work.kind,
        item=item.id,
        feed=item.feed_id,
        revision=work.revision or None,
        outcome=outcome.reply,
        mentions=len(found),
        events=" ".join(write.event_id for write in outcome.writes) or None,
        rereads=outcome.rereads or None,
        attempt=work.attempt if work.attempt > 1 else None,
        fence=work.fence,
        extract_ms=extracted,
        ms=_ms(begun),
        way_ms=round(way / timedelta(milliseconds=1)),
    )
    return f"{work.kind} {outcome.reply}"


def _give_back(wired: Wiring, work: Work, tally: Tally, reason: str, error: Exception) -> str:
    reason = one_line(reason)
    tally.fail(work, reason)
    wired.store.holder(work).fail(work, traced(reason, error), retry_delay(work.attempt))
    facts = _names(work)
    say(work.kind, logging.ERROR, trace=True, **facts, outcome="failed", reason=reason, attempt=work.attempt)
    return "failed"


def _names(work: Work) -> dict[str, str | None]:
    """What a line about a thing that went wrong calls it."""
    if work.kind == "body":
        return {"feed": work.id}
    try:
        feed = item_of(work).feed_id
    except WorkerError:  # that may be what went wrong
        feed = None
    return {"item": work.id, "feed": feed}


def _ms(begun: float) -> float:
    return round((time.monotonic() - begun) * 1000, 1)
