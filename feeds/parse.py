"""A decoded document to Items, hints and one outcome that an operator can read. The only importer of feedparser.

feedparser gets clean UTF-8 with sanitising and link resolution off: it needs seconds for what we do not want. A document
that is not well-formed is read entry by entry, so that one bad entry costs itself and nothing else.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from xml.parsers import expat

import feedparser

from feeds.decode import Decoded
from feeds.document import MAX_ITEMS, Document, take_apart
from feeds.entries import Entry, to_items
from feeds.hints import read_hints
from feeds.jsonfeed import NotJsonFeedError, read_json_feed
from feeds.schedule import Hints
from feeds.types import FeedSpec, Item


class Outcome(StrEnum):
    """What became of a document. The first four are feeds."""

    OK = "ok"
    #: Cut in the middle: its complete entries are there.
    PARTIAL = "partial"
    #: More entries, or longer ones, than anybody reads: the first ones are there, the rest is counted.
    TOO_MANY = "too_many"
    #: A feed without entries. No proof that the old ones are gone.
    NO_ITEMS = "no_items"
    EMPTY = "empty"
    ERROR_PAGE = "error_page"
    NOT_A_FEED = "not_a_feed"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that a document gives."""

    outcome: Outcome
    #: For the operator; empty when all is well.
    reason: str = ""
    #: In document order.
    items: tuple[Item, ...] = ()
    hints: Hints = Hints()  # noqa: RUF009 - frozen
    #: Entries that became no item: over the limit, unreadable, blank or told twice.
    dropped: int = 0
    #: repaired: the text has lost characters. malformed: read entry by entry.
    flags: tuple[str, ...] = ()
    #: Python's name of the charset that it was read in.
    charset: str = ""


_FAILURES = {
    "empty": Outcome.EMPTY,
    "html": Outcome.ERROR_PAGE,
    "hostile": Outcome.HOSTILE,
    "other": Outcome.NOT_A_FEED,
}


def parse(decoded: Decoded, spec: FeedSpec, fetched: datetime, *, url: str | None = None) -> Parsed:
    """Items of a document. Never raises on its content.

    `fetched` (UTC) bounds the dates; `url` is where the document came from in the end (`spec.url` if not given), which
    relative links refer to. Takes up to some seconds for a large malformed document: run it where it may be killed.
    """
    document = take_apart(decoded.text)
    flags = ("repaired",) if decoded.repaired else ()
    if document.kind in _FAILURES:
        return Parsed(_FAILURES[document.kind], document.reason, flags=flags)
    if document.kind == "json":
        try:
            entries = read_json_feed(decoded.text)
        except NotJsonFeedError as error:
            return Parsed(Outcome.NOT_A_FEED, str(error), flags=flags)
        document = replace(document, dropped=max(0, len(entries) - MAX_ITEMS))
        entries, unreadable, hints = entries[:MAX_ITEMS], 0, Hints()
    else:
        entries, unreadable, malformed = _read(document)
        flags = (*flags, "malformed") if malformed else flags
        hints = read_hints(document.head + document.foot)
    items = to_items(entries, spec, fetched, base=url or spec.url, repaired=decoded.repaired)
    outcome, reason = _verdict(document, len(items), unreadable)
    dropped = document.dropped + unreadable + len(entries) - len(items)
    return Parsed(outcome, reason, items, hints, dropped, flags, decoded.charset)


def _verdict(document: Document, count: int, unreadable: int) -> tuple[Outcome, str]:
    if document.dropped:
        return Outcome.TOO_MANY, f"{document.dropped} entries over the limit were left out, {count} taken"
    if document.cut:
        return Outcome.PARTIAL, f"the document ends before its end: {count} complete entries"
    unread = f"{unreadable} entries cannot be read" if unreadable else ""
    if not count:
        return Outcome.NO_ITEMS, unread or "a feed without entries"
    return Outcome.OK, unread


def _read(document: Document) -> tuple[tuple[Entry, ...], int, bool]:
    """Entries, how many cannot be read, and whether the document is malformed."""
    if not document.entries:
        return (), 0, False
    whole = document.text
    if _well_formed(whole):
        entries = _feedparser_entries(whole)
        if entries is not None and len(entries) >= len(document.entries):
            return entries, 0, False
    found: list[Entry] = []
    unreadable = 0
    for entry in document.entries:
        read = _feedparser_entries(f"{document.opening}{entry}{document.closing}")
        found.extend((read or ())[:1])
        unreadable += not read
    return tuple(found), unreadable, True


def _well_formed(text: str) -> bool:
    """Asked first: feedparser would go through a malformed document twice, the second time slowly."""
    try:
        expat.ParserCreate("utf-8", " ").Parse(text.encode(), True)
    except expat.ExpatError:
        return False
    return True


def _feedparser_entries(text: str) -> tuple[Entry, ...] | None:
    """What feedparser finds in a document; None when it fails, for it raises more kinds of errors than it names."""
    try:
        result = feedparser.parse(
            io.BytesIO(text.encode()),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
        return tuple(_entry(entry) for entry in result.entries)
    except Exception:  # a document must not stop a worker
        return None


def _entry(entry: dict[str, Any]) -> Entry:
    # dict.get, because feedparser's own falls back from one field to another.
    def told(name: str) -> str | None:
        value = dict.get(entry, name)
        return value if isinstance(value, str) and value.strip() else None

    source = dict.get(entry, "source")
    return Entry(
        guid=told("id"),
        link=told("feedburner_origlink") or told("link"),
        title=told("title") or "",
        bodies=tuple(_bodies(entry)),
        dates=tuple(date for name in ("published", "created", "updated") if (date := told(name))),
        author=told("author"),
        source=dict.get(source, "title") if isinstance(source, dict) else None,
        categories=tuple(tag["term"] for tag in dict.get(entry, "tags") or () if dict.get(tag, "term")),
    )


def _bodies(entry: dict[str, Any]) -> Iterator[str]:
    for content in dict.get(entry, "content") or ():
        yield dict.get(content, "value") or ""
    for name in ("yandex_full-text", "summary"):
        yield dict.get(entry, name) or ""
