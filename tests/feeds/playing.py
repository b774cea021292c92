"""What the HTTP tests share: a feed that is asked for at a replay server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from feeds.answer import NO_VALIDATORS, FetchResult, Limits, Validators
from feeds.fetch import fetch
from feeds.replay import ReplayServer, Reply, SimulatedClock, Step
from feeds.types import FeedSpec

NOON = datetime(2026, 1, 6, 12, 0, tzinfo=UTC)  # a Tuesday
#: Generous on a busy machine; a test that waits for a limit sets a short one.
BRISK = Limits(connect=3.0, first_byte=4.0, total=6.0)
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>وكالة التجربة</title>
<item><guid>n-1</guid><title>أمطار غزيرة على الساحل</title><description>هطلت أمطار على مدن الساحل.</description></item>
</channel></rss>""".encode()


def a_spec(url: str = "http://feeds.example/rss.xml", **fields: Any) -> FeedSpec:
    return FeedSpec(**{"id": "tajriba", "agency": "tajriba", "name": "وكالة التجربة", "url": url, **fields})


@contextmanager
def serving(replies: Reply | dict[str, Reply]) -> Iterator[ReplayServer]:
    """One reply at /rss.xml, or several by path."""
    table = replies if isinstance(replies, dict) else {"/rss.xml": replies}
    scripts = {path: [Step(reply=reply)] for path, reply in table.items()}
    with ReplayServer(scripts, SimulatedClock(NOON)) as server:
        yield server


def get(
    server: ReplayServer, path: str = "/rss.xml", validators: Validators = NO_VALIDATORS, **more: Any
) -> FetchResult:
    options = {"limits": BRISK, "allow_sockets": {server.socket}, "now": server.clock.now(), **more}
    return fetch(a_spec(server.url(path)), validators, **options)


def once(reply: Reply, **more: Any) -> FetchResult:
    """The outcome of asking for one scripted reply."""
    with serving(reply) as server:
        return get(server, **more)
