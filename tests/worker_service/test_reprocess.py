"""Kept items are read again by another release: consumers end with its state, told once, whoever dies on the way."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from extract.pipeline import Extractor
from extract.types import Mention
from feeds.replay import ReplayServer, Reply, load_folder
from feeds.types import Item
from tests.faults import checks
from tests.worker.builders import a_mention, a_place, a_quantity
from tests.worker_service.conftest import Wire, rss
from worker import keys, process
from worker.commit import Publishing
from worker.consume import subscribe
from worker.errors import BadInputError
from worker.health import read_health
from worker.inbox import item_of
from worker.poll import poll
from worker.process import process as work_on
from worker.received import Latest
from worker.reprocess import Reprocessed, reprocess
from worker.settings import seeds
from worker.store import Store, connect
from worker.wiring import Wiring

OLD, NEW = Publishing(extractor="1", lexicon="aaa"), Publishing(extractor="1", lexicon="bbb")
COUNT = 60


def old(item: Item) -> Sequence[Mention]:
    """Each item tells a capture at a place of its own; every fourth tells nothing."""
    return [] if kind(item) == "found" else [a_mention(item, places=(a_place(item.title),))]


def new(item: Item) -> Sequence[Mention]:
    """A later lexicon: some items tell more, some nothing any more, some something at last, the rest the same."""
    more = {"quantities": (a_quantity("killed", 5.0),)} if kind(item) == "more" else {}
    return [] if kind(item) == "lost" else [a_mention(item, places=(a_place(item.title),), **more)]


def kind(item: Item) -> str:
    return ("more", "lost", "found", "same")[int(item.title) % 4]


@pytest.fixture
def wired(wire: Wire) -> Wiring:
    """Sixty items of two feeds, read by the old release."""
    half = COUNT // 2
    feeds = (range(half), range(half, COUNT))
    made = wire(**{name: Reply(body=rss(*map(str, ns))) for name, ns in zip(("wakala", "sahifa"), feeds, strict=True)})
    made = replace(made, publishing=OLD)
    while poll(made):
        pass
    while made.store.work.depth():
        work_on(made, old)
    beats(made.store, NEW)
    return made


def beats(store: Store, publishing: Publishing) -> None:
    store.beat("process@here", {"queues": "process", "release": publishing.release})


@contextmanager
def at_work(wired: Wiring, mentions: Callable[[Item], Sequence[Mention]] = new) -> Iterator[None]:
    """A worker of the new release, in a thread."""
    done = threading.Event()

    def live() -> None:
        while not done.wait(0.01):
            work_on(replace(wired, publishing=NEW), mentions)

    thread = threading.Thread(target=live)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def state(url: str, group: str) -> Latest:
    """What a consumer holds that reads the stream from its beginning."""
    latest = Latest()
    for message in subscribe(group, url=url, from_="0", once=True):
        latest.apply(message)
    return latest


def right(url: str, group: str) -> None:
    """The state is that of the new release, and every step of it is on the stream once."""
    live = {event["places"][0]["name"]: event for event in state(url, group).live()}
    assert sorted(map(int, live)) == [n for n in range(COUNT) if n % 4 != 1]
    for name, event in live.items():
        killed = [figure["value"] for figure in event["quantities"]]
        assert killed == ([5.0] if int(name) % 4 == 0 else [])
    messages = checks.read(connect(url))
    assert [*checks.no_hole(messages), *checks.revs_rise_by_one(messages)] == []


def test_what_changes_is_told_and_a_second_time_tells_nothing(wired: Wiring, redis_server: str) -> None:
    store = wired.store
    first = store.streams.last()
    with at_work(wired):
        done = reprocess(store, NEW.release)
        assert (done.total, done.looked, done.owed, done.missed) == (COUNT, COUNT, COUNT, 0)
        told = [message.kind for message in subscribe("kinds", url=redis_server, from_="0", once=True)]
        assert sorted(told[first:]) == ["new"] * 15 + ["updated"] * 15 + ["withdrawn"] * 15
        right(redis_server, "desk")

        again = reprocess(store, NEW.release)
        assert (again.owed, dict(again.passed)) == (0, {"known": COUNT})
        forced = reprocess(store, NEW.release, again=True)
        assert (forced.owed, forced.missed) == (COUNT, 0)
    assert len(checks.read(store.redis)) == first + 45, "the same reading says nothing"
    right(redis_server, "other")
    assert list(checks.nothing_left(store)) == []


def test_reports_that_were_joined_stay_together_when_read_again(wire: Wire, redis_server: str) -> None:
    """The demo's documents by the real extraction: what came near an event later moves nothing that reads the same."""
    extractor = Extractor.load()
    with ReplayServer(load_folder(seeds() / "demo")) as web:
        first = {path[1:-4]: web.scripts[path][0].reply for path in web.scripts}
    wired = replace(wire(**first), publishing=OLD)
    while poll(wired):
        pass
    while wired.store.work.depth():
        work_on(wired, extractor.mentions)
    before = checks.read(wired.store.redis)
    assert sum(len(message.data["origins"]) > 1 for message in before) >= 3
    beats(wired.store, NEW)
    with at_work(wired, extractor.mentions):
        assert reprocess(wired.store, NEW.release).owed > 10
    assert checks.read(wired.store.redis) == before


def test_one_feed_since_a_moment(wired: Wiring) -> None:
    with at_work(wired):
        assert reprocess(wired.store, NEW.release, since=wired.store.now() + timedelta(hours=2)).total == 0
        done = reprocess(wired.store, NEW.release, feed="wakala", since=wired.store.now() - timedelta(hours=1))
    assert (done.owed, dict(done.passed)) == (COUNT // 2, {"another feed": COUNT // 2})


def test_an_edit_that_came_meanwhile_wins(wired: Wiring, redis_server: str) -> None:
    store = wired.store
    kept = next(kept for hour in store.items.hours(store.now()) for kept in store.items.each(hour) if kept.feed)
    assert store.items.owe_again(kept, NEW.release, store.now()) == "done"
    assert store.items.owe_again(kept, NEW.release, store.now()) == "owed", "twice is once"
    (work,) = store.work.lease(5, lease=timedelta(seconds=60))
    assert (work.revision, item_of(work).revision) == (1, 1)
    store.work.bury(work, "a test")
    assert store.items.owe_again(kept, NEW.release, store.now()) == "newer", "the dead letter has it"
    assert store.dead.requeue(store.dead.list()[0].id, store.now()) == "done"
    with at_work(wired):
        reprocess(store, NEW.release)
    right(redis_server, "desk")


def test_without_a_worker_of_the_release_it_says_so(wired: Wiring) -> None:
    beats(wired.store, OLD)
    with pytest.raises(BadInputError, match="no worker of"):
        reprocess(wired.store, NEW.release)
    assert wired.store.work.depth() == 0


def test_what_the_new_release_fails_at_is_counted_and_keeps_what_it_told(wired: Wiring, redis_server: str) -> None:
    def breaks(item: Item) -> Sequence[Mention]:
        if item.title == "0":
            raise KeyError("lemma")
        return new(item)

    def hurry(_: Reprocessed) -> None:
        for name in wired.store.redis.zrange(keys.INBOX, 0, -1):
            wired.store.redis.zadd(keys.INBOX, {name: 0})

    with at_work(wired, breaks):
        done = reprocess(wired.store, NEW.release, tell=hurry)
    assert (done.owed, done.missed, wired.store.dead.count()) == (COUNT, 1, 1)
    live = {event["places"][0]["name"] for event in state(redis_server, "desk").live()}
    assert "0" in live


def test_killed_workers_and_a_killed_command_change_nothing(
    wired: Wiring, redis_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers live for some milliseconds, the command for a dozen items. On a machine so busy that none would ever come to
    its end, they live longer and longer, and so do their leases."""
    monkeypatch.setattr(process, "LEASE", timedelta(milliseconds=60))
    monkeypatch.setattr("worker.reprocess.PAUSE", 0.005)
    chance, stopped, kills = random.Random(5), threading.Event(), [0]
    store = wired.store
    store.work._max_attempts = 10_000

    def killer() -> None:
        while not stopped.is_set():
            pid = os.fork()
            if pid == 0:
                die_working(wired, redis_server)
            time.sleep(chance.uniform(0.005, 0.05))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            kills[0] += 1

    thread = threading.Thread(target=killer)
    thread.start()
    runs = 0
    try:
        while True:
            runs += 1
            try:
                beats(store, NEW)
                reprocess(store, NEW.release, tell=dies_after(12))
                break
            except InterruptedError:
                continue
        while store.work.depth():
            time.sleep(0.01)
    finally:
        stopped.set()
        thread.join()
    beats(store, NEW)  # the last may be over by now
    with at_work(wired):
        assert reprocess(store, NEW.release).missed == 0
    assert (runs > 1, kills[0] > 10) == (True, True)
    right(redis_server, "desk")
    assert list(checks.nothing_left(store)) == []
    assert read_health(store).figures["dead letters"] == 0


def die_working(wired: Wiring, url: str) -> None:
    """A child with connections of its own."""
    try:
        store = Store(connect(url), max_attempts=10_000)
        mine = replace(wired, store=store, publishing=NEW, settings=replace(wired.settings, batch=3))
        while True:
            work_on(mine, slowly)
            time.sleep(0.001)
    finally:
        os._exit(1)


def slowly(item: Item) -> Sequence[Mention]:
    time.sleep(0.01)
    return new(item)


def dies_after(owed: int) -> Callable[[Reprocessed], None]:
    def tell(done: Reprocessed) -> None:
        if done.owed >= owed:
            raise InterruptedError

    return tell
