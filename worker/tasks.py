"""feeds.poll (one due feed) | items.process (a batch of what is owed)

Tasks carry nothing: each is a hint that there may be work, and leases it from Redis. They unpack, call, hand on.
"""

from __future__ import annotations

from typing import Any

from celery.exceptions import SoftTimeLimitExceeded

from worker.app import app
from worker.dispatch import hints
from worker.log import bound
from worker.poll import poll
from worker.process import process
from worker.wiring import extractor, wiring


@app.task(name="feeds.poll", bind=True)  # type: ignore[untyped-decorator]
def poll_feed(task: Any) -> str:
    """Ask the feed that is due longest."""
    with bound(task=task.request.id):
        polled = poll(wiring())
    if polled is not None and polled.owes:
        process_batch.apply_async(retry=False)
    return str(polled or "nothing was due")


@app.task(name="items.process", bind=True)  # type: ignore[untyped-decorator]
def process_batch(task: Any) -> str:
    """Parse owed bodies, extract events from owed items, publish them."""
    wired = wiring()
    with bound(task=task.request.id):
        tally = process(wired, extractor().mentions, out_of_time=SoftTimeLimitExceeded)
    for _ in range(hints(tally.owed, wired.settings.batch, 0)):
        process_batch.apply_async(retry=False)
    return str(tally)
