"""Reads what the words of one expression of time tell, piece by piece; extract/moments.py says what they mean.

A piece reader takes (tokens, i, now) and gives (last token, Told) or None. Neighbouring pieces that tell different things
are one expression: مساء أمس الأول (الثلاثاء)، الجمعة 3 نوفمبر 2017 الساعة 14:30.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from extract import moments
from extract.calendar_terms import month_at, terms
from extract.counted import counted_noun
from extract.moments import Now, Told
from extract.numbers import number_at, ordinal_at
from extract.tokens import Token

Piece = tuple[int, Told]

_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789.,,")
_NUMERIC = re.compile(r"(\d{1,4})([/\-.])(\d{1,2})\2(\d{1,4})$")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?$")
_AGO = frozenset(("قبل", "وقبل", "منذ", "ومنذ", "مذ"))
_SINCE = frozenset(("منذ", "ومنذ", "مذ"))
_THIS = frozenset(("هذا", "هذه", "وهذا", "وهذه", "لهذا", "لهذه"))
_OPENERS = _THIS | frozenset(("النصف", "والنصف", "الربع", "والربع"))
_YEAR_WORDS = frozenset(
    ("عام", "العام", "سنه", "السنه", "لعام", "للعام", "لسنه", "بعام", "وعام", "وسنه", "عامي", "العامين")
)
_IN = frozenset(
    ("في", "منذ", "حتي", "خلال", "مطلع", "نهايه", "بدايه", "منتصف", "اواخر", "اوائل", "صيف", "شتاء", "ربيع", "خريف")
)
_ERA = {"م": False, "ميلادي": False, "ميلاديه": False, "ه": True, "هجري": True, "هجريه": True}
_LINKS = frozenset(("يوم", "في", "عند", "الموافق", "بتاريخ", "تمام", "حوالي", "نحو", "والموافق", "من"))
_MARKS = frozenset("()،,/-–:[]")


@cache
def starts() -> frozenset[str]:
    """Keys that can begin an expression, besides numbers."""
    t = terms()
    words = (
        set(t.weekdays)
        | set(t.months)
        | set(t.edges)
        | set(t.seasons)
        | t.sets["clock"]
        | _AGO
        | _OPENERS
        | _YEAR_WORDS
    )
    words |= t.days.edges | t.parts.edges | t.adverbs.edges
    words |= {key for key in t.units if "ال" in key[:3] or key.startswith("لل")}
    return frozenset(words) | _ordinals()


@cache
def _ordinals() -> frozenset[str]:
    return frozenset(c + "ال" + w for c in ("", "و", "ب") for w in _ORDINAL_WORDS) | {"اول"}


_ORDINAL_WORDS = (
    "اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر حادي عشرين ثلاثين"
    " ثانيه ثالثه رابعه خامسه سادسه سابعه ثامنه تاسعه عاشره حاديه واحده"
).split()


def dateable(tokens: Sequence[Token], i: int) -> bool:
    """A cheap look at a number: could a date, a year, a clock time or 24 ساعة الماضية begin here?"""
    text = tokens[i].text
    if len(text) > 5 and _NUMERIC.match(text.translate(_ASCII)):
        return True
    nxt = tokens[i + 1] if i + 1 < len(tokens) else None
    if nxt is None:
        return len(text) == 4
    return (
        nxt.key in terms().months
        or nxt.key in ("من", "شهر", "ال", "الشهر")
        or nxt.key in terms().qualifiers
        or nxt.key in terms().units
        or ":" in text
        or len(text) == 4
        or (len(text) <= 2 and nxt.kind == "number")
    )


def read(tokens: Sequence[Token], i: int, now: Now) -> tuple[int, int, Told] | None:
    """(first, last, what it tells) of the expression that begins at i."""
    piece = _piece(tokens, i, now)
    if piece is None:
        return None
    last, told = piece
    while True:
        j = _skip(tokens, last + 1)
        more = _piece(tokens, j, now, inner=True) if j is not None else None
        joined = _join(told, more[1]) if more is not None else None
        if more is None or joined is None:
            break
        last, told = more[0], joined
    if last + 1 < len(tokens) and tokens[last + 1].text == ")" and any(t.text == "(" for t in tokens[i:last]):
        last += 1
    if told.part is not None and not (told.dayish or told.clock) and tokens[i].key in terms().parts.edges:
        alone = terms().adverbs.at(tokens, i)
        if alone is None:
            return None
    return i, last, told


def _skip(tokens: Sequence[Token], i: int) -> int | None:
    """The next token that may carry a piece: at most three words like يوم or marks jumped over."""
    for j in range(i, min(i + 4, len(tokens))):
        if tokens[j].key not in _LINKS and tokens[j].text not in _MARKS:
            return j
    return None


def _join(one: Told, two: Told) -> Told | None:
    """Both, when they tell different things of one moment; of a Hijri and a Gregorian date the Gregorian."""
    if one.interval is not None or two.interval is not None:
        return None
    if one.month is not None and two.month is not None:
        if one.hijri == two.hijri or one.day is None or two.day is None:
            return None
        return dataclasses.replace(
            one, **_given(two if one.hijri else one) | {"hijri": False, "month": (two if one.hijri else one).month}
        )
    both_days = one.dayish and two.dayish
    if both_days and (one.weekday is not None) == (two.weekday is not None):
        return None
    if not both_days and not _refines(one, two) and not _refines(two, one):
        return None
    mine, other = _given(one), _given(two)
    if set(mine) & set(other) - {"hijri"}:
        return None
    return dataclasses.replace(one, **other)


def _refines(one: Told, two: Told) -> bool:
    """A part of the day or an hour, of a day or of each other."""
    return (one.part is not None or one.clock is not None) and (
        two.dayish or two.part is not None or two.clock is not None
    )


_FIELDS = tuple(f.name for f in dataclasses.fields(Told))
_EMPTY = Told()


def _given(told: Told) -> dict[str, Any]:
    return {name: value for name in _FIELDS if (value := getattr(told, name)) != getattr(_EMPTY, name)}


def _piece(tokens: Sequence[Token], i: int, now: Now, inner: bool = False) -> Piece | None:
    for reader in _NUMBER_READERS if tokens[i].kind == "number" else _READERS:
        piece = reader(tokens, i, now)
        if piece is not None:
            return piece
    return None


def _key(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].key if 0 <= i < len(tokens) else ""


# ---- days


def _weekday(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    t = terms()
    number = t.weekdays.get(tokens[i].key)
    if number is None or _key(tokens, i - 1) in t.sets["never_after"]:
        return None
    turn = t.qualifiers.get(_key(tokens, i + 1), "")
    if turn == "present":
        turn = ""
    last = i + 1 if turn else i
    # ليل الجمعة السبت, ليل الجمعة - السبت: the night between them
    j = i + 2 if _key(tokens, i + 1) in ("-", "–", "/") else i + 1
    if not turn and t.weekdays.get(_key(tokens, j)) == (number + 1) % 7 and not _key(tokens, j).startswith("و"):
        last = j
    return last, Told(weekday=number, weekday_turn=turn)


def _offset(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    found = terms().days.at(tokens, i)
    if found is None:
        return None
    last, offset = found
    sets = terms().sets
    if offset == 0:
        behind, before = _key(tokens, last + 1), _key(tokens, i - 1)
        if behind in sets["not_today_after"] or before in sets["not_today_before"]:
            return None
    return last, Told(offset=offset)


def _part(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    t = terms()
    alone = t.adverbs.at(tokens, i)
    if alone is not None:
        return alone[0], Told(part=alone[1])
    found = t.parts.at(tokens, i)
    if found is None:
        return None
    last, part = found
    if part == "منتصف ليل" and _key(tokens, i - 1).removeprefix("و") == "قبيل":
        part = "مساء"
    j = last + 1
    while _key(tokens, j) in ("يوم", "من", "هذا", "ايام", "نهار") and j < last + 3:
        j += 1
    if _key(tokens, j) == "" or not (_weekday(tokens, j, now) or _offset(tokens, j, now) or _dated(tokens, j, now)):
        return None
    return last, Told(part=part)


def _dated(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    return _day_of_month(tokens, i, now) if tokens[i].kind == "number" else _ordinal_date(tokens, i, now)


# ---- dates


def _numeric(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    match = _NUMERIC.match(tokens[i].text.translate(_ASCII))
    if match is None:
        return None
    one, month, two = int(match[1]), int(match[3]), int(match[4])
    day, year = (one, two) if one <= 31 else (two, one)
    hijri = 1300 <= year <= 1500
    if not (1 <= day <= 31 and 1 <= month <= 12 and (hijri or 1900 <= year <= 2100)):
        return None
    era = _ERA.get(_key(tokens, i + 1))
    return i + (era is not None), Told(day=day, month=month, year=year, hijri=hijri)


def _day_of_month(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    text = tokens[i].text.translate(_ASCII)
    low, dash, high = text.replace("–", "-").partition("-")
    if (
        not low.isdigit()
        or len(low) > 2
        or not 1 <= int(low) <= 31
        or (dash and not (high.isdigit() and int(high) <= 31))
    ):
        return None
    return _of_month(tokens, i, i, int(low), int(high) if dash and int(high) > int(low) else None)


def _ordinal_date(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    if tokens[i].key not in _ordinals():
        return None
    found = ordinal_at(tokens, i)
    if found is None or found[0] > 31:
        return None
    return _of_month(tokens, i, found[1], found[0], None)


def _of_month(tokens: Sequence[Token], first: int, last: int, day: int, to: int | None) -> Piece | None:
    """`day` then [من] [شهر] month [qualifier or year], or [من] الشهر الجاري, or الجاري."""
    t = terms()
    if _key(tokens, first - 1).removeprefix("و") in t.sets["named"]:
        return None
    j = last + 1
    linked = _key(tokens, j) == "من"
    j += linked
    if _key(tokens, j) in ("شهر", "الشهر") and month_at(tokens, j + 1) is not None:
        j += 1
    if _key(tokens, j) in ("الشهر", "شهر"):
        turn = t.qualifiers.get(_key(tokens, j + 1), "")
        return _in_month(day, to, turn, j + 1) if turn else None
    turn = t.qualifiers.get(_key(tokens, j), "")
    if (
        turn == "present"
        and not linked
        and tokens[first].kind == "number"
        and _key(tokens, first - 1) in ("في", "يوم", "حتي", "منذ")
    ):
        return j, Told(day=day, last_day=to, month=None)
    month = month_at(tokens, j)
    if month is None or (tokens[j].key.startswith("و") and tokens[j].key[1:] in t.months):
        return None
    end, told = _month_tail(tokens, month[2], month[0], month[1])
    return end, dataclasses.replace(told, day=day, last_day=to)


def _in_month(day: int, to: int | None, turn: str, last: int) -> Piece:
    return last, Told(day=day, last_day=to, month_turn=turn)


def _month(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """A month without a day."""
    t = terms()
    found = month_at(tokens, i)
    if found is None:
        return None
    end, told = _month_tail(tokens, found[2], found[0], found[1])
    before = _key(tokens, i - 1)
    before = before[1:] if before[:1] == "و" else before
    if end == found[2] and not (before == "شهر" or (before in _MONTH_PREPS and not _doubtful(tokens[i].key))):
        return None
    if before in t.sets["named"] or (_doubtful(tokens[i].key) and found[1] and end == found[2] and before != "شهر"):
        return None
    return end, told


_MONTH_PREPS = frozenset(("في", "منذ", "خلال", "حتي", "من", "مطلع", "اواخر", "اوائل", "نهايه", "بدايه", "منتصف"))


def _doubtful(key: str) -> bool:
    return key in terms().ambiguous


def _month_tail(tokens: Sequence[Token], last: int, month: int, hijri: bool) -> Piece:
    """Gloss, qualifier, year and era behind a month's name."""
    t = terms()
    told = Told(month=month, hijri=hijri)
    last = _gloss(tokens, last, month, hijri)
    turn = t.qualifiers.get(_key(tokens, last + 1), "")
    if turn:
        return _gloss(tokens, last + 1, month, hijri), dataclasses.replace(told, month_turn=turn)
    j = last + 1
    j += _key(tokens, j) in ("من", "،", ",")
    word = _key(tokens, j) in _YEAR_WORDS
    if word:
        turn = t.qualifiers.get(_key(tokens, j + 1), "")
        if turn in ("past", "present", "future") and _key(tokens, j) in ("العام", "السنه"):
            return j + 1, dataclasses.replace(told, month_turn="year_" + turn)
        j += 1
    elif _key(tokens, j) == "هذا" and _key(tokens, j + 1) in ("العام", "الشهر"):
        return j + 1, dataclasses.replace(told, month_turn="year_present")
    year = _year_number(tokens, j)
    if year is None or (not word and _key(tokens, last + 1) == "من"):
        return last, told
    return _era(tokens, j), dataclasses.replace(told, year=year)


def _gloss(tokens: Sequence[Token], last: int, month: int, hijri: bool) -> int:
    """يوليو (تموز), أغسطس/آب, تموز يوليو: the same month in another family's word."""
    opener = _key(tokens, last + 1)
    j = last + 2 if opener in ("/", "(", "-", "–", "أو", "او") else last + 1
    other = month_at(tokens, j)
    if other is None or other[0] != month or other[1] != hijri:
        return last
    return other[2] + (opener == "(" and _key(tokens, other[2] + 1) == ")")


def _year_number(tokens: Sequence[Token], i: int) -> int | None:
    if i >= len(tokens) or tokens[i].kind != "number":
        return None
    text = tokens[i].text.translate(_ASCII)
    if not text.isdigit() or len(text) != 4:
        return None
    year = int(text)
    return year if 1900 <= year <= 2100 or 1343 <= year <= 1500 else None


def _era(tokens: Sequence[Token], i: int) -> int:
    """The last token of a year that stands at i: its م or هـ included."""
    return i + 1 if _key(tokens, i + 1) in _ERA else i


# ---- years


def _year(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """عام 2014, العام 1436 هـ, عامي 2012 و2013."""
    if tokens[i].key not in _YEAR_WORDS:
        return None
    year = _year_number(tokens, i + 1)
    if year is None:
        return None
    last = _era(tokens, i + 1)
    j = last + 2 if _key(tokens, last + 1) in ("و", "-") else last + 1
    second = _year_number(tokens, j)
    if second is not None and tokens[i].key in ("عامي", "العامين") and second == year + 1:
        first, _ = moments.year_span(year)
        return j, Told(interval=moments.days(now, first, moments.year_span(second)[1], "year", "explicit"))
    return last, Told(year=year, hijri=year < 1600)


def _bare_year(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """2014 behind a preposition, when it counts nothing."""
    year = _year_number(tokens, i)
    if year is None or _key(tokens, i - 1) not in _IN:
        return None
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    counts = (
        behind is not None and behind.kind == "word" and (counted_noun(behind.key) is not None or behind.key in _MANY)
    )
    return (
        None
        if counts or (year < 1600 and _key(tokens, i + 1) not in _ERA)
        else (_era(tokens, i), Told(year=year, hijri=year < 1600))
    )


_MANY = frozenset(("الف", "مليون", "مليار", "%", "في"))


# ---- seasons, halves, edges, units


def _season(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    span = terms().seasons.get(tokens[i].key)
    if span is None:
        return None
    turn = terms().qualifiers.get(_key(tokens, i + 1), "")
    if turn and tokens[i].key.startswith(("ال", "وال", "بال", "لل")):
        return i + 1, Told(interval=_turned_season(span, turn, now))
    j = i + 1
    if _key(tokens, j) in ("العام", "السنه") and (turn := terms().qualifiers.get(_key(tokens, j + 1), "")):
        step = {"past": -1, "present": 0, "future": 1}[turn]
        return j + 1, Told(interval=moments.season(*span, now.day.year + step, now, "relative"))
    j += _key(tokens, j) in _YEAR_WORDS
    year = _year_number(tokens, j)
    if year is None or year < 1600:
        return None
    return _era(tokens, j), Told(interval=moments.season(*span, year, now, "explicit"))


def _turned_season(span: tuple[int, int], turn: str, now: Now) -> moments.Interval:
    around = [moments.season(*span, now.day.year + n, now, "relative") for n in (-2, -1, 0, 1)]
    if turn == "past":
        return [s for s in around if s.end <= now.published][-1]
    if turn == "future":
        return next(s for s in around if s.start > now.published)
    return next(s for s in around if s.end > now.published)


def _half(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """النصف الأول من 2015, الربع الثالث من العام الجاري."""
    word = tokens[i].key.lstrip("و")
    if word not in ("النصف", "الربع") or _key(tokens, i + 2) != "من" or i + 3 >= len(tokens):
        return None
    place = ordinal_at(tokens, i + 1)
    whole = _year(tokens, i + 3, now) or _unit(tokens, i + 3, now)
    year = _year_number(tokens, i + 3)
    if year is not None:
        whole = (i + 3, Told(year=year))
    interval = moments.resolve(whole[1], now) if whole is not None else None
    months = 6 if word == "النصف" else 3
    if place is None or whole is None or interval is None or interval.granularity != "year" or place[0] > 12 // months:
        return None
    start = moments.add_months(interval.start.date(), months * (place[0] - 1))
    end = moments.month_end(moments.add_months(start, months - 1))
    return whole[0], Told(interval=moments.days(now, start, end, "season", interval.anchor))


def _edge(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """نهاية أكتوبر الماضي, منتصف الشهر, مطلع العام المقبل."""
    which = terms().edges.get(tokens[i].key)
    if which is None or i + 1 >= len(tokens):
        return None
    j = i + 1 + (_key(tokens, i + 1) in ("شهر", "يوم"))
    if j >= len(tokens):
        return None
    if tokens[j].kind == "number":
        year = _year_number(tokens, j)
        return (_era(tokens, j), Told(year=year, hijri=year < 1600, edge=which)) if year is not None else None
    piece = _year(tokens, j, now) or _unit(tokens, j, now, bare=True)
    if piece is None:
        month = month_at(tokens, j)
        if month is None or (tokens[i].key == "اخر" and _doubtful(tokens[j].key)):
            return None
        piece = _month_tail(tokens, month[2], month[0], month[1])
    return piece[0], dataclasses.replace(piece[1], edge=which)


def _unit(tokens: Sequence[Token], i: int, now: Now, bare: bool = False) -> Piece | None:
    """الأسبوع الماضي, هذا العام, الأيام الثلاثة الماضية, الساعات الـ24 الأخيرة."""
    t = terms()
    j = i + 1 if tokens[i].key in _THIS else i
    unit = t.units.get(_key(tokens, j))
    if unit is None or ("ال" not in tokens[j].key[:3] and not tokens[j].key.startswith("لل")):
        return None
    single = tokens[j].key not in t.duals and tokens[j].key not in t.plurals
    if j > i:
        return _turned(unit, "present", now, j) if single else None
    k, count = _count_behind(tokens, j + 1)
    if single and count is None and _key(tokens, k) == "قبل" and t.qualifiers.get(_key(tokens, k + 1)) == "past":
        return _turned(unit, "before", now, k + 1)
    turn = t.qualifiers.get(_key(tokens, k), "")
    if not turn:
        return _turned(unit, "present", now, j) if bare and single and unit != "day" else None
    if single and count is None:
        return _turned(unit, turn, now, k)
    if turn == "present":
        return None
    return k, Told(interval=moments.lately(unit, 2 if tokens[j].key in t.duals else count, turn, now))


def _turned(unit: str, turn: str, now: Now, last: int) -> Piece | None:
    interval = moments.turned(unit, turn, now)
    return (last, Told(interval=interval)) if interval is not None else None


def _count_behind(tokens: Sequence[Token], i: int) -> tuple[int, float | None]:
    """The number that may stand between a unit and its qualifier; the token behind it."""
    j = i + (_key(tokens, i) in ("ال", "("))
    found = number_at(tokens, j) if j < len(tokens) else None
    if found is None:
        return i, None
    return found[1] + 1 + (_key(tokens, found[1] + 1) == ")"), found[0]


def _counted_unit(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """24 ساعة الماضية."""
    found = number_at(tokens, i)
    if found is None:
        return None
    unit = terms().units.get(_key(tokens, found[1] + 1))
    turn = terms().qualifiers.get(_key(tokens, found[1] + 2), "")
    if unit is None or turn not in ("past", "future"):
        return None
    return found[1] + 2, Told(interval=moments.lately(unit, found[0], turn, now))


def _ago(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """قبل ثلاثة أيام, منذ نحو شهرين, قبل ساعات."""
    if tokens[i].key not in _AGO:
        return None
    t = terms()
    since = tokens[i].key in _SINCE
    j = i + 1
    while j < i + 6 and _key(tokens, j) in t.sets["approximate"]:
        j += 1
    found = number_at(tokens, j) if j < len(tokens) else None
    k = found[1] + 1 if found is not None else j
    key = _key(tokens, k)
    if not since and found is None and key in ("قليل", "لحظات"):
        return k, Told(interval=moments.ago("minute", 30, now, since=False))
    unit = t.units.get(key)
    if unit is None or key.startswith(("ال", "لل", "وال")):
        return None
    count = found[0] if found is not None else 2.0 if key in t.duals else None if key in t.plurals else 1.0
    if count is not None and count > 5000:
        return None
    last = k + (_key(tokens, k + 1) in ("واحد", "واحده"))
    if _key(tokens, last + 1) in ("ونصف", "والنصف"):
        last, count = last + 1, (count or 0) + 0.5
    if not since and _key(tokens, last + 1) == "من" and _key(tokens, last + 2) not in ("الان", "اليوم"):
        return None
    if unit in ("year", "month") and (
        _year_number(tokens, last + 1) is not None or month_at(tokens, last + 1) is not None
    ):
        return None
    interval = moments.ago(unit, count, now, since=since)
    return (last, Told(interval=interval)) if interval is not None else None


# ---- hours


def _clock_words(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """الساعة 14:30, الساعة الثالثة والنصف فجرا, الثالثة فجرا بتوقيت غرينتش."""
    opened = tokens[i].key in terms().sets["clock"]
    j = i + 1 if opened else i
    if j >= len(tokens):
        return None
    j += opened and tokens[j].text == "("
    if tokens[j].kind == "number":
        return _clock_digits(tokens, j, opened)
    place = (1, j) if tokens[j].key in ("الواحده", "واحده") else ordinal_at(tokens, j)
    if place is None or place[0] > 12:
        return None
    last, minute = place[1], _MINUTES.get(_key(tokens, place[1] + 1), 0)
    last += minute > 0
    return _clock_tail(tokens, last, place[0], minute, sure=opened)


_MINUTES = {"والنصف": 30, "ونصف": 30, "والربع": 15, "وربع": 15, "والثلث": 20, "وثلث": 20}


def _clock_number(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    return _clock_digits(tokens, i, _key(tokens, i - 1) in ("عند", "الساعه"))


def _clock_digits(tokens: Sequence[Token], i: int, opened: bool) -> Piece | None:
    text = tokens[i].text.translate(_ASCII)
    match = _CLOCK.match(text)
    if match is not None and int(match[1]) < 24 and int(match[2]) < 60:
        return _clock_tail(tokens, i, int(match[1]), int(match[2]), sure=opened)
    if opened and text.isdigit() and len(text) <= 2 and int(text) <= 24:
        return _clock_tail(tokens, i, int(text) % 24, 0, sure=True)
    return None


def _clock_tail(tokens: Sequence[Token], last: int, hour: int, minute: int, *, sure: bool) -> Piece | None:
    """Half of the day and zone behind an hour; an hour that neither these nor الساعة announce is none."""
    j = last + 1
    if _key(tokens, j) == "من":
        j += 1
    half = terms().adverbs.at(tokens, j) or terms().parts.at(tokens, j)
    if half is not None:
        hour = _in_half(hour, half[1])
        j = half[0] + 1 if terms().adverbs.at(tokens, j) else j
    elif _key(tokens, j) in ("ص", "م"):
        hour = _in_half(hour, "صباح" if tokens[j].key == "ص" else "مساء")
        half = (j, "")
        j += 1
    else:
        j = last + 1
    zone = None
    opened = _key(tokens, j) == "("
    z = j + opened
    if _key(tokens, z) == "بتوقيت" and (name := terms().zones.get(_key(tokens, z + 1))):
        zone, j = ZoneInfo(name), z + 2
    elif _key(tokens, z) in ("تغ", "ت") and (_key(tokens, z) == "تغ" or _key(tokens, z + 1) in ("غ", "م", ".")):
        zone, j = ZoneInfo("UTC" if _key(tokens, z + 1) != "م" else "Asia/Riyadh"), z + 1 + (_key(tokens, z) == "ت")
    elif _key(tokens, z) == "ت.غ":
        zone, j = ZoneInfo("UTC"), z + 1
    if half is None and zone is None and not sure:
        return None
    return j - 1, Told(clock=(hour % 24, minute), clock_zone=zone)


def _in_half(hour: int, part: str) -> int:
    if part in ("مساء", "عصر", "بعد ظهر", "مغرب") and hour < 12:
        return hour + 12
    if part == "ظهر" and hour < 6:
        return hour + 12
    if part in ("ليل", "ليلة") and 6 <= hour < 12:
        return hour + 12
    return 0 if part in ("صباح", "فجر", "ليل") and hour == 12 else hour


_Reader = Callable[[Sequence[Token], int, Now], Piece | None]
_NUMBER_READERS: tuple[_Reader, ...] = (_numeric, _day_of_month, _counted_unit, _clock_number, _bare_year)
_READERS: tuple[_Reader, ...] = (
    _offset, _weekday, _part, _ago, _edge, _unit, _year, _season, _half, _ordinal_date, _month, _clock_words,
)  # fmt: skip
