"""Trimming that knows who reads, dead letters, heartbeats."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from tests.worker.builders import LONG, a_mention, an_item, owe
from worker import keys
from worker.commit import commit_item
from worker.inbox import item_of
from worker.retention import Retention, Trimmed
from worker.store import Store

NOTHING_KEPT = Retention(stream=timedelta(0))


def fill(store: Store, count: int) -> list[bytes]:
    ids = [store.redis.xadd(keys.EVENTS, {"n": n}) for n in range(count)]
    time.sleep(0.003)
    return ids  # type: ignore[return-value]


def read(store: Store, group: str, count: int) -> list[bytes]:
    [[_, entries]] = store.redis.xreadgroup(group, "c", {keys.EVENTS: ">"}, count=count)  # type: ignore[misc]
    return [entry for entry, _ in entries]


def length(store: Store) -> int:
    return int(store.redis.xlen(keys.EVENTS))  # type: ignore[arg-type]


def trimming(store: Store, retention: Retention = NOTHING_KEPT) -> Store:
    return Store(store.redis, retention)


def test_old_entries_go_and_young_ones_stay(store: Store) -> None:
    fill(store, 10)
    assert trimming(store, Retention()).streams.trim(keys.EVENTS) == Trimmed(0, 0)
    assert trimming(store).streams.trim(keys.EVENTS) == Trimmed(10, 0)


def test_a_stream_that_is_not_there_is_no_trouble(store: Store) -> None:
    assert store.streams.trim(keys.EVENTS) == Trimmed(0, 0)


def test_what_a_registered_group_has_not_acknowledged_stays(store: Store) -> None:
    assert store.streams.register(keys.EVENTS, "desk", "0")
    assert not store.streams.register(keys.EVENTS, "desk", "0")
    fill(store, 10)
    streams = trimming(store).streams
    assert streams.trim(keys.EVENTS) == Trimmed(0, 0)

    first, second, third, *_ = read(store, "desk", 5)
    assert streams.trim(keys.EVENTS) == Trimmed(0, 0), "delivered is not acknowledged"
    store.redis.xack(keys.EVENTS, "desk", first, third)
    assert streams.trim(keys.EVENTS) == Trimmed(1, 0)
    store.redis.xack(
        keys.EVENTS, "desk", *[e["message_id"] for e in store.redis.xpending_range(keys.EVENTS, "desk", "-", "+", 9)]
    )
    assert streams.trim(keys.EVENTS) == Trimmed(4, 0)
    assert length(store) == 5
    assert second


def test_the_slowest_of_several_groups_counts(store: Store) -> None:
    for group in ("fast", "slow"):
        store.streams.register(keys.EVENTS, group, "0")
    fill(store, 10)
    store.redis.xack(keys.EVENTS, "fast", *read(store, "fast", 9))
    store.redis.xack(keys.EVENTS, "slow", *read(store, "slow", 2))
    assert trimming(store).streams.trim(keys.EVENTS) == Trimmed(2, 0)


def test_groups_that_are_not_registered_hold_nothing(store: Store) -> None:
    fill(store, 4)
    store.redis.xgroup_create(keys.EVENTS, "passing-by", id="0")
    assert trimming(store).streams.trim(keys.EVENTS) == Trimmed(4, 0)
    store.streams.register(keys.EVENTS, "desk", "$")
    assert store.streams.groups() == [(keys.EVENTS, "desk")]
    assert store.streams.unregister(keys.EVENTS, "desk")
    assert store.streams.groups() == []


def test_above_the_hard_cap_even_unread_entries_go_and_are_counted(store: Store) -> None:
    store.streams.register(keys.EVENTS, "desk", "0")
    fill(store, 10)
    store.redis.xack(keys.EVENTS, "desk", *read(store, "desk", 2))
    streams = trimming(store, Retention(entries=3)).streams
    assert streams.trim(keys.EVENTS) == Trimmed(7, 5)
    assert streams.forced() == {keys.EVENTS: 5}
    assert streams.trim(keys.EVENTS) == Trimmed(0, 0)


def test_the_cap_alone_forces_nobody(store: Store) -> None:
    fill(store, 10)
    assert trimming(store, Retention(entries=3)).streams.trim(keys.EVENTS) == Trimmed(7, 0)


class TestDeadLetters:
    def test_an_item_is_kept_with_its_cause_and_not_owed_anew(self, store: Store) -> None:
        [work] = owe(store, an_item())
        store.work.fail(work, "a rule failed", timedelta(0))
        [work] = store.work.lease(1, lease=LONG)
        assert store.work.bury(work, "unused: an error was reported") == "done"
        assert store.work.bury(work, "again") == "gone"

        [letter] = store.dead.list()
        assert (letter.stage, letter.subject, letter.reason, letter.attempts) == (
            "process",
            "item1",
            "a rule failed",
            2,
        )
        assert letter.first <= letter.last
        assert letter.payload == work.payload
        assert owe(store, an_item()) == [], "the feed lists it still"

    def test_a_letter_is_sent_again_and_committed(self, store: Store) -> None:
        [work] = owe(store, an_item())
        store.work.bury(work, "a test")
        [letter] = store.dead.list()
        assert store.dead.requeue(letter.id, store.now()) == "done"
        assert store.dead.requeue(letter.id, store.now()) == "gone"
        [work] = store.work.lease(1, lease=LONG)
        assert work.attempt == 1
        item = item_of(work)
        assert commit_item(store, work, item, [a_mention(item)]).reply == "done"
        assert store.dead.count() == 0

    @pytest.mark.parametrize("committed", [True, False])
    def test_a_letter_gives_way_to_a_newer_revision(self, store: Store, committed: bool) -> None:
        [work] = owe(store, an_item())
        store.work.bury(work, "a test")
        [newer] = owe(store, an_item(text="نص جديد"))
        assert newer.revision == 1
        if committed:
            commit_item(store, newer, item_of(newer), [])
        [letter] = store.dead.list()
        assert store.dead.requeue(letter.id, store.now()) == ("newer" if committed else "owed")
        assert store.dead.drop(letter.id)
        assert not store.dead.drop(letter.id)

    def test_a_body_is_kept_and_sent_again(self, store: Store) -> None:
        store.feeds.add("feed1", "a.example")
        [lease] = store.feeds.lease(1, lease=LONG, gap=timedelta(0))
        store.feeds.settle(lease, "{}", LONG, gap=timedelta(0), body=b"\x00 not a feed")
        [body] = store.work.lease(1, lease=LONG)
        store.work.bury(body, "no feed in it")
        letter = store.dead.get(store.dead.list()[0].id)
        assert letter is not None
        assert (letter.stage, letter.subject, letter.reason) == ("parse", "feed1", "no feed in it")
        assert letter.payload == b"\x00 not a feed"
        assert store.dead.requeue(letter.id, store.now()) == "done"
        assert store.work.lease(1, lease=LONG)[0].payload == b"\x00 not a feed"


def test_heartbeats(store: Store) -> None:
    store.beat("worker@a", {"pid": "7", "queues": "poll"})
    assert store.beats() == {"worker@a": {"pid": "7", "queues": "poll"}}
    assert 0 < store.redis.ttl(keys.beat("worker@a")) <= 30  # type: ignore[operator]
