"""A consumer to be killed: consumer.py URL GROUP adds one to `handled` for each message that it gets."""

from __future__ import annotations

import sys
from datetime import timedelta

from worker.consume import stopped_by_signals, subscribe
from worker.received import Message
from worker.store import connect


def main(url: str, group: str) -> None:
    redis = connect(url)

    def handle(message: Message) -> None:
        redis.hincrby("handled", message.fields["sequence"], 1)

    subscription = subscribe(group, url=url, from_="0", batch=16, idle=timedelta(milliseconds=500), tries=20)
    with stopped_by_signals(subscription):
        subscription.run(handle)


if __name__ == "__main__":
    main(*sys.argv[1:])
