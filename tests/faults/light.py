"""Light workers: the whole protocol without Celery, in processes that live for a few milliseconds."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import redis

from tests.faults import checks, source
from tests.servers import PrivateServer
from worker import keys
from worker.commit import Publishing, commit_item
from worker.errors import ContendedError
from worker.inbox import item_of
from worker.leases import Work
from worker.routes import Route
from worker.store import Store, connect

#: Shorter than the slowest worker needs, so that late-comers with old fences are common.
LEASE = timedelta(milliseconds=12)
PUBLISHING = Publishing(routes=(Route(name="confirmed", origins=2),))
WORKERS = 3
#: Makes a Store; a mutant makes a wrong one.
MakeStore = Callable[[redis.Redis], Store]


def right_store(client: redis.Redis) -> Store:
    # So many processes die here that an innocent thing is leased more than four times.
    return Store(client, max_attempts=10_000)


def step(store: Store, chance: random.Random, lease: timedelta = LEASE, batch: int = 2) -> bool:
    """Everything that one tick of one worker does; False when there was nothing to do."""
    polls = store.feeds.lease(2, lease=lease, gap=timedelta(0))
    for due in polls:
        poll = json.loads(due.state or '{"poll": 0}')["poll"] + 1
        dawdle(chance)
        for _ in range(times(chance)):
            state, body = json.dumps({"poll": poll}), source.document(due.feed_id, poll)
            store.feeds.settle(due, state, timedelta(milliseconds=5), gap=timedelta(0), body=body)
    works = store.work.lease(batch, lease=lease)
    for work in works:
        dawdle(chance)
        for _ in range(times(chance)):
            process(store, work)
    return bool(polls or works)


def process(store: Store, work: Work) -> None:
    if work.kind == "body":
        store.work.ingest(work, source.parse(work.payload))
        return
    item = item_of(work)
    try:
        commit_item(store, work, item, source.mentions(item), PUBLISHING)
    except ContendedError as error:
        store.work.fail(work, str(error), timedelta(0))


def dawdle(chance: random.Random) -> None:
    """Now and then a worker is so slow that its lease ends and another has done the work when it comes back."""
    if chance.random() < 0.04:
        time.sleep(0.014)


def times(chance: random.Random) -> int:
    """Now and then everything is done twice, as by a doubled hint or a repeated command."""
    return 2 if chance.random() < 0.05 else 1


class Calm(random.Random):
    """No accident ever happens."""

    def random(self) -> float:
        return 1.0


@dataclass(slots=True)
class Harness:
    """Three workers on one server, killed and replaced without end."""

    server: PrivateServer
    make_store: MakeStore = right_store
    seed: int = 1
    kills: int = 0
    server_kills: int = 0
    _alive: dict[int, float] = field(default_factory=dict)
    _longest: float = 0.03

    def start(self) -> None:
        store = right_store(connect(self.server.url))
        for feed in source.FEEDS:
            store.feeds.add(feed, f"{feed}.example")
            store.feeds.resume(feed)
        store.redis.close()

    def kill(self, count: int, longest: float = 0.03) -> None:
        """So many SIGKILLs, each 4 ms to `longest` seconds after the worker's start. Who lives long has long leases, and
        gets on also on a busy machine."""
        self._longest = longest
        gc.freeze()  # forked children then share the pages
        wanted = self.kills + count
        while self.kills < wanted:
            while len(self._alive) < WORKERS:
                self._spawn()
            time.sleep(0.001)
            for pid in [pid for pid, end in self._alive.items() if time.monotonic() > end]:
                self._end(pid)
                self.kills += 1
        for pid in list(self._alive):
            self._end(pid)

    def kill_server(self) -> None:
        """While workers are at it."""
        while len(self._alive) < WORKERS:
            self._spawn()
        time.sleep(0.015)
        self.server.kill()
        self.server_kills += 1
        self.server.start()
        for pid in list(self._alive):
            self._end(pid)

    def calm(self, steps: int) -> None:
        """One worker that nobody kills, with time enough, and one thing in hand: in a batch, a body may bring the next
        revision of an item that is in hand too, and even that needs a fence."""
        store, chance = self.make_store(connect(self.server.url)), Calm()
        for _ in range(steps):
            step(store, chance, timedelta(seconds=10), batch=1)
        store.redis.close()

    def drain(self, seconds: float = 120.0) -> None:
        """No more polls; what is owed is finished."""
        store = right_store(connect(self.server.url))
        for feed in source.FEEDS:
            store.feeds.pause(feed, "drained")
        end = time.monotonic() + seconds
        while store.work.depth() and time.monotonic() < end:
            self.calm(50)
        store.redis.close()

    def problems(self) -> list[str]:
        """What the checks find; to be called after `drain`."""
        store = right_store(connect(self.server.url))
        messages = checks.read(store.redis)
        polls = {feed: json.loads(state)["poll"] for feed, state in store.feeds.states().items()}
        wanted = source.expected(polls)
        route = checks.read(store.redis, keys.route_stream("confirmed"))
        confirmed = [message.id for message in messages if len(message.data["origins"]) > 1]
        return [
            *checks.nothing_lost(messages, wanted),
            *checks.nothing_twice(messages, lambda item: 2),
            *checks.no_hole(messages),
            *checks.revs_rise_by_one(messages),
            *checks.one_event_each(messages, source.happening),
            *checks.redis_agrees(store.redis, messages),
            *checks.nothing_left(store),
            *checks.no_hole(route),
            *([] if [m.id for m in route] == confirmed else ["the route lacks messages, or has too many"]),
        ]

    def committed(self) -> int:
        """Items that are through, at little cost."""
        store = right_store(connect(self.server.url))
        return sum(store.items.hours(store.now()).values())

    def items(self) -> int:
        client = connect(self.server.url)
        return len({item for message in checks.read(client) for item in message.causes})

    def _spawn(self) -> None:
        self.seed += 1
        pid = os.fork()
        if pid == 0:
            _live(self.server.url, self.make_store, self.seed, max(LEASE, LEASE * self._longest * 10))
        self._alive[pid] = time.monotonic() + random.Random(self.seed).uniform(0.004, self._longest)

    def _end(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        del self._alive[pid]


def _live(url: str, make_store: MakeStore, seed: int, lease: timedelta) -> None:
    """The whole life of a worker process."""
    try:
        chance = random.Random(seed)
        store = make_store(connect(url))
        while True:
            with contextlib.suppress(redis.RedisError):
                if step(store, chance, lease):
                    continue
            time.sleep(0.001)
    finally:
        os._exit(1)
