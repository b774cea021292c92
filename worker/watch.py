"""The server's clock, by which everything is due, may be set back: then all that was due soon would wait for as long."""

from __future__ import annotations

from datetime import timedelta

from redis import Redis

from worker import keys
from worker.clock import ms
from worker.scripts import Script

#: Steps back that are let be: what is due comes so much later, once.
CLOCK_STEP = timedelta(seconds=10)


def watch_clock(redis: Redis) -> timedelta:
    """Set right what is due where the clock was set back; by how much it was, zero as a rule. To be called every few
    seconds, by any number of workers: a step is seen against the latest call. Raises StoreFullError."""
    touched = (keys.CLOCK, keys.SCHED, keys.INBOX, keys.HOSTS, keys.NAMES)
    [back] = Script(redis, "watch_clock")(touched, (ms(CLOCK_STEP),))
    return timedelta(milliseconds=int(back))
