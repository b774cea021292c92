"""What workers count, in one Redis hash that all add to. A count that Redis does not take is lost: work goes first."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from redis import Redis
from redis.exceptions import RedisError

from worker import keys
from worker.scripts import text

#: Upper ends of the classes of a histogram, seconds.
BUCKETS = (
    0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0, 21600.0,
    86400.0,
)  # fmt: skip
#: Class of what takes longer, and the sum of all, in microseconds.
LONGER, SUM = "+Inf", "sum_us"


@dataclass(slots=True)
class Counted:
    """Counts of one batch: (metric, label) -> how many. Metrics are those of worker/metrics.py."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, metric: str, label: str, by: int = 1) -> None:
        self.counts[metric, label] += by

    def observe(self, metric: str, seconds: float, label: str = "") -> None:
        """A duration, in a histogram with one label or none."""
        name = f"{metric}/{label}" if label else metric
        self.add(name, bucket(seconds))
        self.add(name, SUM, round(seconds * 1_000_000))


class Counts:
    """`store.counts`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def add(self, counted: Counted) -> None:
        """Never raises. An answer that is lost may count twice."""
        if not counted.counts:
            return
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                for (metric, label), by in counted.counts.items():
                    pipe.hincrby(keys.COUNTS, f"{metric} {label}", by)
                pipe.execute()
        except RedisError:
            return

    def read(self) -> Mapping[tuple[str, str], int]:
        """(metric, label) -> count since the data began."""
        rows = self._redis.hgetall(keys.COUNTS).items()
        told = ((text(name).partition(" "), int(value)) for name, value in rows)
        return {(metric, label): value for (metric, _, label), value in told}


def bucket(seconds: float) -> str:
    """The class that a duration falls into, by its upper end."""
    place = bisect_left(BUCKETS, seconds)
    return str(BUCKETS[place]) if place < len(BUCKETS) else LONGER
