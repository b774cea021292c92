"""Numbers with a unit: distances, money, shares, magnitudes, durations, ages. They are never casualties."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extract.closed import split_words
from extract.counted import counted_noun
from extract.numbers import Number
from extract.rules import table
from extract.tokens import Token

#: kind, value in the kind's unit, unit, last token, token that gave the kind.
Measure = tuple[str, float, str | None, int, int]

_PERCENT = frozenset(("%", "٪"))
_HUNDRED = frozenset(("المئه", "المائه", "الميه"))
_SYMBOLS = {"$": "دولار", "€": "يورو", "£": "جنيه"}
_PER_KM = {"متر": 0.001, "سم": 0.00001, "سنتيمتر": 0.00001, "ميل": 1.609344, "قدم": 0.0003048}
_SQUARE = frozenset(("مربع", "مربعا", "مربعه", "المربع"))


@cache
def _words(section: str) -> frozenset[str]:
    return frozenset(split_words(table("cues/quantities.toml")[section]["words"]))


def measure(tokens: Sequence[Token], number: Number) -> Measure | None:
    """What the unit behind (or the symbol before) a number makes of it; None without one."""
    value = number.low if number.low is not None else number.max
    if value is None:
        return None
    behind = number.last + 1
    text = tokens[behind].text if behind < len(tokens) else ""
    if text in _PERCENT:
        return "percent", value, "%", behind, behind
    if _key(tokens, behind) in ("في", "ب") and _key(tokens, behind + 1) in _HUNDRED:
        return "percent", value, "%", behind + 1, behind + 1
    if number.first and tokens[number.first - 1].text in _SYMBOLS:
        return "money", value, _SYMBOLS[tokens[number.first - 1].text], number.last, number.first - 1
    if text in _SYMBOLS:
        return "money", value, _SYMBOLS[text], behind, behind
    at = number.counted
    noun = counted_noun(_key(tokens, at)) if at is not None else None
    if at is None or noun is None or not noun.strong or noun.kind in ("killed", "injured"):
        return _magnitude(tokens, number, value)
    return _unit(tokens, number, value, at, noun.kind, noun.lemma)


def _unit(tokens: Sequence[Token], number: Number, value: float, at: int, kind: str, lemma: str) -> Measure | None:
    last = max(at, number.last)
    if kind in ("distance_km", "distance_m"):
        if _key(tokens, at + 1) in _SQUARE:
            return "area", value, "كلم مربع" if kind == "distance_km" else "متر مربع", at + 1, at
        return "distance_km", value * _PER_KM.get(lemma, 1.0), "كلم", last, at
    if kind == "duration":
        return ("age" if _aged(tokens, number) else "duration"), value, lemma, last, at
    if kind == "degrees":
        found = _magnitude(tokens, number, value)
        return (found[0], value, None, last, found[4]) if found is not None else ("degrees", value, "درجة", last, at)
    if kind == "tonnes":
        per = {"طن": 1.0, "غرام": 1e-6, "جرام": 1e-6}.get(lemma, 0.001)
        return "tonnes", value * per, "طن", last, at
    if kind == "money":
        more = _key(tokens, at + 1)
        nation = more if more and more not in ("في", "من", "الي") and more[-1:] in "اي" and len(more) > 4 else ""
        return "money", value, lemma + (" " + nation if nation else ""), last + bool(nation), at
    return kind, value, lemma, last, at


def _magnitude(tokens: Sequence[Token], number: Number, value: float) -> Measure | None:
    """بقوة 6.2, قوته 7.5 درجة."""
    if not 0 < value <= 10:
        return None
    words = _words("magnitude")
    for j in range(number.first - 1, max(-1, number.first - 3), -1):
        if tokens[j].key in words:
            return "magnitude", value, None, number.last, j
    return None


def _aged(tokens: Sequence[Token], number: Number) -> bool:
    """البالغ من العمر 23 عاما, (53 عاما)."""
    first = number.first
    if first and tokens[first - 1].text in "(،," and number.value is not None and number.value < 120:
        behind = (number.counted or number.last) + 1
        return behind < len(tokens) and tokens[behind].text in ")،,"
    words = _words("age")
    return any(t.key in words for t in tokens[max(0, first - 4) : first])


def _key(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].key if 0 <= i < len(tokens) else ""
