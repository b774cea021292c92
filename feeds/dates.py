"""Dates of feeds: RFC 822, ISO 8601 and what Arabic editors write. An instant that is not told is never made up."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from hijridate import Hijri

from feeds.months import ARABIC, ENGLISH, FILLERS, HALVES, HIJRI, fold
from feeds.zones import Zones, take_zone

OLDEST = timedelta(days=3653)
FURTHEST = timedelta(hours=24)
#: Clocks differ; less than this is no future.
_SKEW = timedelta(minutes=2)
_MAX_LENGTH = 120


class Dated(NamedTuple):
    """What a date string says."""

    #: UTC; None with the reason in `quality`.
    when: datetime | None
    #: rfc822, iso, arabic, hijri or epoch; or none, unreadable, too_old, too_far.
    quality: str
    #: future_date: told a later time than now, taken as now. day_only: midnight stands for the day.
    flags: tuple[str, ...] = ()
    #: How far ahead of now the told time was.
    ahead: timedelta = timedelta(0)


class _UnreadableError(Exception):
    """Says no date, or contradicts itself."""


class _Clock(NamedTuple):
    hour: int = 0
    minute: int = 0
    second: int = 0
    told: bool = False


def parse_date(raw: str | None, zone: str, now: datetime, *, gmt_is_local: bool = False) -> Dated:
    """The instant that `raw` tells, in UTC.

    `zone` (IANA) stands for a missing zone, and for GMT where the publisher labels local time so (`gmt_is_local`).
    Only dates from ten years before `now` to a day after count; a later time than `now` becomes `now`.
    """
    if raw is None or not raw.strip():
        return Dated(None, "none")
    text = fold(html.unescape(raw[: _MAX_LENGTH * 4]))
    if len(text) > _MAX_LENGTH:
        return Dated(None, "unreadable")
    try:
        when, quality, flags = _read(text, Zones(zone, gmt_is_local))
        return _in_window(when.astimezone(UTC), quality, flags, now)
    except (_UnreadableError, ValueError, OverflowError):
        return Dated(None, "unreadable")


def _in_window(when: datetime, quality: str, flags: tuple[str, ...], now: datetime) -> Dated:
    if when < now - OLDEST:
        return Dated(None, "too_old")
    if when > now + FURTHEST:
        return Dated(None, "too_far")
    if when > now:
        return Dated(now, quality, (*flags, "future_date") if when > now + _SKEW else flags, when - now)
    return Dated(when, quality, flags)


_EPOCH = re.compile(r"(?:/date\()?(\d{10})(\d{3})?(?:\.\d+)?(?:[+-]\d{4})?(?:\)/)?")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:(?:t|\s*[,-]?\s+|\s*-\s*)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,:]\d{1,9})?)?)?(?P<rest>.*)"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?)?(?P<rest>z|[+-]\d{2}:?\d{2})?")
_TIME = re.compile(r"(?<!\d)(\d{1,2})[:.](\d{2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?(?![\d:])(?!\.\d)")
#: A year of two digits only behind a mark: "24 09 26" may be anything.
_NUMERIC = re.compile(
    r"(?<![\d:])(\d{1,2})(?:\s*([/.-])\s*|\s)(\d{1,2})(?:\s*\2\s*|(?(2)(?!)|\s))(\d{4}|(?(2)\d{2}|(?!)))(?!\d)"
)
#: The French Tuesday, before it is taken for March.
_TUESDAY = re.compile(r"^mar\.?,\s*")
_HYPHENS = re.compile(r"(?<=\d)-([^\W\d_]{3,12})\.?-(?=\d)")
_EITHER = re.compile(r"الموافق|موافق|\bالمصادف\b")
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")


def _read(text: str, zones: Zones) -> tuple[datetime, str, tuple[str, ...]]:
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]), UTC), "epoch", ()
    iso = _COMPACT.fullmatch(text) or _ISO.fullmatch(text)
    if iso:
        return _read_iso(iso, zones)
    parts = _EITHER.split(text)
    if len(parts) == 2:  # two calendars: the Gregorian one is exact
        gregorian = [part for part in parts if not _is_hijri(part)]
        if len(gregorian) == 1:
            return _read_words(gregorian[0], zones)
    return _read_words(text, zones)


def _read_iso(found: re.Match[str], zones: Zones) -> tuple[datetime, str, tuple[str, ...]]:
    year, month, day = (int(found[part]) for part in (1, 2, 3))
    rest = (found["rest"] or "").strip()
    told = found[4] is not None
    clock = _Clock(int(found[4] or 0), int(found[5] or 0), int(found[6] or 0), told)
    half, rest = _half(rest)
    clock = _twelve(clock, half)
    home, rest = take_zone(rest, zones)
    if set(_words(rest)) - FILLERS:
        raise _UnreadableError(rest)
    if 1300 <= year <= 1500:
        return _hijri(year, month, day, home)
    return _instant(date(year, month, day), clock, home), "arabic" if half is not None else "iso", _day_only(told)


def _read_words(text: str, zones: Zones) -> tuple[datetime, str, tuple[str, ...]]:
    arabic = bool(_ARABIC_LETTER.search(text))
    hijri = _is_hijri(text)
    text = _TUESDAY.sub("", _HYPHENS.sub(r" \1 ", text))
    numeric = _NUMERIC.search(text)
    rest = f"{text[: numeric.start()]} {text[numeric.end() :]}" if numeric else text
    clock, rest = _time(rest)
    zone, rest = take_zone(rest, zones)
    if numeric:
        year, month, day = _day_first(numeric)
    else:
        month, rest = _month(rest, _HIJRI_MONTH if hijri else _MONTH)
        year, day, rest = _year_and_day(rest)
    if [word for word in _words(rest) if word not in FILLERS]:
        raise _UnreadableError(rest)
    if hijri:
        return _hijri(year, month, day, zone)
    quality = "arabic" if arabic or numeric else "rfc822"
    return _instant(date(year, month, day), clock, zone), quality, _day_only(clock.told)


def _is_hijri(text: str) -> bool:
    """Years 1300 to 1500 are no others: the window of ten years would refuse them anyway."""
    return bool(re.search(r"(?<!\d)1[345]\d\d(?!\d)", text)) and bool(
        _HIJRI_MONTH.pattern.search(text) or _NUMERIC.search(text)
    )


def _hijri(year: int, month: int, day: int, zone: tzinfo) -> tuple[datetime, str, tuple[str, ...]]:
    """The civil day by the Umm al-Qura calendar; a country that sights the moon may be a day off."""
    told = Hijri(year, month, day).to_gregorian()
    return _instant(date(told.year, told.month, told.day), _Clock(), zone), "hijri", _day_only(False)


def _instant(day: date, clock: _Clock, zone: tzinfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    if clock.hour == 24 and not clock.minute and not clock.second:
        return midnight + timedelta(days=1)
    return midnight.replace(hour=clock.hour, minute=clock.minute, second=min(clock.second, 59))


def _day_only(told: bool) -> tuple[str, ...]:
    return () if told else ("day_only",)


def _time(text: str) -> tuple[_Clock, str]:
    found = _TIME.search(text)
    if not found:
        return _Clock(), text
    half, after = _half(text[found.end() :].lstrip())
    clock = _Clock(int(found[1]), int(found[2]), int(found[3] or 0), told=True)
    return _twelve(clock, half), f"{text[: found.start()]} {after}"


_HALF = re.compile(r"(" + "|".join(sorted(map(re.escape, HALVES), key=len, reverse=True)) + r")(?![\w.])[,.]?\s*")


def _half(text: str) -> tuple[str | None, str]:
    """The half of the day that stands at the start of `text`, and what follows it."""
    found = _HALF.match(text)
    return (found[1], text[found.end() :]) if found else (None, text)


def _twelve(clock: _Clock, half: str | None) -> _Clock:
    if half is None or clock.hour > 12:
        return clock
    after = HALVES[half]
    if after is None:  # by night: nine is in the evening, two is not
        after = 6 <= clock.hour < 12
    return clock._replace(hour=clock.hour % 12 + (12 if after else 0))


def _day_first(found: re.Match[str]) -> tuple[int, int, int]:
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    if month > 12:
        day, month = month, day
    return year + 2000 if year < 100 else year, month, day


class _Months:
    def __init__(self, names: dict[str, int]) -> None:
        self.numbers = names
        longest_first = sorted(map(re.escape, names), key=len, reverse=True)
        self.pattern = re.compile(r"(?<!\w)(" + "|".join(longest_first) + r")(?![^\W\d_])\.?")


_MONTH = _Months(ARABIC | ENGLISH)
_HIJRI_MONTH = _Months(HIJRI)


def _month(text: str, months: _Months) -> tuple[int, str]:
    """The one month that `text` names, perhaps in two calendars' words ("تشرين الثاني/نوفمبر")."""
    numbers = {months.numbers[found] for found in months.pattern.findall(text)}
    if len(numbers) != 1:
        raise _UnreadableError(text)
    return numbers.pop(), months.pattern.sub(" ", text)


_NUMBER = re.compile(r"(?<!\d)\d+(?!\d)")


def _year_and_day(text: str) -> tuple[int, int, str]:
    numbers = _NUMBER.findall(text)
    rest = _NUMBER.sub(" ", text)
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) <= 2]
    if len(years) == len(days) == 1 and len(numbers) == 2:
        return int(years[0]), int(days[0]), rest
    if len(days) == len(numbers) == 2:
        return 2000 + int(days[1]), int(days[0]), rest
    raise _UnreadableError(text)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
