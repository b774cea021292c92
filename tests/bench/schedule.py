"""The schedule with 10,000 feeds on a real server: how long a tick of the dispatcher takes, and leases, and setting it right."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from feeds import catalogue
from feeds.memory import FeedState
from feeds.types import FeedSpec
from tests.servers import PrivateServer
from worker.catalogue import sync
from worker.store import Store, connect

ROUND = timedelta(minutes=5)
NONE = timedelta(0)


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench schedule")
    parser.add_argument("--feeds", type=int, default=10_000)
    given = parser.parse_args(argv)
    with _server(given.feeds) as (url, specs):
        from worker.app import app  # reads the environment
        from worker.dispatch import Clock
        from worker.watch import watch_clock

        store = Store(connect(url))
        begun = time.perf_counter()
        steps = [_timed(lambda: sync(store, specs)) for _ in range(len(specs) // 500 + 1)]
        print(f"{len(store.feeds.schedule()):,} feeds scheduled in {time.perf_counter() - begun:.1f} s")
        _say("one step of that, 500 new feeds", steps)
        _spread(store)
        clock = Clock(SimpleNamespace(app=app, hostname="bench@here"), None)
        broker = connect(url)

        _say("tick, all hints wait already", [_timed(clock._send_hints) for _ in range(200)])
        _say(
            "tick that sends 64 hints",
            [_timed(clock._send_hints, lambda: broker.delete("rsc:poll")) for _ in range(100)],
        )
        _say("the catalogue looked through", [_timed(lambda: sync(store, specs)) for _ in range(20)])
        _say("lease of one feed and its settling", [_timed(lambda: _poll(store)) for _ in range(1000)])
        _say("clock watched", [_timed(lambda: watch_clock(store.redis)) for _ in range(100)])
        _say(
            "clock set back an hour",
            [_timed(lambda: watch_clock(store.redis), lambda: _ahead(store)) for _ in range(20)],
        )


def _spread(store: Store) -> None:
    """As after a while of polling: due over the next five minutes, some hundreds overdue, each with a state."""
    feeds, state = sorted(store.feeds.schedule()), FeedState().to_json()
    now = store.now().timestamp() * 1000
    step = ROUND / timedelta(milliseconds=1) / len(feeds)
    store.redis.zadd("{rasid}:sched", {feed: now - 10_000 + n * step for n, feed in enumerate(feeds)})
    store.redis.hset("{rasid}:feeds", mapping=dict.fromkeys(feeds, state))


def _poll(store: Store) -> None:
    """What one poll asks of Redis."""
    for lease in store.feeds.lease(1, lease=timedelta(seconds=90), gap=timedelta(seconds=2)):
        store.feeds.settle(lease, lease.state or "{}", ROUND, gap=NONE)


def _ahead(store: Store) -> None:
    store.redis.set("{rasid}:clock", round(store.now().timestamp() * 1000) + 3_600_000)


def _timed(do: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> tuple[float, float]:
    """Milliseconds on the wall, and of this process's processor time, which holds on a busy machine too."""
    before()
    begun, used = time.perf_counter(), time.process_time()
    do()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000


def _say(what: str, taken: list[tuple[float, float]]) -> None:
    wall, cpu = (sorted(each) for each in zip(*taken, strict=True))
    p50, p99, used = wall[len(wall) // 2], wall[int(len(wall) * 0.99)], cpu[len(cpu) // 2]
    print(f"{what:<36} p50 {p50:6.2f} ms  p99 {p99:7.2f} ms  processor {used:6.2f} ms", flush=True)


@contextmanager
def _server(count: int) -> Iterator[tuple[str, dict[str, FeedSpec]]]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        folder = Path(name)
        specs = [
            FeedSpec(id=f"f{n}", agency=f"a{n}", name=f"f{n}", url=f"https://h{n}.example/rss") for n in range(count)
        ]
        catalogue.dump(specs, folder / "feeds.toml")
        server = PrivateServer(folder).start()
        os.environ |= {"REDIS_URL": server.url, "RASID_FEEDS": str(folder / "feeds.toml"), "RASID_DATA": name}
        try:
            yield server.url, {spec.id: spec for spec in specs}
        finally:
            server.kill()
