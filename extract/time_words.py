"""Reads what the words of one expression of time tell, piece by piece; extract/moments.py says what they mean.

A piece reader takes (tokens, i, now) and gives (last token, Told) or None. Neighbouring pieces that tell different things
are one expression: مساء أمس الأول (الثلاثاء)، الجمعة 3 نوفمبر 2017 الساعة 14:30.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from extract.calendar_terms import terms
from extract.clean import western
from extract.moments import Now, Told
from extract.time_clock import clock_number, clock_words
from extract.time_dates import (
    NUMERIC,
    TO,
    YEAR_WORDS,
    Piece,
    day_of_month,
    month_piece,
    numeric_date,
    offset_piece,
    ordinal_date,
    ordinal_keys,
    part_piece,
    weekday_piece,
)
from extract.time_units import (
    AGO,
    HALVES,
    THIS,
    WITHIN,
    ago_piece,
    bare_year,
    counted_unit,
    edge_piece,
    half_piece,
    season_piece,
    unit_piece,
    within_piece,
    year_piece,
)
from extract.tokens import Token

_LINKS = frozenset(("يوم", "في", "عند", "الموافق", "بتاريخ", "تمام", "حوالي", "نحو", "والموافق", "من"))
_MARKS = frozenset("()،,/-–:[]")


@cache
def starts() -> frozenset[str]:
    """Keys of words that can begin an expression; of numbers, `dateable` says which."""
    return frozenset(_by_key())


def dateable(tokens: Sequence[Token], i: int) -> bool:
    """A cheap look at a number: could a date, a year, a clock time or 24 ساعة الماضية begin here?"""
    text = tokens[i].text
    if len(text) > 5 and NUMERIC.match(western(text)):
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
        or nxt.text == "/"
        or len(text) == 4
        or (len(text) <= 2 and (nxt.kind == "number" or (nxt.key in TO and i + 3 < len(tokens))))
    )


def read(tokens: Sequence[Token], i: int, now: Now) -> tuple[int, int, Told] | None:
    """(first, last, what it tells) of the expression that begins at i."""
    piece = _piece(tokens, i, now)
    if piece is None:
        return None
    last, told = piece
    while True:
        j = _skip(tokens, last + 1)
        more = _piece(tokens, j, now) if j is not None else None
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
        civil, hijri = (two, one) if one.hijri else (one, two)
        return dataclasses.replace(civil, **{n: v for n, v in _given(hijri).items() if n in _BESIDE})
    both_days = one.dayish and two.dayish
    if both_days and (one.weekday is not None) == (two.weekday is not None):
        return None
    if not both_days and not _refines(one, two) and not _refines(two, one):
        return None
    mine, other = _given(one), _given(two)
    if set(mine) & set(other) - {"hijri"}:
        return None
    return dataclasses.replace(one, **other)


#: What a date of the other calendar may add: the weekday told before it.
_BESIDE = frozenset(("weekday", "weekday_turn", "offset", "part", "clock", "clock_zone"))


def _refines(one: Told, two: Told) -> bool:
    """A part of the day or an hour, of a day or of each other."""
    return (one.part is not None or one.clock is not None) and (
        two.dayish or two.part is not None or two.clock is not None
    )


_FIELDS = tuple(f.name for f in dataclasses.fields(Told))
_EMPTY = Told()


def _given(told: Told) -> dict[str, Any]:
    return {name: value for name in _FIELDS if (value := getattr(told, name)) != getattr(_EMPTY, name)}


def _piece(tokens: Sequence[Token], i: int, now: Now) -> Piece | None:
    for reader in _NUMBER_READERS if tokens[i].kind == "number" else _by_key().get(tokens[i].key, ()):
        piece = reader(tokens, i, now)
        if piece is not None:
            return piece
    return None


_Reader = Callable[[Sequence[Token], int, Now], Piece | None]
_NUMBER_READERS: tuple[_Reader, ...] = (numeric_date, day_of_month, counted_unit, clock_number, bare_year)


@cache
def _by_key() -> dict[str, tuple[_Reader, ...]]:
    """The readers that may succeed at a key, in order."""
    t = terms()
    units = {key for key in t.units if "ال" in key[:3] or key.startswith("لل")}
    table: tuple[tuple[_Reader, Iterable[str]], ...] = (
        (offset_piece, t.days.edges),
        (weekday_piece, t.weekdays),
        (part_piece, t.parts.edges | t.adverbs.edges),
        (ago_piece, AGO),
        (within_piece, WITHIN),
        (edge_piece, t.edges),
        (unit_piece, units | THIS),
        (year_piece, YEAR_WORDS),
        (season_piece, t.seasons),
        (half_piece, HALVES),
        (ordinal_date, ordinal_keys()),
        (month_piece, t.months),
        (clock_words, t.sets["clock"] | ordinal_keys()),
    )
    found: dict[str, tuple[_Reader, ...]] = {}
    for reader, keys in table:
        for key in keys:
            found[key] = (*found.get(key, ()), reader)
    return found
