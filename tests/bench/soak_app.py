"""The application as the soak runs it: a quick tick, because a week has to pass in minutes, and a retention of a day and a
half instead of a month, so that whatever is to expire has expired by the middle of the week."""

from __future__ import annotations

from datetime import timedelta

from worker import dispatch, lifeline

dispatch.TICK, lifeline.BEAT, dispatch.CARE = 0.03, 1.0, 2.0  # before anybody has read them

from worker import wiring  # noqa: E402
from worker.app import app  # noqa: E402
from worker.retention import Retention  # noqa: E402
from worker.settings import Settings  # noqa: E402
from worker.store import Store, connect  # noqa: E402

__all__ = ["app"]

KEPT = timedelta(hours=36)


def _store(_settings: Settings, url: str) -> Store:
    return Store(connect(url), Retention(stream=KEPT / 3, seen=KEPT, event=KEPT, block=KEPT / 3))


wiring.make_store = _store
