"""Digits and number words read as values. Table: lexicon/cues/numbers.toml; extract/numbers.py says what they count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extract.clean import western
from extract.closed import Form, Phrases, forms, split_words
from extract.counted import counted_noun
from extract.rules import table
from extract.tokens import Token

#: Words longer than this never are a number of a news text; keeps a list of number words linear.
MAX_WORDS = 24

_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(\1\d{3})*$")
_MIXED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+$")
_DECIMAL = re.compile(r"\d+[.,]\d+$")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)*)[-–](\d+(?:[.,]\d+)*)$")
PERCENT = frozenset(("%", "٪"))
#: Around a number in brackets or quotation marks: (7) أشخاص، أكثر من «3» آلاف.
OPENING = frozenset(("(", "«", '"', "“"))
CLOSING = frozenset((")", "»", '"', "”"))


@lru_cache(maxsize=4096)
def parse_digits(text: str, decimal: bool = False) -> tuple[float, float] | None:
    """(low, high) of a number token; None for dates, clock times, telephone numbers. `decimal` reads 5.125 as such."""
    plain = western(text)
    if len(plain) > 24:
        return None
    if plain.isdigit():
        return (float(plain), float(plain)) if len(plain) <= 15 else None
    value: float | None = None
    if _MIXED.match(plain):
        value = float(plain.replace(",", ""))
    elif _GROUPED.match(plain) and not decimal and plain[0] != "0":
        value = float(plain.replace(",", "").replace(".", ""))
    elif _DECIMAL.match(plain):
        value = float(plain.replace(",", "."))
    elif pair := _RANGE.match(plain):
        low, high = parse_digits(pair[1], decimal), parse_digits(pair[2], decimal)
        return (low[0], high[1]) if low and high and low[0] < high[1] and not are_years(low[0], high[1]) else None
    return (value, value) if value is not None else None


def are_years(low: float, high: float) -> bool:
    return 1900 <= low <= 2100 and 1900 <= high <= 2100


def parse_or_zero(text: str) -> float:
    """The digits of a token, 0 when they are no plain number."""
    pair = parse_digits(text)
    return pair[0] if pair is not None and pair[0] == pair[1] else 0.0


class Word:
    """What a number word does in a compound."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: float) -> None:
        #: unit, ten, tens, hundred, scale, twice, fraction, teen_unit.
        self.kind = kind
        self.value = value


@dataclass(frozen=True, slots=True)
class NumberTables:
    words: dict[str, Form[Word]]
    ordinals: dict[str, Form[float]]
    ordinal_units: dict[str, Form[float]]
    vague: dict[str, Form[float]]
    bounds: Phrases[str]
    after: Phrases[str]
    after_edges: frozenset[str]
    labels: frozenset[str]
    change: frozenset[str]
    stops: frozenset[str]
    #: Keys that begin a number; so do digits, and what looks like a dual.
    starts: frozenset[str]


@cache
def number_tables() -> NumberTables:
    raw = table("cues/numbers.toml")
    words: dict[str, Word] = {}
    for section, kind in (("units", "unit"), ("tens", "tens"), ("hundreds", "hundred"), ("scales", "scale"),
                          ("twice", "twice"), ("fractions", "fraction"), ("teen_units", "teen_unit")):  # fmt: skip
        for value, spellings in raw[section].items():
            for word in split_words(spellings):
                words.setdefault(word, Word("ten" if value == "10" else kind, float(value)))
    spelled = forms(words)
    for key in [k for k, form in spelled.items() if form.det and form.value.kind == "unit" and form.value.value == 2]:
        del spelled[key]  # الاثنين is Monday
    ordinals, ordinal_units, vague = _values(raw, "ordinals"), _values(raw, "ordinal_units"), _values(raw, "vague")
    after = Phrases((p, effect) for effect, phrases in raw["after"].items() for p in phrases)
    return NumberTables(
        spelled,
        ordinals,
        ordinal_units,
        vague,
        Phrases(((p, effect) for effect, phrases in raw["bounds"].items() for p in phrases), backwards=True),
        after,
        after.edges,
        frozenset(c + word for word in split_words(raw["labels"]["words"]) for c in ("", "و", "ل", "ب", "ف")),
        frozenset(split_words(raw["joins"]["change"])),
        frozenset(split_words(raw["stops"]["words"])),
        frozenset(spelled) | frozenset(ordinals) | frozenset(ordinal_units) | frozenset(vague),
    )


def _values(raw: dict[str, Any], section: str) -> dict[str, Form[float]]:
    return forms({word: float(v) for v, spellings in raw[section].items() for word in split_words(spellings)})


def ordinal_at(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """(value, last token) of an ordinal word at i: الثالث، الحادي والعشرين، الثالث عشر."""
    tables = number_tables()
    form = tables.ordinals.get(tokens[i].key) or tables.ordinal_units.get(tokens[i].key)
    if form is None:
        tens = tables.words.get(tokens[i].key)
        return (int(tens.value.value), i) if tens and tens.det and tens.value.kind == "tens" else None
    value = int(form.value)
    following = tables.words.get(tokens[i + 1].key) if i + 1 < len(tokens) else None
    if following is not None and value < 10:
        if following.value.kind == "ten" and not following.conj:
            return value + 10, i + 1
        if following.value.kind == "tens" and following.conj and following.det:
            return value + int(following.value.value), i + 1
    return (value, i) if tokens[i].key in tables.ordinals else None


def number_at(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """(value, last token) of the digits or number words at i, whatever they mean there."""
    if tokens[i].kind == "number":
        digits = parse_digits(tokens[i].text)
        if digits is None or digits[0] != digits[1]:
            return None
    read = read_value(tokens, i, number_tables())
    return (read[0], read[1]) if read is not None else None


def read_value(
    tokens: Sequence[Token], i: int, tables: NumberTables, digits: float | None = None
) -> tuple[float, int] | None:
    """Value and last token of the compound at i. Groups below a thousand join by و, scales multiply and must fall."""
    total, group, level = 0.0, digits, float("inf")
    last = i if digits is not None else i - 1
    last += digits is not None and _scaled_in_quotes(tokens, i, tables)
    kind = "digits" if digits is not None else ""
    j = last + 1
    while j < min(len(tokens), i + MAX_WORDS):
        token = tokens[j]
        if kind == "scale" and token.key == "و" and j + 1 < len(tokens) and tokens[j + 1].kind == "number":
            more = parse_or_zero(tokens[j + 1].text)  # 3 آلاف و200
            scale = tables.words.get(tokens[j + 2].key) if j + 2 < len(tokens) else None
            taken = scale is not None and scale.value.kind == "scale" and not scale.conj and scale.value.value >= level
            if not 0 < more < level or taken:
                break
            group, kind, last = more, "digits", j + 1
            j += 2
            continue
        if token.kind == "number" and not kind:
            pair = parse_digits(token.text)
            if pair is None:
                break
            group, kind = pair[0], "digits"
        else:
            form = tables.words.get(token.key)
            if token.key == "واحد" and kind and j + 1 < len(tokens) and tokens[j + 1].key == "عشر":
                form = Form(Word("teen_unit", 1.0), "و", "", False)  # وأحد عشر
            if form is not None and form.value.kind == "twice" and not kind and _one_of_it(tokens, j):
                form = form._replace(value=Word("scale", form.value.value))
            step = _join(form, kind, group, level) if form is not None else None
            if form is None or step is None:
                break
            kind, add, group, level = step[0], step[1], step[2], step[3]
            total += add
        last = j
        j += 1
    if last < i or kind == "teen_unit":
        return None
    if kind == "scale" and group is not None:  # a group that no later scale took up
        total, group = total + group, None
    if kind == "end" and last + 1 < len(tokens) and tokens[last + 1].key.startswith("ال"):
        again = tables.words.get(tokens[last + 1].key)
        last += again is not None and again.value.kind == "scale"  # مليون ونصف المليون
    return total + (group or 0.0), last


def _scaled_in_quotes(tokens: Sequence[Token], i: int, tables: NumberTables) -> bool:
    """Digits in quotation marks or brackets, and their scale behind: «3» آلاف."""
    if i + 2 >= len(tokens) or tokens[i + 1].text not in CLOSING:
        return False
    scale = tables.words.get(tokens[i + 2].key)
    return scale is not None and scale.value.kind == "scale" and not scale.conj


def _one_of_it(tokens: Sequence[Token], i: int) -> bool:
    """بلغ ألفا، ألفا وخمسمئة: a thousand in the accusative; two of it lean on their noun, ألفا شخص."""
    behind = tokens[i + 1].key if i + 1 < len(tokens) else ""
    return tokens[i].key.endswith("ا") and counted_noun(behind) is None


_Step = tuple[str, float, float | None, float]


def _join(form: Form[Word], kind: str, group: float | None, level: float) -> _Step | None:
    """(kind, what it adds to the total, open group, level) after one more word; None where it does not belong."""
    word, value = form.value, form.value.value
    first, linked = kind == "", bool(form.conj)
    if word.kind in ("scale", "twice"):
        if not first and not linked and group is not None and value < level:
            return "scale", group * value, None, value
        if first or (linked and kind == "scale" and value < level):
            return "scale", (2 if word.kind == "twice" else 1) * value, None, value
        return None
    if word.kind == "fraction":
        if first:
            return "fraction", 0.0, value, level
        if linked and kind == "scale":
            return "end", value * level, None, level
        return ("end", 0.0, (group or 0.0) + value, level) if linked and group is not None and value == 0.5 else None
    if first or (linked and kind == "scale" and value < level):
        return word.kind, 0.0, value, level
    if group is None or kind in ("fraction", "end", "digits"):
        return None
    if word.kind == "ten" and not linked and kind in ("unit", "teen_unit") and 1 <= group % 100 <= 9:
        return "tens", 0.0, group + 10, level
    if value == 100 and not linked and kind == "unit" and 3 <= group <= 9:
        return "hundred", 0.0, group * 100, level
    if linked and kind == "hundred" and value < 100:
        return word.kind, 0.0, group + value, level
    if linked and word.kind == "tens" and kind in ("unit", "teen_unit") and 1 <= group % 100 <= 9:
        return "tens", 0.0, group + value, level
    return None
