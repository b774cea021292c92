"""Header fields that say when to come back, read as servers write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: Beyond this a number is not a time but an accident; the schedule caps far below.
_MAX = timedelta(days=365)
_SECONDS = re.compile(r"\+?(\d{1,18})(?:\.\d{1,9})?\Z")
_MAX_AGE = re.compile(r'(?:^|[\s,;])max-age\s*=\s*"?(\d{1,18})', re.I)
_NO_STORE = re.compile(r"(?:^|[\s,;])no-(?:cache|store)\b", re.I)


class Headers:
    """Header fields of one answer, Latin-1 text as sent; names in any case, order kept."""

    def __init__(self, fields: Iterable[tuple[bytes, bytes]]) -> None:
        self._fields = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in fields]

    def first(self, name: str) -> str | None:
        """The first value, or None; an empty one counts as none."""
        return next((value for key, value in self._fields if key == name and value), None)

    def every(self, name: str) -> str:
        """All values as one list, as RFC 9110 joins them."""
        return ", ".join(value for key, value in self._fields if key == name)


def http_date(text: str | None) -> datetime | None:
    """An HTTP date in any of its three forms, UTC; None for anything else."""
    if not text:
        return None
    try:
        parsed = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)


def retry_after(headers: Headers, now: datetime) -> timedelta | None:
    """Seconds or a date, the date measured by the server's own clock; zero when it has passed, None when unreadable."""
    value = (headers.first("retry-after") or "").strip()
    if seconds := _SECONDS.match(value):
        return _bounded(int(seconds[1]))
    when = http_date(value)
    return None if when is None else _until(when, headers, now)


def fresh_for(headers: Headers, now: datetime) -> timedelta | None:
    """How long the answer stays fresh: max-age less Age, else Expires. None when nothing is asked for.

    `no-cache` asks for no delay (RFC 9111: revalidate, which is what a conditional request does).
    """
    control = headers.every("cache-control")
    if _NO_STORE.search(control):
        return None
    if age := _MAX_AGE.search(control):
        spent = _SECONDS.match((headers.first("age") or "0").strip())
        left = _bounded(int(age[1])) - (_bounded(int(spent[1])) if spent else timedelta(0))
    else:
        when = http_date(headers.first("expires"))
        if when is None:
            return None
        left = _until(when, headers, now)
    return left if left > timedelta(0) else None


def _until(when: datetime, headers: Headers, now: datetime) -> timedelta:
    left = when - (http_date(headers.first("date")) or now)
    return min(max(left, timedelta(0)), _MAX)


def _bounded(seconds: int) -> timedelta:
    return timedelta(seconds=min(seconds, int(_MAX.total_seconds())))
