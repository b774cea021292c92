"""Who polls which feed, when."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.worker.builders import LONG, NONE
from worker.store import Store, connect

SHORT = timedelta(milliseconds=40)
GAP = timedelta(milliseconds=60)


def test_a_due_feed_is_leased_once(store: Store) -> None:
    assert store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(5, lease=LONG, gap=NONE)
    assert (lease.feed_id, lease.attempt, lease.state) == ("feed1", 1, None)
    assert store.feeds.lease(5, lease=LONG, gap=NONE) == []


def test_a_feed_that_is_not_due_is_left_alone(store: Store) -> None:
    store.feeds.add("feed1", "a.example", first=LONG)
    assert store.feeds.lease(5, lease=LONG, gap=NONE) == []
    assert store.feeds.due_now("feed1")
    assert len(store.feeds.lease(5, lease=LONG, gap=NONE)) == 1


def test_many_dispatchers_lease_each_feed_once(store: Store, redis_server: str) -> None:
    for n in range(60):
        store.feeds.add(f"feed{n}", f"host{n}.example")

    def dispatch(_: int) -> list[str]:
        own = Store(connect(redis_server))
        return [lease.feed_id for _ in range(10) for lease in own.feeds.lease(3, lease=LONG, gap=NONE)]

    with ThreadPoolExecutor(8) as pool:
        leased = [feed for feeds in pool.map(dispatch, range(8)) for feed in feeds]
    assert sorted(leased) == sorted(f"feed{n}" for n in range(60))


def test_a_host_has_one_request_at_a_time_and_a_gap_between_two(store: Store) -> None:
    for n in range(3):
        store.feeds.add(f"feed{n}", "same.example")
    store.feeds.add("other", "other.example")

    first = store.feeds.lease(10, lease=LONG, gap=GAP)
    assert len(first) == 2
    assert {lease.feed_id for lease in first} > {"other"}
    busy = next(lease for lease in first if lease.feed_id != "other")
    time.sleep(0.1)
    assert store.feeds.lease(10, lease=LONG, gap=GAP) == [], "the request is still under way"

    store.feeds.settle(busy, "{}", LONG, gap=GAP)
    for n in range(3):
        store.feeds.due_now(f"feed{n}")
    assert store.feeds.lease(10, lease=LONG, gap=GAP) == [], "the gap is not over"
    time.sleep(0.15)
    assert len(store.feeds.lease(10, lease=LONG, gap=GAP)) == 1


def test_settling_keeps_state_and_schedules_the_next_poll(store: Store) -> None:
    store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    assert store.feeds.settle(lease, '{"etag": "x"}', timedelta(minutes=10), gap=NONE) == "done"

    assert store.feeds.state("feed1") == '{"etag": "x"}'
    due = store.feeds.schedule()["feed1"] - store.now()
    assert timedelta(minutes=9) < due <= timedelta(minutes=10)
    assert store.work.depth() == 0


def test_a_repeated_settle_changes_nothing(store: Store) -> None:
    store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    assert store.feeds.settle(lease, '"first"', LONG, gap=NONE, body=b"x") == "done"
    assert store.feeds.settle(lease, '"second"', NONE, gap=NONE, body=b"y") == "dup"
    [work] = store.work.lease(5, lease=LONG)
    assert (store.feeds.state("feed1"), work.payload) == ('"first"', b"x")


def test_who_comes_back_after_his_lease_writes_nothing(store: Store) -> None:
    store.feeds.add("feed1", "a.example")
    [late] = store.feeds.lease(1, lease=SHORT, gap=NONE)
    time.sleep(0.06)
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    assert (lease.attempt, lease.fence > late.fence) == (2, True)
    assert store.feeds.settle(late, '"late"', LONG, gap=NONE, body=b"late") == "stale"
    assert (store.feeds.state("feed1"), store.work.depth()) == (None, 0)
    assert store.feeds.settle(lease, '"right"', LONG, gap=NONE) == "done"


def test_attempts_start_again_after_a_settled_poll(store: Store) -> None:
    store.feeds.add("feed1", "a.example")
    for expected in (1, 2):
        store.feeds.due_now("feed1")
        store.redis.delete("{rasid}:hosts")
        [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
        assert lease.attempt == expected
    store.feeds.settle(lease, "{}", NONE, gap=NONE)
    time.sleep(0.005)
    assert store.feeds.lease(1, lease=LONG, gap=NONE)[0].attempt == 1


def test_a_feed_whose_body_waits_is_not_polled(store: Store) -> None:
    store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    store.feeds.settle(lease, "{}", NONE, gap=NONE, body=b"x")
    time.sleep(0.005)
    assert store.feeds.lease(1, lease=LONG, gap=NONE) == []

    [body] = store.work.lease(1, lease=LONG)
    store.work.ingest(body, [])
    store.feeds.due_now("feed1")
    assert len(store.feeds.lease(1, lease=LONG, gap=NONE)) == 1


def test_feeds_behind_those_of_a_busy_host_are_reached(store: Store) -> None:
    for n in range(20):
        store.feeds.add(f"a{n:02}", "busy.example")
    store.feeds.add("z", "free.example")
    leased = [lease.feed_id for _ in range(10) for lease in store.feeds.lease(1, lease=LONG, gap=LONG)]
    assert "z" in leased


@pytest.mark.parametrize("when", ["before", "during"])
def test_a_paused_feed_stays_out_until_it_is_resumed(store: Store, when: str) -> None:
    store.feeds.add("feed1", "a.example")
    if when == "during":
        [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    store.feeds.pause("feed1", "410 Gone")
    if when == "during":
        assert store.feeds.settle(lease, "{}", NONE, gap=NONE) == "done"
    assert not store.feeds.add("feed1", "a.example")
    time.sleep(0.005)
    assert store.feeds.lease(1, lease=LONG, gap=NONE) == []
    assert store.feeds.paused() == {"feed1": "410 Gone"}

    assert store.feeds.resume("feed1")
    assert not store.feeds.resume("feed1")
    assert len(store.feeds.lease(1, lease=LONG, gap=NONE)) == 1


def test_a_removed_feed_is_forgotten(store: Store) -> None:
    store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    store.feeds.remove("feed1")
    assert store.feeds.settle(lease, "{}", NONE, gap=NONE, body=b"x") == "stale"
    assert not store.feeds.due_now("feed1")
    assert (store.feeds.schedule(), store.feeds.states(), store.work.depth()) == ({}, {}, 0)
