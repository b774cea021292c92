"""The clock of the service: a timer in every worker's main process. No beat, no leader; any number of them is safe.

A tick looks at what is due and owed and sends hints, tasks that carry nothing: whoever takes one leases what there is.
A hint too many finds nothing; one that is lost is replaced by the next tick.
"""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from celery import bootsteps
from celery.exceptions import WorkerShutdown
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from worker import heartbeat, keys, lifeline
from worker.catalogue import sync
from worker.limits import NAMES_BATCH
from worker.log import say, warn
from worker.pressure import why_not_poll
from worker.routes import Routes
from worker.versions import extractor_version, release
from worker.watch import watch_clock
from worker.wiring import Wiring, wiring

#: Seconds.
TICK = 0.25
CARE = 60.0
#: Hints of one kind that wait at most: more than all workers of a large installation take in a tick.
MOST_HINTS = 64
#: Set by whoever supervises workers: they stop when it is gone.
SUPERVISED = "SUPERVISED_BY_RASID"


def hints(things: int, a_hint: int, waiting: int) -> int:
    """How many hints to send for so many due or owed things, of which one hint leases `a_hint`."""
    return max(0, min(math.ceil(things / a_hint), MOST_HINTS) - waiting)


class Dispatch(bootsteps.StartStopStep):  # type: ignore[misc]
    """Starts when the worker consumes, stops when it has lost the broker or stops."""

    requires = ("celery.worker.consumer.tasks:Tasks",)

    def __init__(self, consumer: Any, **_: Any) -> None:
        self._clock: Clock | None = None
        self._timer: Any = None
        self._parent = os.getppid() if os.environ.get(SUPERVISED) else None
        if self._parent is not None:
            threading.Thread(target=lifeline.end_with, args=(self._parent,), daemon=True).start()
        #: Set while Celery has no broker, and when the worker is done.
        self._lost, self._done = threading.Event(), threading.Event()
        self._lost.set()
        told = (consumer.hostname, self._parent, self._lost, self._done)
        threading.Thread(target=lifeline.keep_alive, args=told, daemon=True).start()
        super().__init__(consumer)

    def start(self, consumer: Any) -> None:
        self._lost.clear()
        self._clock = self._clock or Clock(consumer, self._parent)
        self._timer = consumer.timer.call_repeatedly(TICK, self._clock.tick, priority=10)

    def stop(self, consumer: Any) -> None:
        """The broker is lost, or the worker stops. While Celery waits for the broker the loop does not turn, and yet
        nothing is stuck; a stop has its time, whatever it waits for."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._lost.set()
        if consumer.blueprint.state in (bootsteps.CLOSE, bootsteps.TERMINATE):
            threading.Thread(target=lifeline.end_in_time, args=(consumer.hostname,), daemon=True).start()

    def shutdown(self, consumer: Any) -> None:
        self._done.set()
        heartbeat.forget(consumer.hostname)


class Clock:
    """What is done every so often in one worker."""

    def __init__(self, consumer: Any, parent: int | None) -> None:
        self._app = consumer.app
        self._name = consumer.hostname
        self._queues = sorted(consumer.app.amqp.queues.consume_from)
        #: Hints for names are sent by those who read them: where nobody does, none pile up.
        self._names = "ner" in self._queues
        self._parent = parent
        self._every = [Every(TICK, self._send_hints), Every(lifeline.BEAT, self._beat), Every(CARE, self._care)]
        self._resting: str | None = None
        self._halted: str | None = None

    def tick(self) -> None:
        """Never raises but to stop: what fails now is tried again in a moment."""
        if self._parent is not None and os.getppid() != self._parent:
            say("worker", outcome="stops", reason="its supervisor is gone", worker=self._name)
            raise WorkerShutdown(0)
        heartbeat.touch(self._name)
        for chore in self._every:
            try:
                if chore.run(time.monotonic()):
                    self._tell(chore, "")
            except (RedisError, OperationalError, OSError) as error:
                self._tell(chore, f"{type(error).__name__}: {error}")
                return
            except Exception:
                say("tick", logging.ERROR, outcome="failed", trace=True, worker=self._name)
                return

    def _tell(self, chore: Every, failed: str) -> None:
        """Once, however often it fails in the same way."""
        if failed != chore.failed:
            warn("tick", outcome="failed" if failed else "goes on", reason=failed or None, worker=self._name)
        chore.failed = failed

    def _send_hints(self) -> None:
        wired = wiring()
        due, owed, names = _waiting_things(wired)
        self._rest(why_not_poll(wired.store.load(), inbox_limit=wired.settings.inbox_limit))
        with self._app.connection_or_acquire() as connection:
            client = connection.default_channel.client
            if due and self._resting is None:
                self._send("feeds.poll", hints(due, 1, client.llen("poll")))
            if owed and not self._is_halted(wired.store.guard.halted(release())):
                self._send("items.process", hints(owed, wired.settings.batch, client.llen("process")))
            if names and self._names:
                self._send("items.names", hints(names, NAMES_BATCH, client.llen("ner")))

    def _send(self, task: str, count: int) -> None:
        for _ in range(count):
            self._app.send_task(task, retry=False)

    def _rest(self, why: str | None) -> None:
        if (why is None) != (self._resting is None):
            warn("backpressure", outcome="polling goes on" if why is None else "polling rests", reason=why)
        self._resting = why

    def _is_halted(self, why: str | None) -> bool:
        """Whether the children of this release lease nothing; said once each way."""
        if why != self._halted:
            warn("guard", outcome="processing goes on" if why is None else "processing rests", reason=why)
        self._halted = why
        return why is not None

    def _beat(self) -> None:
        store = wiring().store
        facts = {
            "pid": str(os.getpid()),
            "queues": " ".join(self._queues),
            "version": extractor_version(),
            "release": release(),
            "at": store.now().isoformat(timespec="seconds"),
            "resting": self._resting or "",
            "refused": _refused(wiring()),
        }
        store.beat(self._name, facts)
        if self._names:
            store.say_names_are_read()
        back = watch_clock(store.redis)
        if back:
            warn("clock", outcome="set back", seconds=round(back.total_seconds()), worker=self._name)

    def _care(self) -> bool:
        """Schedule what the catalogue has got meanwhile, forget releases that are no more, and trim the streams."""
        wired = wiring()
        self._forget_releases(wired)
        added = sync(wired.store, wired.catalogue.specs())
        if added:
            say("catalogue", outcome="scheduled", feeds=added)
            return True  # there may be more, but a tick is short
        for stream in (keys.EVENTS, *(keys.route_stream(route.name) for route in wired.publishing.routes)):
            cut = wired.store.streams.trim(stream)
            if cut.trimmed:
                level = logging.WARNING if cut.forced else logging.INFO  # a group will lack them
                say("trim", level, stream=stream, entries=cut.trimmed, forced=cut.forced)
        return False

    @staticmethod
    def _forget_releases(wired: Wiring) -> None:
        """A halted release of which no worker is left is history; while one runs that says nothing of itself, none is."""
        halts = set(wired.store.guard.halts()) - {release()}
        if not halts:  # looking for workers goes through all keys
            return
        running = {beat.get("release") for beat in wired.store.beats().values()}
        gone = sorted(halts - running)
        if gone and None not in running:
            wired.store.guard.resume(gone)
            say("guard", outcome="forgotten", releases=" ".join(gone))


class Every:
    """Something to do when `seconds` have passed since it was last done, or at once when it says that more is to do."""

    def __init__(self, seconds: float, do: Callable[[], bool | None]) -> None:
        self._seconds = seconds
        self._do = do
        self._next = 0.0
        #: Why it failed when it was last done; empty when it did not.
        self.failed = ""

    def run(self, now: float) -> bool:
        """Whether it was time. Raises what the doing raises."""
        if now < self._next:
            return False
        self._next = now + self._seconds * 0.9  # a tick comes a little early as often as a little late
        if self._do():
            self._next = now
        return True


def _waiting_things(wired: Wiring) -> tuple[int, int, int]:
    """Feeds that are due, things that are owed and names that are owed now, by the server's clock."""
    redis = wired.store.redis
    now = round(wired.store.now().timestamp() * 1000)
    with redis.pipeline(transaction=False) as pipe:
        pipe.zcount(keys.SCHED, "-inf", now)
        pipe.zcount(keys.INBOX, "-inf", now)
        pipe.zcount(keys.NAMES, "-inf", now)
        due, owed, names = pipe.execute()
    return int(due), int(owed), int(names)


def _refused(wired: Wiring) -> str:
    """Files of the operator that are wrong as they stand, and why; empty when all are in force."""
    routes = wired.publishing.routes
    reasons = (wired.catalogue.refused, routes.refused if isinstance(routes, Routes) else "")
    return "; ".join(filter(None, reasons))
