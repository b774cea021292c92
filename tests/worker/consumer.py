"""A consumer in a process of its own: consumer.py URL GROUP NAME SECONDS prints what it gets, then takes SECONDS."""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from worker.consume import stopped_by_signals, subscribe
from worker.received import Message


def handle(message: Message) -> None:
    print(message.fields["n"], message.attempt, flush=True)
    time.sleep(float(sys.argv[4]))


if __name__ == "__main__":
    _, url, group, name, _ = sys.argv
    subscription = subscribe(group, name, url=url, from_="0", batch=4, idle=timedelta(milliseconds=300))
    with stopped_by_signals(subscription):
        subscription.run(handle)
