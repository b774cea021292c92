"""JSON Feed 1 and 1.1 (jsonfeed.org) to entries. A small reader: feedparser 6.0 knows no JSON."""

from __future__ import annotations

import json
from typing import Any

from feeds.entries import Entry

_MARK = "jsonfeed.org/version"


class NotJsonFeedError(ValueError):
    """JSON, but no JSON Feed; or no JSON."""


def read_json_feed(text: str) -> tuple[Entry, ...]:
    """Entries in document order; what is no entry is passed over. Raises NotJsonFeedError."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotJsonFeedError(f"begins like JSON but is none: {error}") from error
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        raise NotJsonFeedError("JSON without a list of items")
    if _MARK not in str(feed.get("version")):
        raise NotJsonFeedError("JSON, but its version names no JSON Feed")
    return tuple(_entry(item) for item in feed["items"] if isinstance(item, dict))


def _entry(item: dict[str, Any]) -> Entry:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    names = [_text(author.get("name")) for author in authors or () if isinstance(author, dict)]
    return Entry(
        guid=_text(item.get("id")),
        link=_text(item.get("url")) or _text(item.get("external_url")),
        title=_text(item.get("title")) or "",
        bodies=_texts(item, "content_html", "content_text", "summary"),
        dates=_texts(item, "date_published", "date_modified"),
        author=next((name for name in names if name), None),
        categories=tuple(filter(None, map(_text, item["tags"]))) if isinstance(item.get("tags"), list) else (),
    )


def _texts(item: dict[str, Any], *names: str) -> tuple[str, ...]:
    return tuple(text for name in names if (text := _text(item.get(name))))


def _text(value: object) -> str | None:
    """Strings, and numbers where a publisher forgot the quotes; half a surrogate pair is no letter."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).encode("utf-8", "replace").decode()
