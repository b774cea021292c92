"""The data side of Redis: one connection, every script registered once.

Each write of its parts is one EVALSHA or one MULTI, safe to repeat, so redis-py may retry when a reply is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from redis import Redis

from worker import keys
from worker.clock import moment
from worker.connection import connect
from worker.counts import Counts
from worker.deadletters import DeadLetters
from worker.events import Events
from worker.guard import Guard
from worker.inbox import MAX_ATTEMPTS, WorkLeases
from worker.items import Items
from worker.leases import Work
from worker.polls import FeedLeases
from worker.pressure import Load
from worker.retention import Retention, Streams
from worker.scripts import text

__all__ = ["Store", "connect"]

#: Seconds after which a worker that says nothing is gone.
BEAT_LIFE = 30
#: Seconds after which names are owed no more when no worker reads them.
NAMES_LIFE = 3600


class Store:
    """`feeds`, `work` and `names` lease, `events` commits, `items` keeps, `dead` keeps what failed, `streams` trims,
    `counts` counts, `guard` halts a release that fails at everything."""

    def __init__(self, redis: Redis, retention: Retention | None = None, *, max_attempts: int = MAX_ATTEMPTS) -> None:
        """`redis` must not decode responses: payloads are bytes."""
        self.redis = redis
        self.retention = retention or Retention()
        self.feeds = FeedLeases(redis)
        self.work = WorkLeases(redis, self.retention, max_attempts=max_attempts)
        self.names = WorkLeases(redis, self.retention, keys.NAMES, max_attempts=max_attempts)
        self.events = Events(redis, self.retention)
        self.dead = DeadLetters(redis, self.retention)
        self.items = Items(redis, self.retention)
        self.streams = Streams(redis, self.retention)
        self.counts = Counts(redis)
        self.guard = Guard(redis)

    def holder(self, work: Work) -> WorkLeases:
        """Who gave the lease, and takes it back."""
        return self.names if work.kind == "names" else self.work

    def now(self) -> datetime:
        """The server's clock, UTC."""
        seconds, micros = self.redis.time()
        return moment(int(seconds) * 1000 + int(micros) // 1000)

    def load(self) -> Load:
        """What back-pressure goes by (see worker/pressure.py)."""
        memory = self.redis.info("memory")
        return Load(used=int(memory["used_memory"]), limit=int(memory["maxmemory"]), inbox=self.work.depth())

    def unwritten(self) -> str:
        """What the server could not write to its own disk; empty when all is well. It then refuses to take more."""
        told = self.redis.info("persistence")
        states = {"the append-only file": "aof_last_write_status", "its snapshot": "rdb_last_bgsave_status"}
        return ", ".join(what for what, name in states.items() if told.get(name, "ok") != "ok")

    def beat(self, worker: str, facts: Mapping[str, str]) -> None:
        """Say that a worker lives; forgotten after `BEAT_LIFE` seconds."""
        with self.redis.pipeline(transaction=True) as pipe:
            pipe.hset(keys.beat(worker), items=[part for pair in facts.items() for part in pair])
            pipe.expire(keys.beat(worker), BEAT_LIFE)
            pipe.execute()

    def say_names_are_read(self) -> None:
        """From now on, and for an hour, the names of committed items are owed."""
        self.redis.set(keys.NAMES_READ, self.now().isoformat(timespec="seconds"), ex=NAMES_LIFE)

    def beats(self) -> dict[str, dict[str, str]]:
        """What each living worker said last."""
        start = len(keys.beat(""))
        return {
            text(key)[start:]: {text(k): text(v) for k, v in self.redis.hgetall(key).items()}
            for key in self.redis.scan_iter(match=keys.beat("*"), count=1000)
        }
