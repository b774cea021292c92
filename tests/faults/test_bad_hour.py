"""One trouble of Redis after another while real workers are at it: full, no room on its disk, gone, not answering; then the
workers themselves stand still until their leases are long over. Each item is on the stream exactly once all the same."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from tests.faults.siege import Siege, besieged

pytestmark = pytest.mark.faults

LONG = os.environ.get("RASID_FAULTS") == "long"
#: Seconds that each trouble lasts.
WHILE = 60.0 if LONG else 4.0
PATIENCE = 2400.0 if LONG else 150.0


def full(siege: Siege) -> str:
    """Redis has reached maxmemory and refuses what needs more."""
    redis = siege.store.redis
    used = int(redis.info("memory")["used_memory"])
    redis.config_set("maxmemory", used + 20_000)
    siege.endure(WHILE)
    refused = _refusals(redis, "errorstat_OOM")
    redis.config_set("maxmemory", 0)
    assert refused, "it was never full"
    return f"{refused} commands refused"


def disk_full(siege: Siege) -> str:
    """The append-only file cannot be written; with `always` the server ends."""
    siege.server.fill_disk(2_000)
    siege.endure(WHILE)
    if siege.server.ended:
        told = "the server ended"
    else:
        redis = siege.store.redis
        status = redis.info("persistence")["aof_last_write_status"]
        told = f"{_refusals(redis, 'errorstat_MISCONF')} commands refused"
        assert status == "err", "there was room"
    siege.server.free_disk()
    return told


def gone(siege: Siege) -> str:
    """Nobody listens."""
    siege.server.kill()
    siege.endure(WHILE)
    siege.server.start()
    return "SIGKILL, started again after that time"


def silent(siege: Siege) -> str:
    """Connections stand, and nobody answers."""
    siege.server.freeze()
    siege.endure(WHILE)
    siege.server.thaw()
    return "SIGSTOP, SIGCONT after that time"


def zombies(siege: Siege) -> str:
    """Everybody comes back with leases that ended long ago, beside a crew that has taken their place."""
    siege.fleet.stop()
    time.sleep(max(WHILE, 4.0))  # longer than the lease
    siege.fleet.go_on()
    return "all workers SIGSTOP, SIGCONT after that time"


#: One in each edition but the first.
TROUBLES: tuple[Callable[[Siege], str], ...] = (full, disk_full, gone, silent, zombies)


class BadHour:
    """A trouble befalls each edition but the first while it is being read."""

    def __init__(self, siege: Siege) -> None:
        self._siege = siege
        self._last = 0

    def __call__(self, edition: int) -> bool:
        if edition > self._last:
            self._last = edition
            trouble = TROUBLES[edition - 1]
            assert self._siege.gets_on(edition), "there was nothing left to disturb"
            told = trouble(self._siege)
            over = time.monotonic()
            assert self._siege.gets_on(edition), "the trouble came too late"
            print(f"{trouble.__name__}, {WHILE:g} s: {told}; commits again {time.monotonic() - over:.1f} s after")
        return True


@pytest.mark.timeout(PATIENCE + 60)
@pytest.mark.parametrize("fsync", ["everysec", "always"] if LONG else ["everysec"])
def test_every_item_is_on_the_stream_once(fsync: str) -> None:
    with besieged("--appendfsync", fsync) as siege:
        siege.run(BadHour(siege), PATIENCE)

        problems = siege.problems()
        assert not problems, "\n".join(problems)
        print(f"{fsync}: {siege.fleet.told()}, {len(siege.items())} items, {siege.commits()} messages")


def _refusals(redis: Redis, of: str) -> int:
    stats: Any = redis.info("errorstats")
    return int(stats[of]["count"]) if of in stats else 0
