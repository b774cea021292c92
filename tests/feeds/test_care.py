"""What is wrong with a feed: tables of records and what they say; then whole lives of feeds through the schedule."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feeds.answer import FetchResult, Outcome, Validators
from feeds.care import STATES, WORDS, begun, drift, lead_of, learn_gap, troubles, word
from feeds.dates import parse_date
from feeds.decode import decode
from feeds.memory import FeedState
from feeds.parse import parse
from feeds.schedule import Yield, absorb, settle
from tests.feeds.playing import NOON, a_spec

SPEC = a_spec(every=timedelta(minutes=10))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WELL = FeedState(last_try=NOON, last_ok=NOON, last_new=NOON)


def came(outcome: Outcome, status: int) -> FetchResult:
    return FetchResult(outcome=outcome, reason="", url=SPEC.url, validators=Validators(), status=status)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, []),
        ({"failures": 2}, []),
        ({"failures": 3, "outcome": "timeout"}, ["failing"]),
        ({"status": "gone", "failures": 9}, ["gone", "failing"]),
        ({"flood": True}, ["flood"]),
        ({"moved_to": "https://new.example/"}, ["moved"]),
        # Four usual gaps, not a moment less; below an hour it is a pause.
        ({"last_new": NOON - 8 * HOUR, "usual_gap": 2 * HOUR, "learned": 3 * DAY}, []),
        ({"last_new": NOON - 8 * HOUR - MINUTE, "usual_gap": 2 * HOUR, "learned": 3 * DAY}, ["silent"]),
        ({"last_new": NOON - 60 * MINUTE, "usual_gap": MINUTE, "learned": 3 * DAY}, []),
        ({"last_new": NOON - 61 * MINUTE, "usual_gap": MINUTE, "learned": 3 * DAY}, ["silent"]),
        # Before some days were seen, days; and a feed that does not answer is not silent.
        ({"last_new": NOON - 8 * DAY}, []),
        ({"last_new": NOON - 8 * DAY, "usual_gap": MINUTE, "learned": DAY}, []),
        ({"last_new": NOON - 9 * DAY}, ["silent"]),
        ({"last_new": NOON - 9 * DAY, "last_ok": NOON - 8 * DAY, "failures": 9}, ["failing"]),
        ({"last_ok": None, "last_new": None}, []),
        ({"leads": (180,) * 8}, ["drift"]),
        ({"charset": "utf-8", "charset_before": "cp1256", "charset_changed": NOON - 7 * DAY}, ["charset"]),
        ({"charset": "utf-8", "charset_before": "cp1256", "charset_changed": NOON - 8 * DAY}, []),
        ({"flood": True, "moved_to": "https://new.example/", "leads": (60,) * 12}, ["drift", "flood", "moved"]),
    ],
)
def test_states_of_a_record(record: dict[str, object], expected: list[str]) -> None:
    state = replace(WELL, **record)

    assert [name for name, _ in troubles(state)] == expected
    assert word(state) == (expected or ["well"])[0]
    assert FeedState.from_json(state.to_json()) == state, "and it survives being kept"


def test_a_feed_that_was_never_polled_is_new() -> None:
    assert word(FeedState()) == "new"
    assert set(WORDS) == {*STATES, "well", "new"}


@pytest.mark.parametrize(
    ("leads", "hours"),
    [
        ((), 0),
        ((175,) * 7, 0),  # too few
        ((175,) * 8, 3),
        ((180, 178, 171, 160, 155, 181, 184, 179), 3),
        ((-182, -190, -200, -181, -185, -203, -180, -187), -3),
        ((-3, -5, -1, -20, -2, -9, -4, 1), 0),  # well
        ((-70, -130, -300, -15, -200, -90, -45, -240), 0),  # late, but not by hours: a slow feed
        ((-30, -31, -33, -35, -30, -32, -31, -34), 0),  # half an hour is no zone of ours
        ((175, 175, 175, 175, 175, 175, -4, -5), 3),  # three in four agree
        ((175, 175, 175, 175, 175, -3, -4, -5), 0),
        ((700, 690, 640, 600, 580, 540, 500, 480), 0),  # one entry of tonight, pinned: it comes nearer
    ],
)
def test_dates_are_off_when_nearly_all_are_by_the_same_hours(leads: tuple[int, ...], hours: int) -> None:
    assert drift(leads) == hours


@pytest.mark.parametrize(
    ("last_new", "last_ok", "known", "expected"),
    [
        (None, NOON - HOUR, (None, None), (None, None)),
        (NOON - HOUR, NOON - MINUTE, (None, None), (HOUR, HOUR)),
        (NOON - HOUR, NOON - MINUTE, (HOUR, DAY), (HOUR, 25 * HOUR)),
        (NOON - 3 * DAY, NOON - HOUR, (2 * DAY, 3 * DAY), (2.5 * DAY, 3 * DAY)),
        (NOON - 3 * DAY, NOON - 3 * DAY, (HOUR, DAY), (HOUR, DAY)),  # we were away
        (NOON, NOON, (None, None), (None, None)),
    ],
)
def test_the_usual_gap(
    last_new: datetime | None,
    last_ok: datetime,
    known: tuple[timedelta | None, timedelta | None],
    expected: tuple[timedelta | None, timedelta | None],
) -> None:
    state = learn_gap(FeedState(last_new=last_new, last_ok=last_ok, usual_gap=known[0], learned=known[1]), NOON)

    assert (state.usual_gap, state.learned) == expected


def test_nights_belong_to_the_usual_gap_and_days_of_nothing_do_not() -> None:
    """A feed with news each quarter of an hour from 6 to 22, a week long; then it dies."""
    state, now = FeedState(), NOON
    heard: list[str] = []
    for n in range(7 * 96 + 200):
        now = NOON + n * 15 * MINUTE
        alive = n < 7 * 96 and 6 <= now.hour < 22
        state = settle(SPEC, state, came(Outcome.OK, 200), now).state
        decision = absorb(SPEC, state, Yield(new=int(alive or n == 0), items=20), now)
        state = decision.state
        if n:
            heard += [f"{notice} {n // 96}" for notice in decision.notices]
    assert heard == ["silent 7"], "no night of the week, and once when it died"
    assert 1.5 * HOUR < (state.usual_gap or HOUR) < 5 * HOUR
    state = absorb(SPEC, state, Yield(new=1, items=20), now + HOUR).state
    assert word(state) == "well"


@pytest.mark.parametrize(("zone", "local", "hours"), [("UTC", 3, 3), ("Asia/Baghdad", 3, 0), ("Asia/Dubai", 3, -1)])
def test_a_wrong_zone_shows_after_some_documents(zone: str, local: int, hours: int) -> None:
    """The publisher writes local time and no zone; the catalogue says which."""
    spec, state, chance = replace(SPEC, zone=zone), FeedState(), random.Random(1)
    notices: list[str] = []
    for n in range(12):
        now = NOON + n * 10 * MINUTE
        told = now - chance.uniform(0.5, 9) * MINUTE + local * HOUR
        item = f"<guid>{n}</guid><title>خبر {n}</title><pubDate>{told:%Y-%m-%d %H:%M:%S}</pubDate>"
        text = f"<rss><channel><item>{item}</item></channel></rss>"
        parsed = parse(decode(text.encode(), None), spec, now)
        found = Yield(new=1, items=3, lead=lead_of(parsed.items), charset=parsed.charset)
        decision = absorb(spec, state, found, now)
        state, notices = decision.state, [*notices, *decision.notices]
    assert drift(state.leads) == hours
    assert notices == (["drift"] if hours else [])
    assert state.charset == "utf-8"
    assert len(json.dumps(state.to_json())) < 500


def test_how_far_ahead_a_date_was_is_kept_though_it_is_clamped() -> None:
    dated = parse_date("2026-03-05T15:00:00Z", "UTC", NOON.replace(year=2026, month=3, day=5, hour=12))

    assert dated.ahead == 3 * HOUR
    assert "future_date" in dated.flags


def test_a_feed_whose_charset_changes_says_so_for_a_week() -> None:
    def read(state: FeedState, charset: str, now: datetime) -> FeedState:
        return absorb(SPEC, replace(state, last_try=now), Yield(new=0, items=5, charset=charset), now).state

    first = read(FeedState(), "cp1256", NOON)
    assert word(first) == "well"
    changed = read(first, "utf-8", NOON + HOUR)
    assert (changed.charset_before, changed.charset) == ("cp1256", "utf-8")
    assert begun(first, changed, ("charset",)) == ("charset",)
    assert "from cp1256 to utf-8" in dict(troubles(changed))["charset"]
    assert word(read(changed, "utf-8", NOON + 2 * HOUR)) == "charset"
    assert word(replace(read(changed, "utf-8", NOON + 9 * DAY), last_new=NOON + 9 * DAY)) == "well"


def test_not_found_for_two_weeks_is_gone_and_any_answer_brings_it_back() -> None:
    state, heard = WELL, []
    for day in range(16):
        decision = settle(SPEC, state, came(Outcome.CLIENT_ERROR, 404), NOON + day * DAY, chance=0)
        state = decision.state
        heard += [(notice, day) for notice in decision.notices if notice == "gone"]
        assert decision.after(NOON + day * DAY) <= DAY, "it is still looked at daily"
        if day == 7:  # a server that is down tells nothing new
            state = settle(SPEC, state, came(Outcome.SERVER_ERROR, 500), NOON + day * DAY).state
    assert heard == [("gone", 14)]
    assert word(state) == "gone"
    back = settle(SPEC, state, came(Outcome.NOT_MODIFIED, 304), NOON + 16 * DAY)
    assert (back.state.status, back.state.missing_since) == ("active", None)
    assert "back" in back.notices
