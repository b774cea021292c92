"""When a feed is polled again: tables of what is known, what came, and what must follow."""

from __future__ import annotations

import dataclasses
import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.answer import GOOD, FetchResult, Outcome, Validators
from feeds.schedule import FeedState, Hints, Pace, Sighting, Yield, absorb, misread, opens, prepare, settle
from feeds.waits import BACKOFF
from tests.feeds.playing import NOON, a_spec

SPEC = a_spec(every=timedelta(minutes=10))
KNOWN = FeedState(interval=timedelta(minutes=10), last_try=NOON, last_ok=NOON - timedelta(minutes=10))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def came(outcome: Outcome, **fields: Any) -> FetchResult:
    return FetchResult(**{"outcome": outcome, "reason": "", "url": SPEC.url, "validators": Validators(), **fields})


def wait_after(outcome: Outcome, state: FeedState = KNOWN, **fields: Any) -> timedelta:
    return settle(SPEC, state, came(outcome, **fields), NOON, chance=0).after(NOON)


def polled(new: int, items: int, state: FeedState = KNOWN, **hints: Any) -> FeedState:
    return absorb(SPEC, state, Yield(new=new, items=items, hints=Hints(**hints)), NOON).state


# The pace


@pytest.mark.parametrize(
    ("every", "new", "items", "expected"),
    [
        (10 * MINUTE, 20, 20, 5 * MINUTE),
        (10 * MINUTE, 7, 20, 5 * MINUTE),  # 35 %
        (10 * MINUTE, 6, 20, 10 * MINUTE),  # 30 %
        (10 * MINUTE, 1, 20, 10 * MINUTE),  # 5 %
        (10 * MINUTE, 0, 20, 10 * MINUTE),  # the first slow poll of three
        (10 * MINUTE, 0, 0, 10 * MINUTE),
        (90 * timedelta(seconds=1), 9, 9, MINUTE),  # the floor
        (MINUTE, 9, 9, MINUTE),
        (6 * HOUR, 9, 9, 3 * HOUR),
    ],
)
def test_the_share_of_new_items_sets_the_pace(every, new, items, expected):
    assert polled(new, items, dataclasses.replace(KNOWN, interval=every)).interval == expected


def test_three_slow_polls_in_a_row_stretch_the_interval():
    state, seen = KNOWN, []
    for new in (0, 0, 5, 0, 0, 0, 0, 0, 0):
        state = polled(new, 50, state)
        seen.append(state.interval)
    ten, fifteen = 10 * MINUTE, 15 * MINUTE
    assert seen == [ten, ten, ten, ten, ten, fifteen, fifteen, fifteen, 22.5 * MINUTE]


@pytest.mark.parametrize("outcome", [Outcome.NOT_MODIFIED, Outcome.UNCHANGED])
def test_polls_without_a_new_body_are_slow_polls_up_to_six_hours(outcome):
    state = KNOWN
    for _ in range(60):
        state = settle(SPEC, state, came(outcome), NOON).state
    assert state.interval == 6 * HOUR


def test_a_body_waits_for_its_parsing_before_it_counts():
    after = settle(SPEC, dataclasses.replace(KNOWN, failures=2), came(Outcome.OK), NOON).state
    assert (after.failures, after.interval, after.last_ok) == (2, KNOWN.interval, KNOWN.last_ok)
    parsed = absorb(SPEC, after, Yield(new=1, items=10), NOON).state
    assert (parsed.failures, parsed.last_ok, parsed.last_new) == (0, NOON, NOON)


def test_the_first_document_says_nothing_about_the_pace():
    born = settle(SPEC, FeedState(), came(Outcome.OK), NOON).state
    first = absorb(SPEC, born, Yield(new=30, items=30), NOON)
    assert first.state.interval == SPEC.every
    assert first.notices == ()


@pytest.mark.parametrize(("every", "expected"), [(1, 60), (600, 600), (86_400, 6 * 3600)])
def test_the_catalogues_interval_starts_within_the_bounds(every, expected):
    spec = dataclasses.replace(SPEC, every=timedelta(seconds=every))
    decision = settle(spec, FeedState(), came(Outcome.OK), NOON, chance=0)
    assert decision.after(NOON) == timedelta(seconds=expected)


def test_other_bounds_may_be_given():
    brisk = Pace(shortest=timedelta(seconds=1), longest=timedelta(seconds=5))
    assert settle(SPEC, FeedState(), came(Outcome.OK), NOON, chance=0, pace=brisk).after(NOON) == timedelta(seconds=5)


# What was asked for


@pytest.mark.parametrize(
    ("hints", "answer", "expected"),
    [
        ({}, {}, 10 * MINUTE),
        ({"ttl": HOUR}, {}, HOUR),
        ({"ttl": MINUTE}, {}, 10 * MINUTE),  # a floor, not a wish to hurry
        ({"update_every": 2 * HOUR}, {}, 2 * HOUR),
        ({"ttl": HOUR, "update_every": 2 * HOUR}, {"fresh_for": 3 * HOUR}, 3 * HOUR),
        ({}, {"fresh_for": 30 * MINUTE}, 30 * MINUTE),
        ({}, {"retry_after": 45 * MINUTE}, 45 * MINUTE),
        ({}, {"fresh_for": 20 * MINUTE, "retry_after": 45 * MINUTE}, 45 * MINUTE),
        ({"ttl": 9 * DAY}, {}, DAY),
        ({"update_every": 30 * DAY}, {}, DAY),
        ({}, {"fresh_for": 365 * DAY}, DAY),
        ({}, {"retry_after": 365 * DAY}, DAY),
        ({"ttl": timedelta(0)}, {"fresh_for": timedelta(0)}, 10 * MINUTE),
    ],
)
@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.NOT_MODIFIED, Outcome.TIMEOUT])
def test_never_earlier_than_asked(outcome, hints, answer, expected):
    state = dataclasses.replace(KNOWN, hints=Hints(**hints))
    if outcome is Outcome.TIMEOUT:
        expected = max(expected, 15 * MINUTE)
    assert wait_after(outcome, state, **answer) == expected


def test_what_the_answer_asked_for_holds_after_parsing_too():
    settled = settle(SPEC, KNOWN, came(Outcome.OK, fresh_for=2 * HOUR), NOON).state
    later = NOON + timedelta(seconds=40)
    assert absorb(SPEC, settled, Yield(new=9, items=9), later, chance=0).due == NOON + 2 * HOUR


def test_waits_count_from_the_request_not_from_the_parsing():
    settled = settle(SPEC, KNOWN, came(Outcome.OK), NOON).state
    assert absorb(SPEC, settled, Yield(new=1, items=9), NOON + 3 * MINUTE, chance=0).due == NOON + 10 * MINUTE
    late = absorb(SPEC, settled, Yield(new=1, items=9), NOON + 3 * HOUR, chance=0)
    assert late.due == NOON + 3 * HOUR, "a late parser does not send us into the past"


TUESDAY = 1


@pytest.mark.parametrize(
    ("hours", "days", "due"),
    [
        ({3}, set(), (6, 12, 10)),
        ({12}, set(), (6, 13, 0)),
        ({12, 13, 14}, set(), (6, 15, 0)),
        (set(range(24)) - {2}, set(), (7, 2, 0)),
        (set(range(24)), set(), (6, 12, 10)),  # asks for nothing that can be done
        (set(), {TUESDAY}, (7, 0, 0)),
        (set(), {TUESDAY, 2, 3}, (9, 0, 0)),
        ({0, 1}, {TUESDAY}, (7, 2, 0)),
        (set(range(24)) - {11}, set(range(7)) - {TUESDAY}, (13, 11, 0)),  # only last hour of this day a week on
        (set(), set(range(7)), (6, 12, 10)),
    ],
)
def test_hours_and_days_to_skip(hours, days, due):
    hints = Hints(skip_hours=frozenset(hours), skip_days=frozenset(days))
    state = dataclasses.replace(KNOWN, hints=hints)
    decision = settle(SPEC, state, came(Outcome.NOT_MODIFIED), NOON, chance=0)
    assert decision.due == datetime(2026, 1, *due, tzinfo=UTC)


def test_a_feed_that_waited_for_its_host_still_skips_its_hours():
    state = dataclasses.replace(KNOWN, hints=Hints(skip_hours=frozenset({12})))
    assert opens(state, NOON + 20 * MINUTE, chance=0) == NOON + HOUR
    assert opens(state, NOON + HOUR) == NOON + HOUR
    assert opens(FeedState(), NOON) == NOON


def test_feeds_that_skip_the_same_hour_do_not_return_together():
    state = dataclasses.replace(KNOWN, hints=Hints(skip_hours=frozenset({12})))
    dues = {settle(SPEC, state, came(Outcome.OK), NOON, chance=chance / 10).due for chance in range(10)}
    assert len(dues) == 10
    assert all(due.hour == 13 and due.minute < 6 for due in dues)


@given(chance=st.floats(0, 1, exclude_max=True))
def test_jitter_lengthens_by_a_tenth_at_most(chance):
    due = settle(SPEC, KNOWN, came(Outcome.OK), NOON, chance=chance).due
    assert NOON + 10 * MINUTE <= due <= NOON + 11 * MINUTE


# Failures


@pytest.mark.parametrize(
    ("outcome", "failures", "expected"),
    [
        (Outcome.TIMEOUT, 0, 15 * MINUTE),
        (Outcome.UNREACHABLE, 1, 22.5 * MINUTE),
        (Outcome.SERVER_ERROR, 99, 6 * HOUR),
        (Outcome.EMPTY, 0, 15 * MINUTE),
        (Outcome.CLIENT_ERROR, 0, 20 * MINUTE),
        (Outcome.CLIENT_ERROR, 2, 80 * MINUTE),
        (Outcome.CLIENT_ERROR, 10_000, DAY),
        (Outcome.BOMB, 99, DAY),
        (Outcome.FORBIDDEN_ADDRESS, 0, 40 * MINUTE),
        (Outcome.BAD_URL, 99, DAY),
    ],
)
def test_failures_back_off(outcome, failures, expected):
    assert wait_after(outcome, dataclasses.replace(KNOWN, failures=failures)) == expected


def test_one_good_poll_ends_the_backoff():
    failing = dataclasses.replace(KNOWN, failures=30)
    assert wait_after(Outcome.UNREACHABLE, failing) > HOUR
    assert settle(SPEC, failing, came(Outcome.UNCHANGED), NOON).state.failures == 0
    assert wait_after(Outcome.UNCHANGED, failing) == 10 * MINUTE


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("failures", [0, 7, 100_000])
def test_no_outcome_drops_a_feed(outcome, failures):
    state = dataclasses.replace(KNOWN, failures=failures, interval=6 * HOUR)
    wait = settle(SPEC, state, came(outcome, retry_after=999 * DAY), NOON, chance=0.99).after(NOON)
    assert MINUTE <= wait <= (33 * DAY if outcome is Outcome.GONE else 1.1 * DAY)


def test_every_failure_has_its_backoff():
    assert set(BACKOFF) == set(Outcome) - GOOD - {Outcome.GONE}


def test_ten_failures_in_a_row_are_told_once():
    state, told = KNOWN, []
    for _ in range(25):
        decision = settle(SPEC, state, came(Outcome.TIMEOUT), NOON)
        state, told = decision.state, [*told, *decision.notices]
    assert told == ["failing"]


def test_pages_that_are_no_feed_back_off_and_alarm_after_three():
    state, waits, told = KNOWN, [], []
    for _ in range(4):
        state = settle(SPEC, state, came(Outcome.OK, validators=Validators(etag='"x"', body_hash="h")), NOON).state
        decision = misread(SPEC, state, "an HTML page", NOON, chance=0)
        state, waits, told = decision.state, [*waits, decision.after(NOON) / MINUTE], [*told, decision.notices]
        assert state.validators == Validators(), "a 304 for a captcha page would hide the feed that comes back"
    assert waits == [15, 22.5, 33.75, 50.625]
    assert told == [(), (), ("misread",), ()]
    assert state.reason == "an HTML page"
    assert absorb(SPEC, state, Yield(new=0, items=5), NOON).state.misreads == 0


# Throttled, gone, moved, lying


@pytest.mark.parametrize(
    ("retry_after", "chance", "pause"),
    [
        (None, 0.0, 5 * MINUTE),
        (None, 0.5, 35 * MINUTE),
        (90 * timedelta(seconds=1), 0.5, 90 * timedelta(seconds=1)),
        (2 * HOUR, 0.5, 2 * HOUR),
        (timedelta(0), 0.5, timedelta(0)),
        (400 * DAY, 0.5, DAY),
    ],
)
def test_a_throttled_host_is_left_alone(retry_after, chance, pause):
    decision = settle(SPEC, KNOWN, came(Outcome.THROTTLED, retry_after=retry_after), NOON, chance=chance)
    assert decision.host_pause == pause
    assert decision.due >= NOON + max(pause, 20 * MINUTE), "the feed itself backs off as well"


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.THROTTLED}))
def test_nothing_else_pauses_the_host(outcome):
    assert settle(SPEC, KNOWN, came(outcome, retry_after=HOUR), NOON).host_pause == timedelta(0)


def test_a_feed_that_is_gone_is_looked_at_once_a_month_and_comes_back():
    gone = settle(SPEC, KNOWN, came(Outcome.GONE), NOON, chance=0)
    assert (gone.state.status, gone.notices, gone.due) == ("gone", ("gone",), NOON + 30 * DAY)
    still = settle(SPEC, gone.state, came(Outcome.GONE), gone.due, chance=0)
    assert (still.notices, still.due) == ((), NOON + 60 * DAY)
    back = settle(SPEC, still.state, came(Outcome.OK), still.due, chance=0)
    assert (back.state.status, back.notices) == ("active", ("back",))
    assert back.after(still.due) == 10 * MINUTE


NEW_URL = "https://new.example/rss.xml"


def sightings(*hours: float | None) -> list[FeedState]:
    """The states after polls at these hours; a negative one is a poll without the redirect."""
    states, state = [], KNOWN
    for hour in hours:
        target = NEW_URL if hour >= 0 else None
        state = settle(SPEC, state, came(Outcome.NOT_MODIFIED, permanent_url=target), NOON + abs(hour) * HOUR).state
        states.append(state)
    return states


@pytest.mark.parametrize(
    ("hours", "moved"),
    [
        ((0, 6, 12, 18, 24), True),
        ((0, 6, 12, 18, 23), False),  # not yet a day
        ((0, 1, 2, 3, 4), False),
        ((0, 1, 2, 3, 4, 30), True),
        ((0, 30, 60, 90), False),  # four sightings
        ((0, 6, -12, 18, 24, 30), False),  # begun anew
        ((0, 6, -12, 18, 24, 30, 36, 42), True),
    ],
)
def test_a_move_is_believed_after_five_sightings_over_a_day(hours, moved):
    state = sightings(*hours)[-1]
    assert state.moved_to == (NEW_URL if moved else None)
    assert prepare(SPEC, state, NOON)[0].url == (NEW_URL if moved else SPEC.url)


def test_another_target_begins_a_count_of_its_own():
    state = sightings(0, 6, 12, 18)[-1]
    other = settle(SPEC, state, came(Outcome.OK, permanent_url="https://b.example/"), NOON + DAY).state
    assert other.sighting == Sighting(url="https://b.example/", first=NOON + DAY, count=1)


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - GOOD))
def test_a_redirect_to_a_failure_is_no_sighting(outcome):
    state = sightings(0, 6, 12, 18)[-1]
    after = settle(SPEC, state, came(outcome, permanent_url=NEW_URL), NOON + 2 * DAY).state
    assert after.moved_to is None
    assert after.sighting == state.sighting


def test_a_new_url_in_the_catalogue_beats_a_stored_move():
    state = sightings(0, 6, 12, 18, 24)[-1]
    edited = dataclasses.replace(SPEC, url="https://edited.example/rss.xml")
    assert prepare(edited, state, NOON)[0].url == "https://edited.example/rss.xml"


def test_a_move_to_nowhere_is_taken_back():
    state, told = sightings(0, 6, 12, 18, 24)[-1], []
    for _ in range(5):
        decision = settle(SPEC, state, came(Outcome.UNREACHABLE), NOON)
        state, told = decision.state, [*told, *decision.notices]
    assert told == ["lost"]
    assert prepare(SPEC, state, NOON)[0].url == SPEC.url


def test_the_move_is_told_once():
    states = sightings(0, 6, 12, 18)
    decision = settle(SPEC, states[-1], came(Outcome.OK, permanent_url=NEW_URL), NOON + DAY)
    assert decision.notices == ("moved",)
    assert settle(SPEC, decision.state, came(Outcome.OK), NOON + DAY).notices == ()


def promise(etag: str | None, body_hash: str, modified: str | None = None) -> Validators:
    return Validators(etag=etag, last_modified=modified, body_hash=body_hash)


@pytest.mark.parametrize(
    ("before", "after", "lying"),
    [
        (promise('"a"', "1"), promise('"a"', "2"), True),
        (promise(None, "1", "Mon"), promise(None, "2", "Mon"), True),
        (promise('"a"', "1"), promise('"b"', "2"), False),
        (promise('"a"', "1", "Mon"), promise('"a"', "2", "Tue"), False),
        (promise(None, "1"), promise(None, "2"), False),  # promises nothing
        (promise('"a"', "1"), promise('"a"', "1"), False),
    ],
)
def test_validators_that_did_not_tell_of_a_change_lied(before, after, lying):
    state = dataclasses.replace(KNOWN, validators=before)
    decision = settle(SPEC, state, came(Outcome.OK, validators=after, conditional=True), NOON)
    assert decision.state.lying is lying
    assert decision.notices == (("lying",) if lying else ())


def test_only_liars_are_probed_and_once_a_day():
    validators = promise('"a"', "1")
    honest = dataclasses.replace(KNOWN, validators=validators)
    liar = dataclasses.replace(honest, lying=True)
    assert prepare(SPEC, honest, NOON + 99 * DAY)[1] == validators
    assert prepare(SPEC, liar, NOON)[1] == Validators(body_hash="1")
    probed = settle(SPEC, liar, came(Outcome.UNCHANGED, validators=validators, conditional=False), NOON).state
    assert prepare(SPEC, probed, NOON + 23 * HOUR)[1] == validators
    assert prepare(SPEC, probed, NOON + 24 * HOUR)[1] == Validators(body_hash="1")


@pytest.mark.parametrize(
    ("new", "items", "flood"), [(20, 20, True), (17, 20, True), (16, 20, False), (1, 1, False), (0, 0, False)]
)
def test_a_known_feed_that_is_suddenly_all_new_is_a_flood(new, items, flood):
    decision = absorb(SPEC, KNOWN, Yield(new=new, items=items), NOON)
    assert decision.state.flood is flood
    assert decision.notices == (("flood",) if flood else ())


# What is stored

moments = st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)) | st.none()
spans = st.timedeltas(timedelta(0), timedelta(days=9)) | st.none()
texts = st.text(max_size=20) | st.none()
states = st.builds(
    FeedState,
    status=st.sampled_from(["active", "gone", "paused"]),
    interval=spans,
    failures=st.integers(0, 99),
    misreads=st.integers(0, 99),
    slow_polls=st.integers(0, 3),
    validators=st.builds(Validators, etag=texts, last_modified=texts, url=texts, body_hash=texts),
    lying=st.booleans(),
    last_probe=moments,
    last_try=moments,
    last_ok=moments,
    last_new=moments,
    not_before=moments,
    hints=st.builds(
        Hints, ttl=spans, skip_hours=st.frozensets(st.integers(0, 23)), skip_days=st.frozensets(st.integers(0, 6)),
        update_every=spans, hub=texts,
    ),
    sighting=st.builds(Sighting, url=st.text(max_size=9), first=moments.filter(bool), count=st.integers(1, 9)) | st.none(),
    moved_to=texts,
    moved_from=texts,
    flood=st.booleans(),
    outcome=st.text(max_size=9),
    reason=st.text(max_size=20),
)  # fmt: skip


@given(states)
def test_state_survives_json(state):
    assert FeedState.from_json(state.to_json()) == state


def test_a_new_feed_needs_no_state_and_later_fields_do_no_harm():
    assert FeedState.from_json(None) == FeedState()
    assert FeedState.from_json('{"failures":3,"from_the_future":[1]}') == FeedState(failures=3)
    assert FeedState().to_json() == "{}"
    assert len(json.dumps(KNOWN.to_json())) < 200


@given(st.lists(st.sampled_from(list(Outcome)), max_size=40), st.randoms(use_true_random=False))
def test_any_history_leads_to_a_next_poll(history: list[Outcome], chance: random.Random):
    state, now = FeedState(), NOON
    for outcome in history:
        result = came(outcome, permanent_url=NEW_URL if chance.random() < 0.5 else None)
        decision = settle(SPEC, state, result, now, chance=chance.random())
        if outcome is Outcome.OK:
            state = FeedState.from_json(decision.state.to_json())
            items = chance.randrange(20)
            decision = absorb(
                SPEC, state, Yield(new=chance.randint(0, items), items=items), now, chance=chance.random()
            )
        assert MINUTE <= decision.after(now) <= 33 * DAY
        assert MINUTE <= decision.state.interval <= 6 * HOUR
        state, now = decision.state, decision.due
