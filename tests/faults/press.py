"""The press of the faults with real workers: 14 feeds that print 504 items in six editions, over real HTTP; in the long
form 10,080.

An edition lists its own items and once more the first of the one before, edited. What an edition lists is never
listed again, and the next is printed only when every feed has settled this one: what is lost is lost for good, and shows.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from extract.types import Mention, Place, Span
from feeds.decode import decode
from feeds.parse import parse
from feeds.replay import Reply, Step
from feeds.types import FeedSpec, Item

EDITIONS, NEW = 6, 120 if os.environ.get("RASID_FAULTS") == "long" else 6
#: Every happening has words of its own: reports whose texts are alike would be one event, whatever place they name.
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
FEEDS = tuple(f"press-{n:02}" for n in range(14))
#: Of the script's clock, between two editions.
EDITION = timedelta(minutes=1)


def scripts() -> dict[str, list[Step]]:
    return {
        f"/{feed}.xml": [
            Step(at=EDITION * edition, reply=Reply(body=document(feed, edition))) for edition in range(EDITIONS)
        ]
        for feed in FEEDS
    }


def document(feed: str, edition: int) -> bytes:
    """RSS. All is published on one day: the day of a happening must not depend on the clock."""
    told = [_entry(feed, edition * NEW + n, edited=False) for n in range(NEW)]
    if edition:
        told.append(_entry(feed, (edition - 1) * NEW, edited=True))
    return f'<rss version="2.0"><channel><title>{feed}</title>{"".join(told)}</channel></rss>'.encode()


def body_hash(feed: str, edition: int) -> str:
    """As the feed's validators hold it once the edition is settled."""
    return hashlib.sha256(document(feed, edition)).hexdigest()


def expected(spec_of: Mapping[str, FeedSpec], editions: int = EDITIONS) -> dict[str, Item]:
    """Every item as it must stand after so many editions."""
    final: dict[str, Item] = {}
    for feed in FEEDS:
        for edition in range(editions):
            final.update({item.id: item for item in _items(feed, edition, spec_of[feed])})
    return final


def place_of(item: Item) -> str:
    """The place that it is about: two feeds of two agencies tell of each."""
    return item.text.split()[1]


def mentions(item: Item) -> list[Mention]:
    """One capture, of the place that the item's text names."""
    place = place_of(item)
    span = Span("title", 0, len(item.title), item.title)
    where = Place(span=span, id=place, name=place, country="SY", precision="town")
    return [
        Mention(id=f"m-{item.id}", type="territory.capture", trigger=span, evidence=span, places=(where,), rule="sim")
    ]


def _entry(feed: str, n: int, *, edited: bool) -> str:
    place = f"place{int(feed.removeprefix('press-')) // 2}x{n // 2}"
    chance = random.Random(place)
    words = ["".join(chance.choices(LETTERS, k=5)) for _ in range(16)]
    title = " ".join(words[:4]) + " (تصحيح)" * edited
    return (
        f"<item><guid>{feed}-{n}</guid><title>{title}</title><pubDate>Thu, 05 Mar 2026 12:00:00 GMT</pubDate>"
        f"<description>دخلت {place} {' '.join(words[4:])} {'ثم انسحبت' * edited}</description></item>"
    )


def _items(feed: str, edition: int, spec: FeedSpec) -> Iterator[Item]:
    yield from parse(decode(document(feed, edition), "text/xml"), spec, datetime(2026, 3, 6, tzinfo=UTC)).items
