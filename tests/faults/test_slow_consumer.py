"""A consumer that is far behind: nothing is trimmed before it was read, up to the hard cap; above it, it is told what it
lacks. Reading on does not grow with the backlog."""

from __future__ import annotations

import json
import os
import resource
import time
from datetime import timedelta
from typing import Any

import pytest

from worker import keys
from worker.consume import subscribe
from worker.received import Gap, Message
from worker.retention import Retention
from worker.store import Store, connect

pytestmark = pytest.mark.faults

BEHIND = 100_000 if os.environ.get("RASID_FAULTS") == "long" else 5_000
DAY = 86_400_000
#: As long as a message of an event with one mention.
DATA = json.dumps({"id": "event", "text": "ب" * 700}, ensure_ascii=False)


@pytest.mark.timeout(600)
def test_it_is_waited_for_and_catches_up(redis_server: str) -> None:
    store = _store(redis_server)
    store.streams.register(keys.EVENTS, "slow", "0")
    store.streams.register(keys.EVENTS, "quick", "0")
    _publish(store, BEHIND, days_ago=5)
    _acknowledge_all(store, "quick")
    begun = time.monotonic()
    assert store.streams.trim(keys.EVENTS).trimmed == 0, "five days old, and nobody may cut it"
    cutting = time.monotonic() - begun
    assert _lag(store, "slow") == BEHIND

    gaps: list[Gap] = []
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    seen = [m.position.sequence for m in subscribe("slow", "one", url=redis_server, once=True, on_gap=gaps.append)]
    spent, grown = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before

    assert seen == list(range(1, BEHIND + 1))
    assert gaps == []
    assert store.streams.trim(keys.EVENTS).trimmed == BEHIND
    assert store.streams.forced() == {}
    assert grown < 50_000, "kB: it keeps one batch, not the backlog"
    print(
        f"{BEHIND:,} behind: read in {spent:.1f} s, {BEHIND / spent:,.0f}/s; the trim that waited took {cutting * 1e3:.1f} ms"
    )


@pytest.mark.timeout(600)
def test_above_the_hard_cap_it_is_told(redis_server: str) -> None:
    kept = BEHIND // 4
    store = _store(redis_server, entries=kept)
    store.streams.register(keys.EVENTS, "slow", "0")
    _publish(store, BEHIND, days_ago=0)
    first: list[Message] = []
    reading = subscribe("slow", "one", url=redis_server, batch=10)
    reading.run(lambda message: (first.append(message), reading.stop() if len(first) == 10 else None))

    cut = store.streams.trim(keys.EVENTS)
    assert (cut.trimmed, cut.forced) == (BEHIND - kept, BEHIND - kept - 10)
    assert store.streams.forced() == {keys.EVENTS: BEHIND - kept - 10}
    gaps: list[Gap] = []
    rest = [m.position.sequence for m in subscribe("slow", "one", url=redis_server, once=True, on_gap=gaps.append)]

    assert rest == list(range(BEHIND - kept + 1, BEHIND + 1))
    assert [gap.missing for gap in gaps] == [BEHIND - kept - 10]


def _store(url: str, entries: int = 10_000_000) -> Store:
    return Store(connect(url), Retention(stream=timedelta(hours=48), entries=entries))


def _publish(store: Store, count: int, days_ago: int) -> None:
    first = round(store.now().timestamp() * 1000) - days_ago * DAY - count
    for start in range(0, count, 1000):
        with store.redis.pipeline(transaction=False) as pipe:
            for n in range(start, min(start + 1000, count)):
                pipe.xadd(keys.EVENTS, {"sequence": n + 1, "epoch": 1, "data": DATA}, id=f"{first + n}-0")
            pipe.execute()


def _acknowledge_all(store: Store, group: str) -> None:
    while rows := store.redis.xreadgroup(group, "one", {keys.EVENTS: ">"}, count=1000):
        entries: Any = rows[keys.EVENTS.encode()][0] if isinstance(rows, dict) else rows[0][1]
        store.redis.xack(keys.EVENTS, group, *(entry for entry, _ in entries))


def _lag(store: Store, group: str) -> int:
    groups: Any = store.redis.xinfo_groups(keys.EVENTS)
    return next(int(each["lag"]) for each in groups if each["name"] == group.encode())
