"""feeds.poll (one due feed) | items.process (a batch of what is owed) | items.names (the names of a committed item)

Tasks carry nothing: each is a hint that there may be work, and leases it from Redis. They unpack, call, hand on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from redis.exceptions import RedisError

from extract.stopwatch import Stopwatch
from worker.app import app
from worker.dispatch import hints
from worker.errors import one_line
from worker.log import bound, say
from worker.poll import poll
from worker.process import process, read_names
from worker.scripts import refusal
from worker.wiring import extractor, named_extractor, wiring


def brief(run: Callable[[Any], str]) -> Callable[[Any], str]:
    """Binds the task's id to each line that is said, and makes of a failure one line, its traceback for the log only. What
    a failed task had leased is leased again.

    Nothing is raised: a child hands its result to its parent through a pipe of 64 kB, and an exception with its frames may
    be longer. While the parent waits for a silent broker, the child would then wait in the middle of that message, the
    time limit would interrupt it there, and the parent end, or hang for ever, over half a message.
    """

    @wraps(run)
    def told(task: Any) -> str:
        with bound(task=task.request.id):
            try:
                return run(task)
            except Exception as error:
                known = refusal(error) if isinstance(error, RedisError) else None
                reason = str(known) if known else one_line(f"{type(error).__name__}: {error}")
                say("task", logging.ERROR, trace=known is None, outcome="failed", reason=reason)
                return f"failed: {reason}"

    return told


@app.task(name="feeds.poll", bind=True)  # type: ignore[untyped-decorator]
@brief
def poll_feed(task: Any) -> str:
    """Ask the feed that is due longest."""
    polled = poll(wiring())
    if polled is not None and polled.owes:
        process_batch.apply_async(retry=False)
    return str(polled or "nothing was due")


@app.task(name="items.process", bind=True)  # type: ignore[untyped-decorator]
@brief
def process_batch(task: Any) -> str:
    """Parse owed bodies, extract events from owed items, publish them."""
    wired = wiring()
    watch = Stopwatch()
    mentions = partial(extractor().mentions, watch=watch)
    tally = process(wired, mentions, out_of_time=SoftTimeLimitExceeded, watch=watch)
    for _ in range(hints(tally.owed, wired.settings.batch, 0)):
        process_batch.apply_async(retry=False)
    return str(tally)


@app.task(name="items.names", bind=True)  # type: ignore[untyped-decorator]
@brief
def read_names_of_items(task: Any) -> str:
    """Read committed items again with the names that are recognised, and publish what that changes."""
    named = named_extractor()
    if named is None:
        return "names are not recognised here: the log says why"
    return str(read_names(wiring(), named.mentions, out_of_time=SoftTimeLimitExceeded))
