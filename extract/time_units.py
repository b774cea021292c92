"""Pieces of an expression of time that name longer stretches: years, seasons, الأسبوع الماضي, نهاية الشهر, قبل يومين."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from extract import moments, stretches
from extract.calendar_terms import month_at, terms
from extract.counted import counted_noun
from extract.moments import Now, Told
from extract.number_words import number_at, ordinal_at
from extract.time_dates import ERAS, YEAR_WORDS, Piece, doubtful, key_at, month_tail, through_era, year_number
from extract.tokens import Token

AGO = frozenset(("قبل", "وقبل", "منذ", "ومنذ", "مذ"))
_SINCE = frozenset(("منذ", "ومنذ", "مذ"))
WITHIN = frozenset(("خلال", "وخلال", "غضون"))
THIS = frozenset(("هذا", "هذه", "وهذا", "وهذه", "لهذا", "لهذه"))
HALVES = frozenset(("النصف", "والنصف", "الربع", "والربع"))
_IN = frozenset(
    ("في", "منذ", "حتي", "خلال", "مطلع", "نهايه", "بدايه", "منتصف", "اواخر", "اوائل", "صيف", "شتاء", "ربيع", "خريف")
)


def year_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """عام 2014, العام 1436 هـ, عامي 2012 و2013."""
    if tokens[i].key not in YEAR_WORDS:
        return None
    year = year_number(tokens, i + 1)
    if year is None:
        return None
    last = through_era(tokens, i + 1)
    j = last + 2 if key_at(tokens, last + 1) in ("و", "-") else last + 1
    second = year_number(tokens, j)
    between = second is not None and (second == year + 1 or (second > year and key_at(tokens, i - 1) == "بين"))
    if second is not None and between and tokens[i].key in ("عامي", "العامين"):
        first, _ = moments.year_span(year)
        return j, Told(interval=moments.days(now, first, moments.year_span(second)[1], "year", "explicit"))
    return last, Told(year=year, hijri=year < 1600)


def bare_year(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """2014 behind a preposition, when it counts nothing."""
    year = year_number(tokens, i)
    if year is None or key_at(tokens, i - 1) not in _IN:
        return None
    behind = tokens[i + 1] if i + 1 < len(tokens) else None
    counts = (
        behind is not None and behind.kind == "word" and (counted_noun(behind.key) is not None or behind.key in _MANY)
    )
    return (
        None
        if counts or (year < 1600 and key_at(tokens, i + 1) not in ERAS)
        else (through_era(tokens, i), Told(year=year, hijri=year < 1600))
    )


_MANY = frozenset(("الف", "مليون", "مليار", "%", "في"))


def season_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    span = terms().seasons.get(tokens[i].key)
    if span is None:
        return None
    turn = terms().qualifiers.get(key_at(tokens, i + 1), "")
    if turn and tokens[i].key.startswith(("ال", "وال", "بال", "لل")):
        return i + 1, Told(interval=_turned_season(span, turn, now))
    j = i + 1
    if key_at(tokens, j) in ("العام", "السنه") and (turn := terms().qualifiers.get(key_at(tokens, j + 1), "")):
        step = {"past": -1, "present": 0, "future": 1}[turn]
        return j + 1, Told(interval=stretches.season(*span, now.day.year + step, now, "relative"))
    j += key_at(tokens, j) in YEAR_WORDS
    year = year_number(tokens, j)
    if year is None or year < 1600:
        return None
    return through_era(tokens, j), Told(interval=stretches.season(*span, year, now, "explicit"))


def _turned_season(span: tuple[int, int], turn: str, now: Now) -> moments.Interval:
    around = [stretches.season(*span, now.day.year + n, now, "relative") for n in (-2, -1, 0, 1)]
    if turn == "past":
        return [s for s in around if s.end <= now.published][-1]
    if turn == "future":
        return next(s for s in around if s.start > now.published)
    return next(s for s in around if s.end > now.published)


def half_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """النصف الأول من 2015, الربع الثالث من العام الجاري."""
    word = tokens[i].key.lstrip("و")
    if word not in ("النصف", "الربع") or key_at(tokens, i + 2) != "من" or i + 3 >= len(tokens):
        return None
    place = ordinal_at(tokens, i + 1)
    whole = year_piece(tokens, i + 3, now) or unit_piece(tokens, i + 3, now)
    year = year_number(tokens, i + 3)
    if year is not None:
        whole = (i + 3, Told(year=year))
    interval = moments.resolve(whole[1], now) if whole is not None else None
    months = 6 if word == "النصف" else 3
    if place is None or whole is None or interval is None or interval.granularity != "year" or place[0] > 12 // months:
        return None
    start = moments.add_months(interval.start.date(), months * (place[0] - 1))
    end = moments.month_end(moments.add_months(start, months - 1))
    return whole[0], Told(interval=moments.days(now, start, end, "season", interval.anchor))


def edge_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """نهاية أكتوبر الماضي, منتصف الشهر, مطلع العام المقبل."""
    which = terms().edges.get(tokens[i].key)
    if which is None or i + 1 >= len(tokens):
        return None
    j = i + 1 + (key_at(tokens, i + 1) in ("شهر", "يوم"))
    if j >= len(tokens):
        return None
    if tokens[j].kind == "number":
        year = year_number(tokens, j)
        return (through_era(tokens, j), Told(year=year, hijri=year < 1600, edge=which)) if year is not None else None
    piece = year_piece(tokens, j, now) or unit_piece(tokens, j, now, bare=True)
    if piece is None:
        month = month_at(tokens, j)
        if month is None or (tokens[i].key == "اخر" and doubtful(tokens[j].key)):
            return None
        piece = month_tail(tokens, month[2], month[0], month[1])
    return piece[0], dataclasses.replace(piece[1], edge=which)


def unit_piece(tokens: Sequence[Token], i: int, now: Now, bare: bool = False) -> Piece | None:
    """الأسبوع الماضي, هذا العام, الأيام الثلاثة الماضية, الساعات الـ24 الأخيرة."""
    t = terms()
    j = i + 1 if tokens[i].key in THIS else i
    unit = t.units.get(key_at(tokens, j))
    if unit is None or ("ال" not in tokens[j].key[:3] and not tokens[j].key.startswith("لل")):
        return None
    single = tokens[j].key not in t.duals and tokens[j].key not in t.plurals
    if j > i:
        return _turned(unit, "present", now, j) if single else None
    k, count = _count_behind(tokens, j + 1)
    if single and count is None and key_at(tokens, k) == "قبل" and t.qualifiers.get(key_at(tokens, k + 1)) == "past":
        return _turned(unit, "before", now, k + 1)
    turn = t.qualifiers.get(key_at(tokens, k), "")
    if not turn:
        return _turned(unit, "present", now, j) if bare and single and unit != "day" else None
    if unit == "week" and key_at(tokens, k) == "الاخير" and key_at(tokens, k + 1) == "من":
        month = month_at(tokens, k + 2)  # الأسبوع الأخير من يونيو
        if month is not None:
            last, told = month_tail(tokens, month[2], month[0], month[1])
            return last, dataclasses.replace(told, edge="end")
    if single and count is None:
        return None if _office(tokens, j) else _turned(unit, turn, now, k)
    if turn == "present":
        return None
    return k, Told(interval=stretches.lately(unit, 2 if tokens[j].key in t.duals else count, turn, now))


def _office(tokens: Sequence[Token], j: int) -> bool:
    """The general of an office, who was or is: الأمين العام السابق، المدير العام الحالي."""
    before = tokens[j - 1].best if j else None
    general = tokens[j].key == "العام" and key_at(tokens, j + 1) in ("السابق", "الحالي")
    return general and before is not None and before.det and before.ent in ("official", "title", "person")


def _turned(unit: str, turn: str, now: Now, last: int) -> Piece | None:
    interval = stretches.turned(unit, turn, now)
    return (last, Told(interval=interval)) if interval is not None else None


def _count_behind(tokens: Sequence[Token], i: int) -> tuple[int, float | None]:
    """The number that may stand between a unit and its qualifier; the token behind it."""
    j = i + (key_at(tokens, i) in ("ال", "("))
    found = number_at(tokens, j) if j < len(tokens) else None
    if found is None:
        return i, None
    return found[1] + 1 + (key_at(tokens, found[1] + 1) == ")"), found[0]


def counted_unit(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """24 ساعة الماضية."""
    found = number_at(tokens, i)
    if found is None:
        return None
    unit = terms().units.get(key_at(tokens, found[1] + 1))
    turn = terms().qualifiers.get(key_at(tokens, found[1] + 2), "")
    if unit is None or turn not in ("past", "future"):
        return None
    return found[1] + 2, Told(interval=stretches.lately(unit, found[0], turn, now))


def within_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """خلال 24 ساعة, of what was: the last ones. Longer stretches may lie anywhere."""
    if tokens[i].key not in WITHIN:
        return None
    j = i + 1 + (key_at(tokens, i + 1) in ("ال", "اقل"))
    j += key_at(tokens, j) == "من"
    found = number_at(tokens, j) if j < len(tokens) else None
    k = found[1] + 1 if found is not None else j
    unit = terms().units.get(key_at(tokens, k))
    definite = key_at(tokens, k).startswith("ال")
    if unit != "hour" or definite or key_at(tokens, k + 1) in _BOUND or terms().qualifiers.get(key_at(tokens, k + 1)):
        return None
    count = found[0] if found is not None else 2.0 if tokens[k].key in terms().duals else None
    return k, Told(interval=stretches.lately("hour", count, "past", now))


#: What counts the hours from something else than now.
_BOUND = frozenset(("من", "بعد", "علي", "كل"))


def ago_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """قبل ثلاثة أيام, منذ نحو شهرين, قبل ساعات."""
    if tokens[i].key not in AGO:
        return None
    t = terms()
    since = tokens[i].key in _SINCE
    j = i + 1
    while j < i + 6 and key_at(tokens, j) in t.sets["approximate"]:
        j += 1
    found = number_at(tokens, j) if j < len(tokens) else None
    k = found[1] + 1 if found is not None else j
    key = key_at(tokens, k)
    if not since and found is None and key in ("قليل", "لحظات"):
        return k, Told(interval=stretches.ago("minute", 30, now, since=False))
    unit = t.units.get(key)
    if unit is None or key.startswith(("ال", "لل", "وال")):
        return None
    count = found[0] if found is not None else 2.0 if key in t.duals else None if key in t.plurals else 1.0
    if count is not None and count > 5000:
        return None
    last = k + (key_at(tokens, k + 1) in ("واحد", "واحده"))
    if key_at(tokens, last + 1) in ("ونصف", "والنصف"):
        last, count = last + 1, (count or 0) + 0.5
    if not since and key_at(tokens, last + 1) == "من" and key_at(tokens, last + 2) not in ("الان", "اليوم"):
        return None
    if unit in ("year", "month") and (
        year_number(tokens, last + 1) is not None or month_at(tokens, last + 1) is not None
    ):
        return None
    interval = stretches.ago(unit, count, now, since=since)
    return (last, Told(interval=interval)) if interval is not None else None
