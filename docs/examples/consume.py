"""A consumer in plain redis-py: a group shares the stream, a table holds each event's latest state.

pip install redis
REDIS_URL=redis://localhost:6379 python consume.py [--once]
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator

import redis

STREAM, GROUP, CONSUMER = "{rasid}:events", "example-python", f"python-{os.getpid()}"
IDLE_MS = 60_000  # a message not acknowledged for so long is taken over

Entries = list[tuple[str, dict[str, str]]]


def handle(message: dict[str, str], latest: dict[str, tuple[int, int]]) -> None:
    """Right under any order and any replay: older news of an event is left alone."""
    version = int(message["epoch"]), int(message["rev"])
    if version <= latest.get(message["subject"], (0, 0)):
        return
    latest[message["subject"]] = version
    event = json.loads(message["data"])
    print(json.dumps({"kind": message["type"], "id": event["id"], "type": event["type"], "origins": event["origins"]}))


def entries(client: redis.Redis, once: bool) -> Iterator[Entries]:
    """Batches: first what a consumer of the group left behind, then what is new."""
    while True:
        _, abandoned, *_ = client.xautoclaim(STREAM, GROUP, CONSUMER, IDLE_MS, "0-0", count=32)
        found = client.xreadgroup(GROUP, CONSUMER, {STREAM: ">"}, count=32, block=None if once else 2000)
        fresh = found[0][1] if found else []
        yield abandoned + fresh
        if once and not fresh:
            return


def main() -> None:
    # The socket must be more patient than the block of two seconds.
    client = redis.Redis.from_url(os.environ["REDIS_URL"], decode_responses=True, protocol=2, socket_timeout=10)
    try:
        client.xgroup_create(STREAM, GROUP, id="0", mkstream=True)  # "$" for what comes from now on
    except redis.ResponseError as error:
        if "BUSYGROUP" not in str(error):  # it exists: go on where it stands
            raise
    latest: dict[str, tuple[int, int]] = {}
    for batch in entries(client, "--once" in sys.argv):
        for entry, message in batch:
            handle(message, latest)
            client.xack(STREAM, GROUP, entry)  # after handling: whoever dies before it gets the message again


if __name__ == "__main__":
    main()
