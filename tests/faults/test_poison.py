"""Things that no worker survives go to the dead letters after four attempts; their neighbours pass, once."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta

import pytest

from tests.faults import checks
from tests.worker.builders import LONG, NONE, a_mention, a_place, an_item
from worker import keys
from worker.commit import commit_item
from worker.inbox import MAX_ATTEMPTS, item_of
from worker.leases import Work
from worker.store import Store, connect

pytestmark = pytest.mark.faults

LEASE = timedelta(milliseconds=60)
#: A supervisor's patience with a worker.
DEADLINE = 0.08
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

    end = time.monotonic() + 30
    while store.work.depth() and time.monotonic() < end:
        pid = os.fork()
        if pid == 0:
            try:
                live(redis_server)
            finally:
                os._exit(1)
        supervise(pid)
        time.sleep(0.01)

    letters = {letter.subject: letter for letter in store.dead.list()}
    assert letters.keys() == POISON
    assert {letter.attempts for letter in letters.values()} == {MAX_ATTEMPTS}
    assert letters["raises"].reason == "ValueError: a rule failed"
    messages = checks.read(store.redis)
    assert sorted(item for message in messages for item in message.causes) == sorted(HEALTHY)
    assert [*checks.no_hole(messages), *checks.revs_rise_by_one(messages)] == []
    assert store.redis.hlen(keys.RAW) == 0


def supervise(pid: int) -> None:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
