"""Things that no worker survives go to the dead letters after four attempts; their neighbours pass, once."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from feeds import catalogue
from feeds.replay import ReplayServer, Reply, Step
from feeds.types import FeedSpec, Item
from tests.faults import checks
from tests.faults.fleet import Fleet
from tests.faults.siege import environ
from tests.worker.builders import LONG, NONE, a_mention, a_place, an_item
from worker import keys
from worker.codec import unpack
from worker.commit import commit_item
from worker.inbox import MAX_ATTEMPTS, item_of
from worker.leases import Work
from worker.store import Store, connect

pytestmark = pytest.mark.faults

LEASE = timedelta(milliseconds=500)
#: Seconds of a supervisor's patience with a worker that does not get on.
DEADLINE = 1.0
POISON = {"raises", "hangs", "dies"}
HEALTHY = {f"healthy{n}" for n in range(12)}


def live(url: str) -> None:
    """A worker that leases batches, until something ends it."""
    store = Store(connect(url))
    while True:
        works = store.work.lease(5, lease=LEASE)
        if not works:
            os._exit(0)
        for work in works:
            handle(store, work)


def handle(store: Store, work: Work) -> None:
    if work.id == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if work.id == "hangs":
        time.sleep(60)
    if work.id == "raises":
        store.work.fail(work, "ValueError: a rule failed", NONE)
        return
    item = item_of(work)
    commit_item(store, work, item, [a_mention(item, places=(a_place(item.id),))])


def test_poison_is_buried_and_its_neighbours_pass(redis_server: str) -> None:
    store = Store(connect(redis_server))
    store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    store.feeds.settle(lease, "{}", LONG, gap=NONE, body=b"x")
    [body] = store.work.lease(1, lease=LONG)
    store.work.ingest(body, [an_item(name) for name in sorted(POISON | HEALTHY)])

    end = time.monotonic() + 60
    while store.work.depth() and time.monotonic() < end:
        pid = os.fork()
        if pid == 0:
            try:
                live(redis_server)
            finally:
                os._exit(1)
        supervise(pid, store)
        time.sleep(0.01)

    letters = {letter.subject: letter for letter in store.dead.list()}
    assert letters.keys() == POISON
    assert {letter.attempts for letter in letters.values()} == {MAX_ATTEMPTS}
    assert letters["raises"].reason == "ValueError: a rule failed"
    messages = checks.read(store.redis)
    assert sorted(item for message in messages for item in message.causes) == sorted(HEALTHY)
    assert [*checks.no_hole(messages), *checks.revs_rise_by_one(messages)] == []
    assert store.redis.hlen(keys.RAW) == 0


@pytest.mark.timeout(400)
@pytest.mark.skipif(os.environ.get("RASID_FAULTS") != "long", reason="four attempts at what hangs take a minute")
def test_poison_among_real_workers(redis_server: str, tmp_path: Path) -> None:
    """An exception, a hang that the soft limit ends, one that only the hard limit ends, the death of a child, of a worker."""
    kinds = {"raises", "hangs", "sticks", "dies", "murders"}
    titles = [*sorted(kinds), *(f"healthy{n}" for n in range(40))]
    told = "".join(
        f"<item><guid>{title}</guid><title>{title}</title><description>دخلت {title}</description></item>"
        for title in titles
    )
    body = f'<rss version="2.0"><channel><title>press</title>{told}</channel></rss>'.encode()
    with ReplayServer({"/press.xml": [Step(reply=Reply(body=body))]}) as web:
        spec = FeedSpec(id="press", agency="press", name="press", url=web.url("/press.xml"), country="SY")
        catalogue.dump([spec], tmp_path / "feeds.toml")
        fleet = Fleet({**environ(redis_server, tmp_path), "POISONED": "1"}, tmp_path / "log", random.Random(1))
        store = Store(connect(redis_server))
        begun = time.monotonic()
        try:
            while store.dead.count() < len(kinds) or store.work.depth():
                assert time.monotonic() - begun < 300, f"{store.dead.count()} letters, {store.work.depth()} owed"
                fleet.tend()
                time.sleep(0.1)
        finally:
            fleet.end()
    letters = {unpack(Item, letter.payload).title: letter.attempts for letter in store.dead.list()}
    messages = checks.read(store.redis)
    assert letters == dict.fromkeys(kinds, MAX_ATTEMPTS)
    assert sorted(m["title"] for message in messages for m in message.data["mentions"]) == sorted(titles[len(kinds) :])
    assert fleet.deaths >= MAX_ATTEMPTS, "the murderer ended whole workers"
    print(f"{len(kinds)} kinds of poison buried after {MAX_ATTEMPTS} attempts each in {time.monotonic() - begun:.0f} s")


def supervise(pid: int, store: Store) -> None:
    """Kill it when it gets on no more."""
    owed, since = store.work.depth(), time.monotonic()
    while time.monotonic() - since < DEADLINE:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        if store.work.depth() != owed:
            owed, since = store.work.depth(), time.monotonic()
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
