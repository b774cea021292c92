"""Workers that are started again when they end, for as long as a block runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from worker.service import Supervised

#: Seconds that a stopped worker has to finish what it does.
GRACE = 20


@contextmanager
def tended(workers: Sequence[Supervised]) -> Iterator[None]:
    """Care for the workers in a thread; stop them all at the end."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            for worker in workers:
                worker.care(time.monotonic())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.wait(time.monotonic() + GRACE)
