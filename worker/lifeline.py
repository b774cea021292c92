"""Threads beside a worker's loop, which may wait for Redis, for the broker or for a child: they say that the worker lives while
that is so, and end it where it would never end."""

from __future__ import annotations

import logging
import os
import threading
import time
from datetime import timedelta

from redis.exceptions import RedisError

from worker import heartbeat
from worker.connection import connect
from worker.limits import GRACE
from worker.log import say
from worker.server import given_endpoint
from worker.settings import read_settings

#: Seconds between two signs of life.
BEAT = 5.0
#: For an answer of Redis, where a loop does not turn.
IMPATIENCE = timedelta(seconds=2)
#: How long a worker whose supervisor is gone may take to stop.
GOODBYE = 15.0


def end_with(parent: int) -> None:
    """A worker whose supervisor is gone ends for sure: a stop says goodbye to the broker, and both that and a chore may wait
    for ever where the broker went with the supervisor."""
    while os.getppid() == parent:
        time.sleep(BEAT)
    time.sleep(GOODBYE)
    os._exit(0)


def end_in_time(worker: str) -> None:
    """A worker that stops by itself may wait for ever for a child that died in the middle of a message, and nobody would
    know: it says that it lives. Whoever supervises it starts another."""
    time.sleep(GRACE.total_seconds())
    say("worker", logging.ERROR, outcome="ended", reason=f"its stop took longer than {GRACE}", worker=worker)
    os._exit(1)


def keep_alive(worker: str, parent: int | None, lost: threading.Event, done: threading.Event) -> None:
    """A worker is not stuck while its loop waits for a Redis that does not answer: nobody is to start it anew for that.
    Without a supervisor nobody brings the Redis back, so there is nothing to wait for; what was leased is leased again."""
    while not done.wait(BEAT):
        if lost.is_set() and parent is not None and os.getppid() != parent:
            os._exit(0)
        if lost.is_set() or (not heartbeat.turns(worker) and not _answered()):
            heartbeat.touch(worker)


def _answered() -> bool:
    """Whether the Redis of the data and that of the hints answer soon."""
    try:
        endpoint = given_endpoint(read_settings())
        for url in {endpoint.url, endpoint.broker} if endpoint else ():
            with connect(url, IMPATIENCE, again=0) as redis:
                redis.ping()
    except (RedisError, OSError):
        return False
    return True
