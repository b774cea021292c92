"""The server's wall clock jumps an hour ahead and an hour back while light workers are at it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults import checks, source
from tests.faults.bent import POSSIBLE, Bent
from tests.faults.light import Harness
from tests.servers import PrivateServer
from worker.store import Store, connect
from worker.watch import watch_clock

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not POSSIBLE, reason="needs a C compiler and Linux"),
]

LONG = os.environ.get("RASID_FAULTS") == "long"
JUMPS, KILLS = (30, 60) if LONG else (4, 25)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Bending:
    bent: Bent
    server: PrivateServer


@pytest.fixture
def bending() -> Iterator[Bending]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        bent = Bent(Path(name))
        server = PrivateServer(Path(name), environ=bent.environ).start()
        yield Bending(bent, server)
        server.kill()


@pytest.mark.timeout(600)
def test_nothing_is_lost_or_doubled(bending: Bending) -> None:
    """Ahead, every lease is over at once; back, what is due waits until the schedule is set right."""
    harness = Harness(bending.server)
    harness.start()
    store = Store(connect(bending.server.url))
    harness.kill(KILLS)
    for jump in range(JUMPS):
        bending.bent.jump(HOUR if jump % 2 == 0 else -HOUR)
        time.sleep(0.02)
        for _ in range(5):
            watch_clock(store.redis)  # as every worker does every five seconds
            harness.kill(KILLS // 5)
    harness.drain()

    assert harness.problems() == []
    assert harness.items() > JUMPS
    entries = [tuple(map(int, message.entry.split("-"))) for message in checks.read(store.redis)]
    assert entries == sorted(entries), "ids of the stream rise whatever the clock does"
    print(f"{JUMPS} jumps of an hour, {harness.kills} kills, {harness.items()} items")


def test_a_clock_that_is_set_back_delays_nothing(bending: Bending) -> None:
    store = Store(connect(bending.server.url))
    for feed in source.FEEDS:
        store.feeds.add(feed, f"{feed}.example", first=timedelta(minutes=5))
    watch_clock(store.redis)
    bending.bent.jump(-HOUR)
    time.sleep(0.02)

    back = watch_clock(store.redis)

    assert abs(back - HOUR) < timedelta(seconds=5)
    now = store.now()
    assert all(
        timedelta(minutes=4) < due - now <= timedelta(minutes=5, seconds=5) for due in store.feeds.schedule().values()
    )
    assert watch_clock(store.redis) == timedelta(0)
    bending.bent.jump(HOUR)
    assert watch_clock(store.redis) == timedelta(0), "ahead, all is due at once, which does no harm"
