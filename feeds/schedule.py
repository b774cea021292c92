"""When to poll a feed again: pure decisions over what is remembered of it and what a poll brought.

    opens(state, now)                                     # later than now: a skipped hour, come back then
    spec, validators = prepare(spec, state, now)          # before the request: which URL, on which condition
    decision = settle(spec, state, result, now)           # after it
    decision = absorb(spec, state, Yield(...), now)       # after a new body was parsed and its items compared
    decision = misread(spec, state, "an HTML page", now)  # or after it turned out to be no feed

A feed is never dropped: whatever fails is asked again, at the latest after a day, one that is gone after a month.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, cast

from feeds import care
from feeds.answer import GOOD, NO_VALIDATORS, FetchResult, Outcome, Validators
from feeds.memory import NO_HINTS, FeedState, Hints, Sighting
from feeds.types import FeedSpec
from feeds.waits import (
    BACKOFF,
    HINT_CAP,
    PACE,
    PASSING,
    Backoff,
    Pace,
    backed_off,
    next_due,
    open_hour,
    own_interval,
    paced,
    spread,
)

__all__ = [
    "PACE",
    "Decision",
    "FeedState",
    "Hints",
    "Notice",
    "Pace",
    "Sighting",
    "Yield",
    "absorb",
    "misread",
    "opens",
    "prepare",
    "settle",
]

#: What an operator should hear of. gone: 410, or 404 for weeks; back: it answers again; moved: the stored URL changed;
#: lost: the URL it moved to fails, the catalogue's is asked again; lying: validators do not tell of changes; flood: nearly
#: every item is new; misread: three answers in a row held no feed; failing: ten failures in a row; silent, drift, charset:
#: see feeds/care.py.
Notice = Literal[
    "gone", "back", "moved", "lost", "lying", "flood", "misread", "failing", "silent", "drift", "charset"
]  # fmt: skip
_CARE = ("silent", "drift", "charset")

_FLOOD = 0.8
#: 429 and 503 without Retry-After: the host rests, and its feeds do not come back together.
_REST, _REST_SPREAD = timedelta(minutes=5), timedelta(hours=1)
_GONE_RECHECK = timedelta(days=30)
#: A permanent redirect is believed when it was seen so often over so long.
_SIGHTINGS, _SIGHTED_FOR = 5, timedelta(hours=24)
#: Failures in a row after which the URL that a feed moved to is given up.
_LOST = 5
_PROBE_EVERY = timedelta(hours=24)
#: A document that stays the same is read anew so often, as if it were new: whoever remembers its items remembers them on.
#: Three times within what the worker keeps of an item that no feed lists, so that two may fail.
REREAD = timedelta(days=10)
_MISREADS, _FAILING = 3, 10
_MISSING = (404, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What a parsed document brought, after comparison with what is known."""

    #: Items never seen before; edits of known ones do not count.
    new: int
    #: All items of the document.
    items: int
    hints: Hints = NO_HINTS
    #: How far its newest date lies ahead of its fetching (feeds/care.py); None when no date tells.
    lead: timedelta | None = None
    #: That it was read in.
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to store, and when to come back."""

    state: FeedState
    #: Never in the past.
    due: datetime
    #: How long the whole host is to be left alone; zero unless it asked for that.
    host_pause: timedelta = timedelta(0)
    notices: tuple[Notice, ...] = ()

    def after(self, now: datetime) -> timedelta:
        return max(self.due - now, timedelta(0))


def prepare(spec: FeedSpec, state: FeedState, now: datetime) -> tuple[FeedSpec, Validators]:
    """What to ask for: the URL that the feed moved to, if it did, and the validators to send.

    A feed whose validators lied is asked without them once a day; a document that was read long ago is asked for whole.
    """
    if state.moved_to and state.moved_from == spec.url:
        spec = replace(spec, url=state.moved_to)
    if state.last_read is not None and now - state.last_read >= REREAD:
        return spec, NO_VALIDATORS
    return spec, state.validators.hash_only() if _probe_due(state, now) else state.validators


def opens(state: FeedState, now: datetime, *, chance: float = 0.5) -> datetime:
    """`now`, or when to come back: a feed that had to wait for its host may have come into an hour that it skips."""
    return open_hour(now, state.hints, chance)


def settle(
    spec: FeedSpec, state: FeedState, result: FetchResult, now: datetime, *, chance: float = 0.5, pace: Pace = PACE
) -> Decision:
    """After a fetch. `spec` is the catalogue's; `chance` in [0, 1) spreads feeds that would come back together.

    A new body leaves the count of failures as it is: only its parsing shows whether it is a feed.
    """
    heard = _hear(spec, state, result, now, pace)
    if result.outcome in GOOD:
        return _after_good(spec, heard, state, result, now, chance, pace)
    if result.outcome is Outcome.GONE:
        gone = replace(heard, status="gone", failures=state.failures + 1)
        notices: tuple[Notice, ...] = () if state.status == "gone" else ("gone",)
        return Decision(state=gone, due=now + spread(_GONE_RECHECK, chance), notices=notices)
    return _after_failure(spec, heard, BACKOFF[result.outcome], result, now, chance, pace)


def absorb(
    spec: FeedSpec, state: FeedState, yielded: Yield, now: datetime, *, chance: float = 0.5, pace: Pace = PACE
) -> Decision:
    """After a new body was parsed: the pace follows the share of new items, the document's own wishes are kept."""
    known = state.last_ok is not None
    share = yielded.new / yielded.items if yielded.items else 0.0
    flood = known and share > _FLOOD and yielded.items > 1
    before = state
    # The first document of a feed is all new and says nothing about its pace.
    new = yielded.new if known else 0
    state = care.watched(state, now, new=new, lead=yielded.lead, charset=yielded.charset)
    state = replace(
        state,
        status="active",
        failures=0,
        misreads=0,
        last_ok=now,
        last_new=now if yielded.new else state.last_new,
        hints=yielded.hints,
        flood=flood,
    )
    state = paced(spec, state, share, pace) if known else state
    notices = (*_notices(("flood", flood)), *_begun(before, state))
    return Decision(state=state, due=next_due(spec, state, now, chance, pace), notices=notices)


def misread(
    spec: FeedSpec, state: FeedState, reason: str, now: datetime, *, chance: float = 0.5, pace: Pace = PACE
) -> Decision:
    """After a body that held no feed. Its validators would hide the next one, so they are forgotten."""
    state = replace(
        state,
        failures=state.failures + 1,
        misreads=state.misreads + 1,
        validators=Validators(),
        outcome="misread",
        reason=reason,
    )
    notices: list[Notice] = ["misread"] if state.misreads == _MISREADS else []
    wait = backed_off(spec, state, PASSING, pace)
    return Decision(state=state, due=next_due(spec, state, now, chance, pace, wait), notices=tuple(notices))


def _hear(spec: FeedSpec, state: FeedState, result: FetchResult, now: datetime, pace: Pace) -> FeedState:
    """What every answer leaves behind, good or bad."""
    waits = [min(wait, HINT_CAP) for wait in (result.fresh_for, result.retry_after) if wait]
    return replace(
        state,
        interval=own_interval(spec, state, pace),
        validators=result.validators,
        last_try=now,
        last_probe=now if state.lying and not result.conditional else state.last_probe,
        not_before=now + max(waits) if waits else None,
        missing_since=(state.missing_since or now) if result.status in _MISSING else state.missing_since,
        outcome=str(result.outcome),
        reason=result.reason,
    )


def _after_good(
    spec: FeedSpec, heard: FeedState, before: FeedState, result: FetchResult, now: datetime, chance: float, pace: Pace
) -> Decision:
    lied = result.outcome is Outcome.OK and _lied(before.validators, result.validators)
    heard = replace(heard, status="active", missing_since=None, lying=heard.lying or lied)
    heard = _sighted(spec, heard, result, now)
    if result.outcome is not Outcome.OK:
        heard = paced(spec, replace(heard, failures=0, misreads=0, last_ok=now, flood=False), 0.0, pace)
    else:
        heard = replace(heard, last_read=now)
    notices = _notices(
        ("back", before.status == "gone"),
        ("lying", lied and not before.lying),
        ("moved", heard.moved_to is not None and heard.moved_to != before.moved_to),
    )
    due = next_due(spec, heard, now, chance, pace)
    return Decision(state=heard, due=due, notices=(*notices, *_begun(before, heard)))


def _after_failure(
    spec: FeedSpec, heard: FeedState, backoff: Backoff, result: FetchResult, now: datetime, chance: float, pace: Pace
) -> Decision:
    state = replace(heard, failures=heard.failures + 1)
    pause = timedelta(0)
    if result.outcome is Outcome.THROTTLED:
        asked = min(result.retry_after, HINT_CAP) if result.retry_after is not None else None
        pause = _REST + _REST_SPREAD * chance if asked is None else asked
    lost = state.moved_to is not None and state.failures >= _LOST
    if lost:
        state = replace(state, moved_to=None, moved_from=None)
    missing = state.missing_since is not None and now - state.missing_since >= care.MISSING_FOR
    found_gone = missing and state.status != "gone"
    if found_gone:
        state = replace(state, status="gone")
    wait = max(backed_off(spec, state, backoff, pace), pause)
    return Decision(
        state=state,
        due=next_due(spec, state, now, chance, pace, wait),
        host_pause=pause,
        notices=_notices(("lost", lost), ("failing", state.failures == _FAILING), ("gone", found_gone)),
    )


def _probe_due(state: FeedState, now: datetime) -> bool:
    return state.lying and (state.last_probe is None or now - state.last_probe >= _PROBE_EVERY)


def _lied(before: Validators, after: Validators) -> bool:
    """The same promise with another body."""
    return (
        before.same_headers(after)
        and None not in (before.body_hash, after.body_hash)
        and (before.body_hash != after.body_hash)
    )


def _sighted(spec: FeedSpec, state: FeedState, result: FetchResult, now: datetime) -> FeedState:
    """Count a permanent redirect; move when it was seen often and for long enough. One poll without it starts anew."""
    target, seen = result.permanent_url, state.sighting
    if target is None:
        return replace(state, sighting=None)
    if seen is None or seen.url != target:
        return replace(state, sighting=Sighting(url=target, first=now, count=1))
    seen = replace(seen, count=seen.count + 1)
    if seen.count >= _SIGHTINGS and now - seen.first >= _SIGHTED_FOR:
        return replace(state, sighting=None, moved_to=target, moved_from=spec.url)
    return replace(state, sighting=seen)


def _begun(before: FeedState, after: FeedState) -> tuple[Notice, ...]:
    return cast(tuple[Notice, ...], care.begun(before, after, _CARE))


def _notices(*pairs: tuple[Notice, bool]) -> tuple[Notice, ...]:
    return tuple(notice for notice, holds in pairs if holds)
