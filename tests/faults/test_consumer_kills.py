"""Consumers of one group killed again and again: each message is handled, none is left, hardly any twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from worker import keys
from worker.store import Store, connect

LONG = os.environ.get("RASID_FAULTS") == "long"
KILLS, MESSAGES = (300, 100_000) if LONG else (6, 3_000)
ROOT = Path(__file__).parents[2]


@pytest.mark.faults
@pytest.mark.timeout(1200)
def test_killed_consumers_lose_nothing(redis_server: str) -> None:
    store, chance = Store(connect(redis_server)), random.Random(7)
    with consumers(redis_server, 2) as running:
        for kill in range(KILLS):
            publish(store, kill * MESSAGES // KILLS, (kill + 1) * MESSAGES // KILLS)
            done = handled(store)
            wait_for(lambda done=done: handled(store) > done + 10)  # in the midst of it
            victim = chance.randrange(2)
            running[victim].send_signal(signal.SIGKILL)
            running[victim].wait()
            running[victim] = start(redis_server)
        wait_for(lambda: handled(store) == MESSAGES and pending(store) == 0)

    times = [int(n) for n in store.redis.hvals("handled")]
    assert len(times) == MESSAGES
    # A kill falls between handling and acknowledgement of one message at most.
    assert sum(times) - MESSAGES <= KILLS
    assert store.redis.exists(keys.group_dead("desk")) == 0
    print(f"{MESSAGES} messages, {KILLS} kills: none lost, {sum(times) - MESSAGES} handled twice")


def publish(store: Store, first: int, last: int) -> None:
    with store.redis.pipeline(transaction=False) as pipe:
        for n in range(first, last):
            pipe.xadd(keys.EVENTS, {"sequence": n + 1, "epoch": 1})
        pipe.execute()


def handled(store: Store) -> int:
    return int(store.redis.hlen("handled"))


def pending(store: Store) -> int:
    found: Any = store.redis.xpending(keys.EVENTS, "desk")
    return int(found["pending"])


def start(url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.faults.consumer", url, "desk"], cwd=ROOT)


@contextmanager
def consumers(url: str, count: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    running = [start(url) for _ in range(count)]
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


def wait_for(done: Any, seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)
