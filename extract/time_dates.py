"""Pieces of an expression of time that name days: weekdays, أمس, parts of the day, dates of three month families and Hijri.

A piece reader takes (tokens, i, now) and gives (last token, what it tells) or None.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from functools import cache

from extract.calendar_terms import month_at, terms
from extract.clean import western
from extract.moments import THROUGH, Now, Told
from extract.number_words import ordinal_at
from extract.tokens import Token

Piece = tuple[int, Told]

NUMERIC = re.compile(r"(\d{1,4})([/\-.])(\d{1,2})\2(\d{1,4})$")
YEAR_WORDS = frozenset(
    ("عام", "العام", "سنه", "السنه", "لعام", "للعام", "لسنه", "بعام", "وعام", "وسنه", "عامي", "العامين")
)
ERAS = {"م": False, "ميلادي": False, "ميلاديه": False, "ه": True, "هجري": True, "هجريه": True}


def key_at(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].key if 0 <= i < len(tokens) else ""


@cache
def ordinal_keys() -> frozenset[str]:
    return frozenset(c + "ال" + w for c in ("", "و", "ب") for w in _ORDINAL_WORDS) | {"اول"}


_ORDINAL_WORDS = (
    "اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر حادي عشرين ثلاثين"
    " ثانيه ثالثه رابعه خامسه سادسه سابعه ثامنه تاسعه عاشره حاديه واحده"
).split()


def weekday_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    t = terms()
    number = t.weekdays.get(tokens[i].key)
    prayed = key_at(tokens, i - 1) == "صلاه" and key_at(tokens, i - 2) in _AFTER  # تظاهروا بعد صلاة الجمعة
    if number is None or (key_at(tokens, i - 1) in t.sets["never_after"] and not prayed):
        return None
    turn = t.qualifiers.get(key_at(tokens, i + 1), "")
    if turn == "present":
        turn = ""
    last = i + 1 if turn else i
    j = i + 1 + (key_at(tokens, i + 1) == "ما")
    if key_at(tokens, j) == "قبل" and t.qualifiers.get(key_at(tokens, j + 1)) == "past":
        return j + 1, Told(weekday=number, weekday_turn="before")
    # ليل الجمعة السبت, ليل الجمعة - السبت: the night between them
    j = i + 2 if key_at(tokens, i + 1) in ("-", "–", "/") else i + 1
    if not turn and t.weekdays.get(key_at(tokens, j)) == (number + 1) % 7 and not key_at(tokens, j).startswith("و"):
        last, turn = j, THROUGH
    return last, Told(weekday=number, weekday_turn=turn)


_AFTER = frozenset(("بعد", "عقب", "اثر"))


def offset_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    found = terms().days.at(tokens, i)
    if found is None:
        return None
    last, offset = found
    sets = terms().sets
    if offset == 0:
        behind, before = key_at(tokens, last + 1), key_at(tokens, i - 1)
        paper = before in sets["not_today_before"] and key_at(tokens, i - 2) not in sets["before_plain"]
        if behind in sets["not_today_after"] or paper:
            return None
    return last, Told(offset=offset)


def part_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    t = terms()
    alone = t.adverbs.at(tokens, i)
    if alone is not None:
        return alone[0], Told(part=alone[1])
    found = t.parts.at(tokens, i)
    if found is None:
        return None
    last, part = found
    if part == "منتصف ليل" and key_at(tokens, i - 1).removeprefix("و") == "قبيل":
        part = "مساء"
    j = last + 1
    while key_at(tokens, j) in ("يوم", "من", "هذا", "ايام", "نهار") and j < last + 3:
        j += 1
    if key_at(tokens, j) == "" or not (
        weekday_piece(tokens, j, now) or offset_piece(tokens, j, now) or _dated(tokens, j, now)
    ):
        return None
    return last, Told(part=part)


def _dated(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    return day_of_month(tokens, i, now) if tokens[i].kind == "number" else ordinal_date(tokens, i, now)


def numeric_date(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    last = i + 4 if key_at(tokens, i + 1) == "/" == key_at(tokens, i + 3) and i + 4 < len(tokens) else i
    match = NUMERIC.match(western("".join(t.text for t in tokens[i : last + 1])))  # 19 / 6 / 1436
    if match is None:
        return None
    one, month, two = int(match[1]), int(match[3]), int(match[4])
    day, year = (one, two) if one <= 31 else (two, one)
    hijri = 1300 <= year <= 1500
    if not (1 <= day <= 31 and 1 <= month <= 12 and (hijri or 1900 <= year <= 2100)):
        return None
    era = ERAS.get(key_at(tokens, last + 1))
    return last + (era is not None), Told(day=day, month=month, year=year, hijri=hijri)


def day_of_month(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    text = western(tokens[i].text)
    low, dash, high = text.replace("–", "-").partition("-")
    if (
        not low.isdigit()
        or len(low) > 2
        or not 1 <= int(low) <= 31
        or (dash and not (high.isdigit() and int(high) <= 31))
    ):
        return None
    if dash:
        first, last = sorted((int(low), int(high)))  # written from the right: 17-11
        return _of_month(tokens, i, i, first, last)
    return _of_month(tokens, i, i, int(low), None) or _until(tokens, i, i, int(low))


#: What stands between the first and the last day: 25 إلى 28 مايو.
TO = frozenset(("الي", "حتي", "-", "–", "و"))
_BETWEEN = frozenset(("بين", "مابين"))


def _until(tokens: Sequence[Token], first: int, last: int, day: int) -> Piece | None:
    """The last day behind the first: 25 إلى 28 مايو، 25 و26 مايو، بين الثالث والتاسع من يوليو."""
    link = key_at(tokens, last + 1)
    j = last + 1 + (link in TO)
    if j >= len(tokens):
        return None
    if tokens[j].kind == "number":
        text = western(tokens[j].text)
        end = (int(text), j) if text.isdigit() and len(text) <= 2 else None
    else:
        end = ordinal_at(tokens, j) if tokens[j].key in ordinal_keys() else None
        link = "و" if tokens[j].key.startswith("و") else link
    if end is None or not day < end[0] <= 31 or tokens[j].sent != tokens[first].sent:
        return None
    if link == "و" and end[0] > day + 1 and key_at(tokens, first - 1) not in _BETWEEN:
        return None  # the 3rd and the 9th
    return _of_month(tokens, first, end[1], day, int(end[0]))


def ordinal_date(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    if tokens[i].key not in ordinal_keys():
        return None
    found = ordinal_at(tokens, i)
    if found is None or found[0] > 31:
        return None
    return _of_month(tokens, i, found[1], found[0], None) or _until(tokens, i, found[1], found[0])


def _of_month(tokens: Sequence[Token], first: int, last: int, day: int, to: int | None) -> Piece | None:
    """`day` then [من] [شهر] month [qualifier or year], or [من] الشهر الجاري, or الجاري."""
    t = terms()
    if key_at(tokens, first - 1).removeprefix("و") in t.sets["named"]:
        return None
    j = last + 1
    linked = key_at(tokens, j) == "من"
    j += linked
    if key_at(tokens, j) in ("شهر", "الشهر") and month_at(tokens, j + 1) is not None:
        j += 1
    if key_at(tokens, j) in ("الشهر", "شهر"):
        turn = t.qualifiers.get(key_at(tokens, j + 1), "")
        return _in_month(day, to, turn, j + 1) if turn else None
    turn = t.qualifiers.get(key_at(tokens, j), "")
    if (
        turn == "present"
        and not linked
        and tokens[first].kind == "number"
        and key_at(tokens, first - 1) in ("في", "يوم", "حتي", "منذ")
    ):
        return j, Told(day=day, last_day=to, month=None)
    month = month_at(tokens, j)
    if month is None or (tokens[j].key.startswith("و") and tokens[j].key[1:] in t.months):
        return None
    end, told = month_tail(tokens, month[2], month[0], month[1])
    return end, dataclasses.replace(told, day=day, last_day=to)


def _in_month(day: int, to: int | None, turn: str, last: int) -> Piece:
    return last, Told(day=day, last_day=to, month_turn=turn)


def month_piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    """A month without a day."""
    t = terms()
    found = month_at(tokens, i)
    if found is None:
        return None
    end, told = month_tail(tokens, found[2], found[0], found[1])
    before = key_at(tokens, i - 1)
    before = before[1:] if before[:1] == "و" else before
    sure = before == "في" and tokens[i].key in t.sets["months_in_place"]
    if end == found[2] and not (before == "شهر" or sure or (before in _MONTH_PREPS and not doubtful(tokens[i].key))):
        return None
    if before in t.sets["named"] or (doubtful(tokens[i].key) and found[1] and end == found[2] and before != "شهر"):
        return None
    return end, told


_MONTH_PREPS = frozenset(("في", "منذ", "خلال", "حتي", "من", "مطلع", "اواخر", "اوائل", "نهايه", "بدايه", "منتصف"))


def doubtful(key: str) -> bool:
    return key in terms().ambiguous


def month_tail(tokens: Sequence[Token], last: int, month: int, hijri: bool) -> Piece:
    """Gloss, qualifier, year and era behind a month's name."""
    t = terms()
    told = Told(month=month, hijri=hijri)
    last = _gloss(tokens, last, month, hijri)
    turn = t.qualifiers.get(key_at(tokens, last + 1), "")
    if turn:
        return _gloss(tokens, last + 1, month, hijri), dataclasses.replace(told, month_turn=turn)
    j = last + 1
    j += key_at(tokens, j) in ("من", "،", ",")
    word = key_at(tokens, j) in YEAR_WORDS
    if word:
        turn = t.qualifiers.get(key_at(tokens, j + 1), "")
        if turn in ("past", "present", "future") and key_at(tokens, j) in ("العام", "السنه"):
            return j + 1, dataclasses.replace(told, month_turn="year_" + turn)
        j += 1
    elif key_at(tokens, j) == "هذا" and key_at(tokens, j + 1) in ("العام", "الشهر"):
        return j + 1, dataclasses.replace(told, month_turn="year_present")
    year = year_number(tokens, j)
    if year is None or (not word and key_at(tokens, last + 1) == "من"):
        return last, told
    return through_era(tokens, j), dataclasses.replace(told, year=year)


def _gloss(tokens: Sequence[Token], last: int, month: int, hijri: bool) -> int:
    """يوليو (تموز), أغسطس/آب, تموز يوليو: the same month in another family's word."""
    opener = key_at(tokens, last + 1)
    j = last + 2 if opener in ("/", "(", "-", "–", "أو", "او") else last + 1
    other = month_at(tokens, j)
    if other is None or other[0] != month or other[1] != hijri:
        return last
    return other[2] + (opener == "(" and key_at(tokens, other[2] + 1) == ")")


def year_number(tokens: Sequence[Token], i: int) -> int | None:
    if i >= len(tokens) or tokens[i].kind != "number":
        return None
    text = western(tokens[i].text)
    if not text.isdigit() or len(text) != 4:
        return None
    year = int(text)
    return year if 1900 <= year <= 2100 or 1343 <= year <= 1500 else None


def through_era(tokens: Sequence[Token], i: int) -> int:
    """The last token of a year that stands at i: its م or هـ included."""
    return i + 1 if key_at(tokens, i + 1) in ERAS else i
