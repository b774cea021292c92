"""What was told of a time, and the interval that it means. Pure arithmetic over the publication date."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from extract.calendar_terms import terms

#: A date without a year lies this many days ahead of publication at most, else it is the last such date.
MAX_AHEAD = 60
#: The same behind a verb in the future.
MAX_PLANNED = 240


_MIDNIGHT = time(0)
#: The night between two weekdays told, in `weekday_turn`.
THROUGH = "through"


@dataclass(frozen=True, slots=True)
class Now:
    """The moment of publication in the source's zone."""

    published: datetime
    zone: tzinfo
    day: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", self.published.date())

    def at(self, day: date, hour: int = 0) -> datetime:
        """An hour of a day (24 and more run into the next ones) in the source's zone."""
        midnight = datetime.combine(day, _MIDNIGHT, self.zone)
        return midnight + timedelta(hours=hour) if hour else midnight


@dataclass(frozen=True, slots=True)
class Interval:
    """[start, end) with how it was told."""

    start: datetime
    end: datetime
    granularity: str
    anchor: str
    kind: str = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The pieces of one expression; None is untold."""

    offset: int | None = None
    weekday: int | None = None
    weekday_turn: str = ""
    day: int | None = None
    last_day: int | None = None
    month: int | None = None
    hijri: bool = False
    month_turn: str = ""
    year: int | None = None
    part: str | None = None
    clock: tuple[int, int] | None = None
    clock_zone: tzinfo | None = None
    edge: str | None = None
    #: An interval of its own: الأسبوع الماضي، قبل يومين.
    interval: Interval | None = None

    @property
    def dayish(self) -> bool:
        """Names one day."""
        return self.offset is not None or self.weekday is not None or self.day is not None


def days(now: Now, first: date, last: date, granularity: str, anchor: str, kind: str = "point") -> Interval:
    """first..last, whole days."""
    return Interval(now.at(first), now.at(last, 24), granularity, anchor, kind)


def resolve(told: Told, now: Now, *, ahead: bool = False) -> Interval | None:
    """The interval of what was told; None where it names none. Raises ValueError for a day that does not exist."""
    if told.interval is not None:
        return edge(told.interval, told.edge, now) if told.edge else told.interval
    if told.dayish:
        return _hours(told, now, _day(told, now, ahead))
    if told.month is not None:
        return _month(told, now, ahead)
    if told.year is not None:
        first, last = year_span(told.year, told.hijri)
        whole = days(now, first, last, "year", "explicit")
        return edge(whole, told.edge, now) if told.edge else whole
    if told.clock is not None or told.part is not None:
        return _hours(told, now, days(now, now.day, now.day, "day", "relative"), free=True)
    return None


# ---- days


def _day(told: Told, now: Now, ahead: bool) -> Interval:
    if told.day is not None:
        first = _date(told, now, ahead)
        last = first + timedelta(days=told.last_day - told.day) if told.last_day else first
        return days(now, first, last, "day", "explicit")
    if told.weekday is not None:
        day = weekday(told.weekday, told.weekday_turn, told.offset, now.day, ahead)
        return days(now, day, day, "day", "weekday" if told.offset is None else "relative")
    day = now.day + timedelta(days=told.offset or 0)
    return days(now, day, day, "day", "relative")


def weekday(number: int, turn: str, offset: int | None, today: date, ahead: bool) -> date:
    """The last such day up to publication; the next one after المقبل, غدا or a verb in the future."""
    back = (today.weekday() - number) % 7
    if turn in ("past", "before"):
        return today - timedelta(days=(back or 7) + 7 * (turn == "before"))
    if turn == "future":
        return today + timedelta(days=(-back) % 7 or 7)
    if (offset or 0) > 0 or (offset is None and ahead):
        return today + timedelta(days=(-back) % 7)
    return today - timedelta(days=back)


def _date(told: Told, now: Now, ahead: bool) -> date:
    day = told.day or 1
    if told.month is None:  # 14 الجاري
        step = {"past": -1, "future": 1}.get(told.month_turn, 0)
        return add_months(now.day.replace(day=1), step).replace(day=day)
    if told.year is not None:
        return civil(told.year, told.month, day, told.hijri)
    this = _hijri(now.day).year if told.hijri else now.day.year
    return _nearest(told, now, ahead, [civil(y, told.month or 1, day, told.hijri) for y in (this - 1, this, this + 1)])


def _nearest(told: Told, now: Now, ahead: bool, choices: list[date]) -> date:
    """Which year: by المقبل or الماضي, else the last such date unless the next is near."""
    earlier = [c for c in choices if c <= now.day]
    later = [c for c in choices if c > now.day]
    if told.month_turn in _SAME_YEAR:
        return choices[_SAME_YEAR[told.month_turn]]
    soon = (later[0] - now.day).days
    if told.month_turn == "future" or (ahead and not told.month_turn and soon <= MAX_PLANNED):
        return later[0]
    if not told.month_turn and soon <= MAX_AHEAD and (now.day - earlier[-1]).days > MAX_AHEAD:
        return later[0]
    return earlier[-1]


#: Which of last year, this year and the next.
_SAME_YEAR = {"year_past": 0, "present": 1, "year_present": 1, "year_future": 2}


def civil(year: int, month: int, day: int, hijri: bool) -> date:
    """A date of either calendar as a Gregorian one (Umm al-Qura, 1343 to 1500). Raises ValueError, OverflowError."""
    if not hijri:
        return date(year, month, day)
    from hijridate import Hijri  # slow to import, and few texts need it

    first = Hijri(year, month, 1).to_gregorian()  # the 30th of a month of 29 days is told often enough
    if not 1 <= day <= 30:
        raise ValueError(day)
    return date(first.year, first.month, first.day) + timedelta(days=day - 1)


def _hijri(day: date) -> Any:
    """A day in the Hijri calendar."""
    from hijridate import Gregorian

    return Gregorian.fromdate(day).to_hijri()


def _hours(told: Told, now: Now, day: Interval, *, free: bool = False) -> Interval:
    """Narrow a day to its part or hour; `free`: no day was told, so the last such hour before publication."""
    if told.clock is not None:
        zone = told.clock_zone or now.zone
        local = datetime.combine(day.start.date(), time(*told.clock), zone)
        start = local.astimezone(now.zone)
        if free and start > now.published:
            start -= timedelta(days=1)
        midnight = now.at(start.date(), 24)  # an hour does not make two days
        return Interval(start, min(start + timedelta(hours=1), midnight), "hour", day.anchor)
    if told.part is None:
        return day
    first, length = terms().hours[told.part]
    if told.weekday is not None and told.offset is None and told.weekday_turn != THROUGH:
        length = min(length, 24 - first)  # the night of Tuesday is told as that day; ليل الثلاثاء الأربعاء as both
    base = day.start.date()
    if free and (now.at(base, first) > now.published or first + length > 24):
        base -= timedelta(days=1)
    return Interval(now.at(base, first), now.at(base, first + length), "part_of_day", day.anchor)


# ---- months, years, edges


def _month(told: Told, now: Now, ahead: bool) -> Interval:
    month = told.month or 1
    if told.year is not None:
        first = civil(told.year, month, 1, told.hijri)
    else:
        this = _hijri(now.day) if told.hijri else now.day
        years = (this.year - 1, this.year, this.year + 1)
        choices = [civil(y, month, 1, told.hijri) for y in years]
        turn = told.month_turn
        if this.month == month and (not turn or turn == "present"):
            first = choices[1]
        elif turn == "past" and this.month == month:
            first = choices[0]
        else:
            first = _nearest(told, now, ahead, choices)
    last = month_end(first, told.hijri)
    whole = days(now, first, last, "month", "explicit")
    return edge(whole, told.edge, now) if told.edge else whole


def month_end(first: date, hijri: bool = False) -> date:
    """The last day of the month that begins on `first`."""
    length = _hijri(first).month_length() if hijri else calendar.monthrange(first.year, first.month)[1]
    return first + timedelta(days=length - 1)


def year_span(year: int, hijri: bool = False) -> tuple[date, date]:
    """First and last day of a year."""
    return civil(year, 1, 1, hijri), civil(year + 1, 1, 1, hijri) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of another month, cut to that month's length."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def edge(whole: Interval, which: str, now: Now) -> Interval:
    """Its beginning, middle or end. The middle of a month is its 15th."""
    first, last = whole.start.date(), (whole.end - timedelta(hours=1)).date()
    length = (last - first).days + 1
    if whole.granularity == "month":
        if which == "middle":
            return days(now, first + timedelta(days=14), first + timedelta(days=14), "day", whole.anchor)
        a, b = (0, 9) if which == "start" else (20, length - 1)
    elif whole.granularity == "year":
        first_months = {"start": 0, "middle": 5, "end": 9}[which]
        start = add_months(first, first_months)
        end = add_months(start, 2 if which == "middle" else 3) - timedelta(days=1)
        return days(now, start, min(end, last), "season", whole.anchor)
    elif whole.granularity == "week":
        a, b = {"start": (-2, 0), "middle": (2, 3), "end": (4, 6)}[which]  # it begins on Saturday, Sunday or Monday
    else:
        return whole
    return replace(whole, start=now.at(first + timedelta(days=a)), end=now.at(first + timedelta(days=b), 24))
