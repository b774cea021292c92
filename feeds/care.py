"""What is wrong with a feed, told from its record alone: each state is one pure decision, the gravest first.

    for word, why in troubles(state): ...     # why: a sentence for an operator, with what to do
    word(state)                               # one word of WORDS, for counting

How the record comes to know is decided here too: `watched` after each document, from what it brought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from feeds.memory import FeedState
from feeds.types import Item

#: Failures in a row after which a feed is in trouble.
FAILURES = 3
#: 404 for so long is as good as 410.
MISSING_FOR = timedelta(days=14)
#: A feed is silent when it brings nothing new for so many of its usual gaps; less than the shortest is a pause.
SILENT_GAPS, SHORTEST_SILENCE = 4, timedelta(hours=1)
#: The usual gap of a feed that was not watched for long enough.
UNKNOWN_GAP = timedelta(days=2)
#: The usual gap is the mean that a random moment falls into, over about so long: nights count as much as they last.
_HORIZON = timedelta(days=3)
#: A longer time between two good answers is our absence, or the server's: it tells no gap.
_UNWATCHED = timedelta(hours=12)
#: Leads that are kept, and how many of them must agree before they are a drift.
LEADS, _ENOUGH, _AGREE = 12, 8, 0.75
#: Polls further apart say nothing of how late the newest date is.
_CLOSE = timedelta(minutes=45)
#: Around a whole hour, in minutes: what is published takes a while to be seen, clocks differ by a little.
_LATE, _EARLY = 25, 5
#: A changed charset is told for so long.
_CHARSET_NEWS = timedelta(days=7)


def learn_gap(state: FeedState, now: datetime) -> FeedState:
    """The record with the gap that ends when something new comes at `now`."""
    if state.last_new is None or state.last_ok is None or now - state.last_ok > _UNWATCHED:
        return state
    gap, over = now - state.last_new, state.learned or timedelta(0)
    if not gap + over:
        return state
    usual = state.usual_gap or gap
    return replace(state, usual_gap=usual + (gap - usual) * (gap / (gap + over)), learned=min(gap + over, _HORIZON))


def lead_of(items: Iterable[Item]) -> timedelta | None:
    """How far the newest date of a document lies ahead of its fetching, negative when behind; None where no date tells
    the hour."""
    dated = (item for item in items if item.published and "day_only" not in item.flags)
    return max((item.ahead or item.published - item.fetched for item in dated if item.published), default=None)


def drift(leads: Sequence[int]) -> int:
    """Whole hours by which the dates are ahead, negative when behind; 0 when they are not, or not always so."""
    if len(leads) < _ENOUGH:
        return 0
    # The middle of the window around an hour is not the hour itself.
    hours = round((median(leads) + (_LATE - _EARLY) / 2) / 60)
    agree = sum(60 * hours - _LATE <= lead <= 60 * hours + _EARLY for lead in leads)
    return hours if agree >= _AGREE * len(leads) else 0


def watched(state: FeedState, now: datetime, *, new: int, lead: timedelta | None, charset: str) -> FeedState:
    """The record after a document of a feed that was known before: its gaps, its dates, its charset."""
    if new:
        state = learn_gap(state, now)
    close = state.last_ok is not None and now - state.last_ok <= _CLOSE
    if new and lead is not None and (close or lead > timedelta(0)):
        state = replace(state, leads=(*state.leads, round(lead / timedelta(minutes=1)))[-LEADS:])
    if charset and state.charset and charset != state.charset:
        state = replace(state, charset_before=state.charset, charset_changed=now)
    return replace(state, charset=charset or state.charset)


def _gone(state: FeedState) -> str:
    return f"gone: {state.reason}; look for its new address" if state.status == "gone" else ""


def _failing(state: FeedState) -> str:
    return f"{state.outcome}: {state.reason}" if state.failures >= FAILURES else ""


def _silent(state: FeedState) -> str:
    if state.last_ok is None or state.last_new is None:
        return ""
    silence = state.last_ok - state.last_new
    usual = (state.usual_gap if state.learned == _HORIZON else None) or UNKNOWN_GAP
    if silence <= max(SILENT_GAPS * usual, SHORTEST_SILENCE):
        return ""
    return f"silent: nothing new for {_span(silence)}, its usual gap is {_span(usual)}; does it publish elsewhere?"


def _drift(state: FeedState) -> str:
    hours = drift(state.leads)
    if not hours:
        return ""
    where = "ahead of" if hours > 0 else "behind"
    slow = "" if hours > 0 else ", or it is slow"
    return f"dates {abs(hours)} h {where} the clock: zone or gmt_is_local is wrong in the catalogue{slow}"


def _charset(state: FeedState) -> str:
    changed = state.charset_changed
    if changed is None or state.last_ok is None or state.last_ok - changed > _CHARSET_NEWS:
        return ""
    return f"charset changed from {state.charset_before} to {state.charset} on {changed:%Y-%m-%d}: is it read well?"


def _flood(state: FeedState) -> str:
    return "flood: nearly all items of the last document were new" if state.flood else ""


def _moved(state: FeedState) -> str:
    return f"moved to {state.moved_to}: put that into the catalogue" if state.moved_to else ""


#: Word -> the sentence, empty when it does not hold. Words are metric labels and permanent.
STATES: Mapping[str, Callable[[FeedState], str]] = {
    "gone": _gone,
    "failing": _failing,
    "silent": _silent,
    "drift": _drift,
    "charset": _charset,
    "flood": _flood,
    "moved": _moved,
}
WORDS = (*STATES, "well", "new")


def troubles(state: FeedState) -> Iterator[tuple[str, str]]:
    """Every state that holds, with its sentence."""
    told = ((word, says(state)) for word, says in STATES.items())
    return ((word, why) for word, why in told if why)


def word(state: FeedState) -> str:
    """The gravest state; else well, or new before the first poll."""
    return next((word for word, _ in troubles(state)), "new" if state.last_try is None else "well")


def begun(before: FeedState, after: FeedState, words: Iterable[str]) -> tuple[str, ...]:
    """Those of the states `words` that hold now and did not before."""
    return tuple(word for word in words if STATES[word](after) and not STATES[word](before))


def _span(span: timedelta) -> str:
    """To two digits or so: 3 d, 5 h, 20 min."""
    minutes = span / timedelta(minutes=1)
    if minutes >= 2 * 24 * 60:
        return f"{minutes / 24 / 60:.0f} d"
    return f"{minutes / 60:.0f} h" if minutes >= 120 else f"{minutes:.0f} min"
