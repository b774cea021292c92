"""feeds.poll (one due feed) | items.process (a batch of what is owed)

Tasks carry nothing: each is a hint that there may be work, and leases it from Redis. They unpack, call, hand on.
"""

from __future__ import annotations

from celery.exceptions import SoftTimeLimitExceeded

from worker.app import app
from worker.dispatch import hints
from worker.poll import poll
from worker.process import process
from worker.wiring import extractor, wiring


@app.task(name="feeds.poll")  # type: ignore[untyped-decorator]
def poll_feed() -> str:
    """Ask the feed that is due longest."""
    polled = poll(wiring())
    if polled is not None and polled.owes:
        process_batch.apply_async(retry=False)
    return str(polled or "nothing was due")


@app.task(name="items.process")  # type: ignore[untyped-decorator]
def process_batch() -> str:
    """Parse owed bodies, extract events from owed items, publish them."""
    wired = wiring()
    tally = process(wired, extractor().mentions, out_of_time=SoftTimeLimitExceeded)
    for _ in range(hints(tally.owed, wired.settings.batch, 0)):
        process_batch.apply_async(retry=False)
    return str(tally)
