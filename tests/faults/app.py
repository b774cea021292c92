"""The application as the faults run it: `celery -A tests.faults.app worker ...`, by way of tests/faults/skewed.py.

All of the service's own code, with short leases, so that what a killed process held comes back soon; an extraction that
is known beforehand and slow enough to be killed in; every hint sent five times. With `POISONED` set, things go to the
dead letters after four attempts as usual, and tasks are ended sooner.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from datetime import timedelta
from typing import Any

from worker import limits

POISONED = bool(os.environ.get("POISONED"))
limits.LEASE = timedelta(seconds=2.5)  # before anybody has read it
if POISONED:
    limits.SOFT_LIMIT, limits.HARD_LIMIT, limits.LEASE = (
        timedelta(seconds=2),
        timedelta(seconds=3),
        timedelta(seconds=4),
    )

from tests.faults import press  # noqa: E402
from worker import dispatch, wiring  # noqa: E402
from worker.app import app  # noqa: E402
from worker.settings import Settings  # noqa: E402
from worker.store import Store, connect  # noqa: E402

__all__ = ["app"]


class SlowPress:
    """Stands where the Extractor stands."""

    def mentions(self, item: Any, *, watch: Any = None) -> Any:
        time.sleep(0.02)
        if POISONED:
            poison(item.title)
        return press.mentions(item)


def poison(title: str) -> None:
    """Do as the title says."""
    if "raises" in title:
        raise ValueError("a rule failed")
    if "hangs" in title:
        time.sleep(60)
    while "sticks" in title:  # whatever is thrown at it: a loop inside a library
        with contextlib.suppress(BaseException):
            time.sleep(60)
    if "dies" in title:
        os.kill(os.getpid(), signal.SIGKILL)
    if "murders" in title:  # as an OOM killer that takes the whole worker
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)


def _store(settings: Settings, url: str) -> Store:
    # So many processes die here that an innocent thing is leased more than four times.
    return Store(connect(url), **({} if POISONED else {"max_attempts": 10_000}))


def _send_five_times(clock: Any, task: str, count: int) -> None:
    for _ in range(5 * count):
        clock._app.send_task(task, retry=False)


wiring.extractor = SlowPress  # type: ignore[assignment]
wiring.make_store = _store
dispatch.Clock._send = _send_five_times  # type: ignore[method-assign]
