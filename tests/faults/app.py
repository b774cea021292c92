"""The application as the faults run it: `celery -A tests.faults.app worker ...`, by way of tests/faults/skewed.py.

All of the service's own code, with short leases, so that what a killed process held comes back soon; an extraction that
is known beforehand and slow enough to be killed in; every hint sent three times.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from worker import limits

limits.LEASE = timedelta(seconds=2.5)  # before anybody has read it

from tests.faults import press  # noqa: E402
from worker import dispatch, wiring  # noqa: E402
from worker.app import app  # noqa: E402
from worker.settings import Settings  # noqa: E402
from worker.store import Store, connect  # noqa: E402

__all__ = ["app"]


class SlowPress:
    """Stands where the Extractor stands."""

    def mentions(self, item: Any) -> Any:
        time.sleep(0.02)
        return press.mentions(item)


def _store(settings: Settings, url: str) -> Store:
    # So many processes die here that an innocent thing is leased more than four times.
    return Store(connect(url), max_attempts=10_000)


def _send_thrice(clock: Any, task: str, count: int) -> None:
    for _ in range(3 * count):
        clock._app.send_task(task, retry=False)


wiring.extractor = SlowPress  # type: ignore[assignment]
wiring.make_store = _store
dispatch.Clock._send = _send_thrice  # type: ignore[method-assign]
