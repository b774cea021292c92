"""Celery in a process whose wall clock is wrong by `CLOCK_AHEAD` seconds: `python -m tests.faults.skewed -A ...`.

The clock is bent before anybody imports it. Only this process's: the server's time is what leases must go by.
"""

from __future__ import annotations

import os
import sys
import time

AHEAD = float(os.environ.get("CLOCK_AHEAD", "0"))


def main() -> None:
    if AHEAD:
        true_time = time.time
        time.time = lambda: true_time() + AHEAD
    from celery.__main__ import main as celery

    celery()


if __name__ == "__main__":
    sys.exit(main())
