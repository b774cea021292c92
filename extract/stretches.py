"""Stretches told from now: الأسبوع الماضي، قبل يومين، خلال الأيام الثلاثة المقبلة، a season. Pure arithmetic over publication."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from extract.moments import Interval, Now, add_months, days, month_end


def turned(unit: str, turn: str, now: Now) -> Interval | None:
    """الأسبوع الماضي, الشهر الجاري, العام المقبل: whole units, weeks from Monday."""
    step = {"past": -1, "present": 0, "future": 1, "before": -2}[turn]
    if unit == "day":
        return None
    if unit == "week":
        monday = now.day - timedelta(days=now.day.weekday() - 7 * step)
        last = now.day if step == 0 else monday + timedelta(days=6)
        return days(now, monday, last, "week", "relative")
    if unit == "month":
        first = add_months(now.day.replace(day=1), step)
        return days(now, first, month_end(first), "month", "relative")
    if unit == "year":
        year = now.day.year + step
        return days(now, date(year, 1, 1), date(year, 12, 31), "year", "relative")
    return None


def ago(unit: str, count: float | None, now: Now, *, since: bool) -> Interval | None:
    """قبل or منذ so many units; `count` None is vague (قبل أيام)."""
    if since or count is None:
        start = back(unit, count if count is not None else _SOME[unit], now)
        granularity = _COARSER[unit] if count is None else _FINE[unit]
        return Interval(start, now.published, granularity, "relative", "since" if since else "point")
    if unit in ("minute", "hour") and count < 24:
        start = back(unit, count, now).replace(minute=0, second=0, microsecond=0)
        return Interval(start, start + timedelta(hours=1), "hour", "relative")
    day = back(unit, count, now).date()
    if unit == "week":
        return days(now, day, day, "week", "relative")
    if unit == "month" and float(count).is_integer():
        return days(now, day.replace(day=1), month_end(day.replace(day=1)), "month", "relative")
    if unit in ("year", "decade"):
        return days(now, date(day.year, 1, 1), date(day.year, 12, 31), "year", "relative")
    return days(now, day, day, "day", "relative")


#: What a vague plural is taken for at most.
_SOME = {"minute": 60, "hour": 12, "day": 7, "week": 4, "month": 4, "year": 4, "decade": 3}
_COARSER = {"minute": "hour", "hour": "part_of_day", "day": "week", "week": "month", "month": "season", "year": "year",
            "decade": "year"}  # fmt: skip
_FINE = {
    "minute": "hour",
    "hour": "hour",
    "day": "day",
    "week": "day",
    "month": "month",
    "year": "year",
    "decade": "year",
}


def back(unit: str, count: float, now: Now) -> datetime:
    """The moment so many units before publication: to the hour for hours, else 00:00 of the day."""
    if unit in ("minute", "hour"):
        return now.published - timedelta(hours=count / 60 if unit == "minute" else count)
    if unit in ("day", "week"):
        return now.at(now.day - timedelta(days=round(count * (7 if unit == "week" else 1))))
    months = {"month": 1, "year": 12, "decade": 120}[unit] * count
    return now.at(add_months(now.day, -round(months)))


def lately(unit: str, count: float | None, turn: str, now: Now) -> Interval:
    """خلال الأيام الثلاثة الماضية, في الساعات المقبلة: so many units up to publication, or from it."""
    granularity = _COARSER[unit] if count is None else ("day" if unit == "hour" else _FINE[unit])
    if turn == "future":
        first = now.published
        mirrored = first + (first - back(unit, count if count is not None else _SOME[unit], now))
        return Interval(first, mirrored, granularity, "relative", "duration")
    start = back(unit, count if count is not None else _SOME[unit], now)
    return Interval(start, now.published, granularity, "relative", "duration")


def season(first_month: int, last_month: int, year: int, now: Now, anchor: str) -> Interval:
    """Three months; a winter runs into the next year."""
    start = date(year, first_month, 1)
    end = month_end(date(year + (last_month < first_month), last_month, 1))
    return days(now, start, end, "season", anchor)
