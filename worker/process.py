"""A batch of what is owed: bodies become items, items become events on the stream.

Each thing ends as one counted outcome. What fails is given back with its reason and goes to the dead letters after some
attempts; what merely had no time is given back without blame.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from redis.exceptions import RedisError

from extract.types import Mention
from feeds.care import lead_of
from feeds.decode import decode
from feeds.parse import Outcome, Parsed, parse
from feeds.schedule import Yield, absorb, misread
from feeds.types import FeedSpec, Item
from worker.codec import unpack_document
from worker.commit import Outcome as Committed
from worker.commit import commit_item, retry_delay
from worker.counts import Counted
from worker.errors import ExcusedError, RetriedError, UnreadableError
from worker.inbox import item_of
from worker.leases import Ingested, Work
from worker.limits import LEASE
from worker.log import say, warn
from worker.poll import remembered
from worker.wiring import Wiring

#: Outcomes of parsing that are feeds.
FEEDS = frozenset({Outcome.OK, Outcome.PARTIAL, Outcome.TOO_MANY, Outcome.NO_ITEMS})
#: When Redis is full there is no hurry.
EXCUSED_DELAY = timedelta(seconds=5)

#: What extraction is to this module.
Mentions = Callable[[Item], Sequence[Mention]]


@dataclass(slots=True)
class Tally:
    """What one batch came to, in words that Flower shows."""

    outcomes: Counter[str] = field(default_factory=Counter)
    #: Items that were found in bodies and are owed now.
    owed: int = 0
    counted: Counted = field(default_factory=Counted)

    def end(self, work: Work, outcome: str) -> None:
        self.outcomes[outcome] += 1
        self.counted.add("items" if work.kind == "item" else "bodies", outcome.removeprefix(f"{work.kind} "))

    def __str__(self) -> str:
        return ", ".join(f"{count} {what}" for what, count in self.outcomes.items()) or "nothing was owed"


def process(wired: Wiring, mentions: Mentions, *, out_of_time: type[Exception] = TimeoutError) -> Tally:
    """Lease a batch and finish it; `out_of_time` is what interrupts it when the task's time is over.

    Raises RedisError: the leases then end by themselves.
    """
    tally = Tally()
    works = wired.store.work.lease(wired.settings.batch, lease=LEASE)
    for n, work in enumerate(works):
        try:
            outcome = finish(wired, work, mentions, tally, out_of_time)
        except out_of_time:
            outcome = _give_back(wired, work, "took too long: the task's time was over")
            for rest in works[n + 1 :]:
                wired.store.work.excuse(rest)
            tally.end(work, outcome)
            break
        tally.end(work, outcome)
    wired.store.counts.add(tally.counted)
    return tally


def finish(wired: Wiring, work: Work, mentions: Mentions, tally: Tally, out_of_time: type[Exception]) -> str:
    """One thing, whatever happens to it. Raises RedisError and `out_of_time`."""
    try:
        return _body(wired, work, tally) if work.kind == "body" else _item(wired, work, mentions, tally)
    except (out_of_time, RedisError):
        raise
    except ExcusedError as error:
        wired.store.work.excuse(work, EXCUSED_DELAY)
        warn(work.kind, id=work.id, outcome="excused", reason=str(error))
        return "excused"
    except RetriedError as error:  # expected now and then: no traceback
        return _give_back(wired, work, str(error))
    except UnreadableError as error:
        wired.store.work.bury(work, str(error))
        warn(work.kind, id=work.id, outcome="buried", reason=str(error))
        return "buried"
    except Exception as error:  # whatever one document does, the others go on
        return _give_back(wired, work, f"{type(error).__name__}: {error}", trace=True)


def _body(wired: Wiring, work: Work, tally: Tally) -> str:
    """A feed's changed body: its items are owed from now on."""
    begun = time.monotonic()
    spec = wired.catalogue.get(work.id)
    if spec is None:
        wired.store.work.ingest(work, ())
        warn("body", feed=work.id, outcome="dropped", reason="the feed is no longer in the catalogue")
        return "body dropped"
    parsed = read_body(work.payload, spec)
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
    """An item: what it tells goes on the stream."""
    begun = time.monotonic()
    item = item_of(work)
    found = mentions(item)
    extracted = _ms(begun)
    outcome = commit_item(wired.store, work, item, found, wired.publishing)
    # From the answer of its feed to the stream: the way through the service.
    way = wired.store.now() - item.fetched
    _count(tally.counted, outcome, extracted / 1000, way)
    say(
        "item",
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
    return f"item {outcome.reply}"


def _count(counted: Counted, outcome: Committed, extracted: float, way: timedelta) -> None:
    counted.observe("extraction", extracted)
    if outcome.reply == "done":
        counted.observe("way", way.total_seconds())
    for decision in outcome.decisions:
        counted.add("matches", decision.kind)
    for write in outcome.writes:
        counted.add("messages", write.message["type"].rpartition(".")[2])


def _give_back(wired: Wiring, work: Work, reason: str, *, trace: bool = False) -> str:
    wired.store.work.fail(work, reason, retry_delay(work.attempt))
    level = logging.ERROR if trace else logging.WARNING
    say(work.kind, level, trace=trace, id=work.id, outcome="failed", reason=reason, attempt=work.attempt)
    return "failed"


def _ms(begun: float) -> float:
    return round((time.monotonic() - begun) * 1000, 1)
