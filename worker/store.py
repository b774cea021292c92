"""The data side of Redis: one connection, every script registered once.

Each method of the parts is one EVALSHA (or reads only), safe to repeat, so redis-py may retry on a lost reply.
"""

from __future__ import annotations

from datetime import datetime

from redis import Redis
from redis.backoff import ExponentialWithJitterBackoff
from redis.retry import Retry

from worker.deadletters import DeadLetters
from worker.events import Events
from worker.leases import FeedLeases, WorkLeases
from worker.retention import Streams


def connect(url: str) -> Redis:
    """A client of the data side; make it after fork. `url` is redis://, rediss:// or unix://."""
    retry = Retry(ExponentialWithJitterBackoff(base=0.05, cap=1), 5)
    return Redis.from_url(url, socket_timeout=5, retry=retry)


class Store:
    """`feeds` and `work` hold leases, `events` commits, `dead` keeps what failed, `streams` trims."""

    feeds: FeedLeases
    work: WorkLeases
    events: Events
    dead: DeadLetters
    streams: Streams

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        raise NotImplementedError

    def now(self) -> datetime:
        """The server's clock, UTC."""
        raise NotImplementedError

    def beat(self, worker: str, facts: dict[str, str]) -> None:
        """Say that a worker lives; forgotten after 30 s."""
        raise NotImplementedError

    def beats(self) -> dict[str, dict[str, str]]:
        raise NotImplementedError
