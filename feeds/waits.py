"""How long to wait for the next poll of a feed: its own pace, its wishes, its failures. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.answer import Outcome
from feeds.memory import FeedState, Hints
from feeds.types import FeedSpec

#: No hint is followed further than this: news that is a day old is none.
HINT_CAP = timedelta(hours=24)
#: A share of new items above this halves the interval; below the other, three times in a row, stretches it.
_MANY, _FEW, _SLOW_POLLS, _STRETCH = 0.33, 0.05, 3, 1.5
_JITTER = 0.1
_WEEK_HOURS = 7 * 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The bounds of a feed's own interval. Hints, failures and the host's wishes may only lengthen a wait."""

    shortest: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)


PACE = Pace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """How waits grow over failures in a row, from the feed's own interval."""

    factor: float
    cap: timedelta


PASSING = Backoff(factor=1.5, cap=timedelta(hours=6))
_LASTING = Backoff(factor=2, cap=timedelta(hours=24))
_FUTILE = Backoff(factor=4, cap=timedelta(hours=24))

#: What is likely to pass by itself is asked again soon; what needs somebody's hand, late.
BACKOFF: dict[Outcome, Backoff] = {
    Outcome.TIMEOUT: PASSING,
    Outcome.UNREACHABLE: PASSING,
    Outcome.SERVER_ERROR: PASSING,
    Outcome.BAD_ANSWER: PASSING,
    Outcome.EMPTY: PASSING,
    Outcome.THROTTLED: _LASTING,
    Outcome.CLIENT_ERROR: _LASTING,
    Outcome.TOO_LARGE: _LASTING,
    Outcome.BOMB: _LASTING,
    Outcome.BAD_CODING: _LASTING,
    Outcome.REDIRECT_LOOP: _LASTING,
    Outcome.FORBIDDEN_ADDRESS: _FUTILE,
    Outcome.BAD_URL: _FUTILE,
}


def own_interval(spec: FeedSpec, state: FeedState, pace: Pace) -> timedelta:
    return min(max(state.interval or spec.every, pace.shortest), pace.longest)


def paced(spec: FeedSpec, state: FeedState, share: float, pace: Pace) -> FeedState:
    """The interval after a poll in which `share` of the items was new."""
    interval, slow = own_interval(spec, state, pace), 0
    if share > _MANY:
        interval /= 2
    elif share < _FEW:
        slow = state.slow_polls + 1
        if slow == _SLOW_POLLS:
            interval, slow = interval * _STRETCH, 0
    return replace(state, interval=min(max(interval, pace.shortest), pace.longest), slow_polls=slow)


def backed_off(spec: FeedSpec, state: FeedState, backoff: Backoff, pace: Pace) -> timedelta:
    # The exponent is bounded: a feed may fail for years.
    grown = own_interval(spec, state, pace) * backoff.factor ** min(state.failures, 10)
    return min(grown, backoff.cap)


def next_due(
    spec: FeedSpec, state: FeedState, now: datetime, chance: float, pace: Pace, wait: timedelta | None = None
) -> datetime:
    """The next poll: after `wait`, or the feed's own interval, and after everything that was asked for.

    Jitter only lengthens. All waits count from the request, not from the end of parsing.
    """
    since = state.last_try or now
    asked = (state.hints.ttl, state.hints.update_every)
    longest = max([wait or own_interval(spec, state, pace), *(min(each, HINT_CAP) for each in asked if each)])
    due = max(since + longest, state.not_before or since)
    return open_hour(max(due + (due - since) * _JITTER * chance, now), state.hints, chance)


def open_hour(due: datetime, hints: Hints, chance: float) -> datetime:
    """`due`, or the next hour of GMT that the feed does not ask to skip. One that skips every hour asks nothing."""
    if not _skipped(due, hints):
        return due
    hour = due.replace(minute=0, second=0, microsecond=0)
    for n in range(1, _WEEK_HOURS + 1):
        if not _skipped(opens := hour + timedelta(hours=n), hints):
            return opens + timedelta(hours=1) * _JITTER * chance
    return due


def _skipped(when: datetime, hints: Hints) -> bool:
    return when.hour in hints.skip_hours or when.weekday() in hints.skip_days


def spread(wait: timedelta, chance: float) -> timedelta:
    return wait + wait * _JITTER * chance
