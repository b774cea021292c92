"""What a feed's body asks of its readers: ttl, skipHours, skipDays, sy:update*, hub. Read from what is no entry."""

from __future__ import annotations

import html
import re
from datetime import timedelta

from feeds.schedule import Hints

_MAX_HEAD = 100_000
_TTL = re.compile(r"<ttl>\s*(\d{1,6})\s*</ttl>", re.I)
_SKIP_HOURS = re.compile(r"<skipHours>(.{0,4000}?)</skipHours>", re.I | re.S)
_SKIP_DAYS = re.compile(r"<skipDays>(.{0,2000}?)</skipDays>", re.I | re.S)
_HOUR = re.compile(r"<hour>\s*(\d{1,2})\s*</hour>", re.I)
_DAY = re.compile(r"<day>\s*(\w{3})\w*\s*</day>", re.I)
_PERIOD = re.compile(r"<(?:\w{1,20}:)?updatePeriod>\s*(\w{1,20})\s*</", re.I)
_FREQUENCY = re.compile(r"<(?:\w{1,20}:)?updateFrequency>\s*(\d{1,5})\s*</", re.I)
_LINK = re.compile(r"<(?:\w{1,20}:)?link\b([^<>]{0,2000})>", re.I)
_HREF = re.compile(r"""href\s*=\s*["']\s*(https?://[^"'\s]{1,1000})""", re.I)
_HUB = re.compile(r"""rel\s*=\s*["'][^"']*\bhub\b""", re.I)

_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
#: The module's own words, and what publishers write instead.
_PERIODS = {
    "hourly": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "daily": timedelta(days=1),
    "day": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
    "always": timedelta(minutes=1),
}


def read_hints(head: str) -> Hints:
    """Hints in the part of a feed that is no entry. What is missing or absurd asks nothing."""
    head = head[:_MAX_HEAD]
    ttl = _TTL.search(head)
    # RSS 0.91 counts the hours 1 to 24, its successors 0 to 23: 24 is midnight in both.
    hours = frozenset(int(hour) % 24 for part in _SKIP_HOURS.findall(head) for hour in _HOUR.findall(part))
    days = {_WEEKDAYS.get(day.lower()) for part in _SKIP_DAYS.findall(head) for day in _DAY.findall(part)} - {None}
    return Hints(
        ttl=timedelta(minutes=int(ttl[1])) if ttl and int(ttl[1]) else None,
        skip_hours=frozenset() if len(hours) == 24 else hours,
        skip_days=frozenset() if len(days) == 7 else frozenset(day for day in days if day is not None),
        update_every=_update_every(head),
        hub=_hub(head),
    )


def _update_every(head: str) -> timedelta | None:
    period = _PERIOD.search(head)
    length = _PERIODS.get(period[1].lower()) if period else None
    frequency = _FREQUENCY.search(head)
    return length / max(1, int(frequency[1]) if frequency else 1) if length else None


def _hub(head: str) -> str | None:
    for attributes in _LINK.findall(head):
        href = _HREF.search(attributes)
        if href and _HUB.search(attributes):
            return html.unescape(href[1])
    return None
