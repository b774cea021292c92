"""Documents written for these tests, and the feed that they are read as."""

from __future__ import annotations

import runpy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from feeds.decode import decode
from feeds.parse import Parsed, parse
from feeds.types import FeedSpec

DATA = Path(__file__).parent.parent / "data" / "feeds"
NOW = datetime(2026, 9, 24, 12, 0, tzinfo=UTC)
SPEC = FeedSpec(
    id="example-ar",
    agency="example",
    name="مدونة المثال",
    url="https://blog.example/feed/",
    zone="Asia/Beirut",
    country="LB",
    title_suffix=" - مدونة المثال",
)


def expected(name: str) -> list[Any]:
    """What the document `name` must become: ITEMS of the Python file beside it."""
    return runpy.run_path(str(DATA / f"{Path(name).stem}.py"))["ITEMS"]


def read(document: bytes | str, content_type: str | None = None, spec: FeedSpec = SPEC) -> Parsed:
    body = document.encode() if isinstance(document, str) else document
    return parse(decode(body, content_type, spec.charset), spec, NOW)


def entry(number: int, title: str = "وصل الوفد إلى المدينة", body: str = "وقال المتحدث إن اللقاء انتهى.") -> str:
    return (
        f"<item><title>{title} {number}</title><link>https://blog.example/{number}</link><guid>n{number}</guid>"
        f"<pubDate>Thu, 24 Sep 2026 10:00:00 +0300</pubDate><description>{body}</description></item>"
    )


def rss(*entries: str, before: str = "") -> str:
    return f'{before}<?xml version="1.0"?>\n<rss version="2.0"><channel><title>أخبار</title>{"".join(entries)}</channel></rss>'
