"""Numbers of a text: digits of both scripts, number words, duals, ranges and bounds. Table: lexicon/cues/numbers.toml.

What only labels something (رقم 301، عام 2014، القرار 2254), dates and clock times are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from extract.calendar_terms import month_at
from extract.closed import Form, Known, Phrases, forms, split_words
from extract.counted import counted_noun
from extract.rules import table
from extract.tokens import Doc, Token

#: Words longer than this never are a number of a news text; keeps a list of number words linear.
MAX_WORDS = 24


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `value` is None where only bounds or a vague word (عشرات) were told."""

    first: int
    last: int
    value: float | None
    min: float | None = None
    max: float | None = None
    approximate: bool = False
    #: الثالث: a place in a row, never a count.
    ordinal: bool = False
    #: Token of the counted noun, where one follows (or, for الجنود الثلاثة, precedes).
    counted: int | None = None
    #: digits, words, mixed, dual, range, vague, ordinal.
    how: str = "digits"

    @property
    def low(self) -> float | None:
        """The value or the lower bound."""
        return self.value if self.value is not None else self.min


_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،", "01234567890123456789.,,")
_GROUPED = re.compile(r"\d{1,3}([.,])\d{3}(\1\d{3})*$")
_MIXED = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+$")
_DECIMAL = re.compile(r"\d+[.,]\d+$")
_RANGE = re.compile(r"(\d+(?:[.,]\d+)*)[-–](\d+(?:[.,]\d+)*)$")
_PERCENT = frozenset(("%", "٪"))


@lru_cache(maxsize=4096)
def parse_digits(text: str, decimal: bool = False) -> tuple[float, float] | None:
    """(low, high) of a number token; None for dates, clock times, telephone numbers. `decimal` reads 5.125 as such."""
    plain = text.translate(_ASCII)
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
        return (low[0], high[1]) if low and high and low[0] < high[1] and not _years(low[0], high[1]) else None
    return (value, value) if value is not None else None


def _years(low: float, high: float) -> bool:
    return 1900 <= low <= 2100 and 1900 <= high <= 2100


class _Word:
    """What a number word does in a compound."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: float) -> None:
        #: unit, ten, tens, hundred, scale, twice, fraction, teen_unit.
        self.kind = kind
        self.value = value


@dataclass(frozen=True, slots=True)
class _Tables:
    words: dict[str, Form[_Word]]
    ordinals: dict[str, Form[float]]
    ordinal_units: dict[str, Form[float]]
    vague: dict[str, Form[float]]
    bounds: Phrases[str]
    after: Phrases[str]
    after_edges: frozenset[str]
    labels: frozenset[str]
    change: frozenset[str]
    stops: frozenset[str]
    #: Whether a key can begin a number.
    starts: Known


@cache
def _tables() -> _Tables:
    raw = table("cues/numbers.toml")
    words: dict[str, _Word] = {}
    for section, kind in (("units", "unit"), ("tens", "tens"), ("hundreds", "hundred"), ("scales", "scale"),
                          ("twice", "twice"), ("fractions", "fraction"), ("teen_units", "teen_unit")):  # fmt: skip
        for value, spellings in raw[section].items():
            for word in split_words(spellings):
                words.setdefault(word, _Word("ten" if value == "10" else kind, float(value)))
    spelled = forms(words)
    for key in [k for k, form in spelled.items() if form.det and form.value.kind == "unit" and form.value.value == 2]:
        del spelled[key]  # الاثنين is Monday
    ordinals, ordinal_units, vague = _values(raw, "ordinals"), _values(raw, "ordinal_units"), _values(raw, "vague")
    after = Phrases((p, effect) for effect, phrases in raw["after"].items() for p in phrases)
    return _Tables(
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
        Known(_starting(frozenset(spelled) | frozenset(ordinals) | frozenset(ordinal_units) | frozenset(vague))),
    )


def _starting(words: frozenset[str]) -> Callable[[str], bool]:
    """Listed words, digits, and what looks like a dual."""
    return lambda key: key in words or key[:1].isdigit() or (key[-2:] in _DUAL and len(key) > 4)


def _values(raw: dict[str, Any], section: str) -> dict[str, Form[float]]:
    return forms({word: float(v) for v, spellings in raw[section].items() for word in split_words(spellings)})


_DUAL = frozenset(("ان", "ين", "تي", "تا"))


def find_numbers(doc: Doc) -> list[Number]:
    """Numbers in the order of the text, none inside another. Linear; raises nothing."""
    tables, tokens = _tables(), doc.tokens
    starts = tables.starts
    places = [t.i for t in tokens if starts[t.key]]
    found: list[Number] = []
    free = 0
    for i in places:
        if i < free:
            continue
        number = _number(tokens, i, tables)
        if number is not None:
            if found and number.first <= found[-1].last:  # طفلين اثنين: once
                found.pop()
            found.append(number)
            free = number.last + 1
    return _ranges(tokens, found, tables)


def ordinal_at(tokens: Sequence[Token], i: int) -> tuple[int, int] | None:
    """(value, last token) of an ordinal word at i: الثالث، الحادي والعشرين، الثالث عشر."""
    tables = _tables()
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
    read = _read(tokens, i, _tables())
    return (read[0], read[1]) if read is not None else None


def _number(tokens: Sequence[Token], i: int, tables: _Tables) -> Number | None:
    token = tokens[i]
    number: Number | None
    if token.kind == "number":
        number = _digits(tokens, i, tables)
    elif token.key in tables.words or token.key in tables.vague:
        number = _spelled(tokens, i, tables)
    elif ordinal := ordinal_at(tokens, i):
        return Number(i, ordinal[1], float(ordinal[0]), ordinal=True, how="ordinal")
    else:
        return _dual(tokens, i, tables)
    return _bounded(tokens, _counting(tokens, number, tables), tables) if number is not None else None


def _digits(tokens: Sequence[Token], i: int, tables: _Tables) -> Number | None:
    if i and _before(tokens, i).key in tables.labels:
        return None
    nxt = tokens[i + 1] if i + 1 < len(tokens) else None
    if month_at(tokens, i + 1) is not None:
        return None
    if i and month_at(tokens, i - 1) is not None and _years(parse_or_zero(tokens[i].text), 2000):
        return None
    pair = parse_digits(tokens[i].text, nxt is not None and (nxt.text in _PERCENT or nxt.key in _DEGREES))
    if pair is None:
        return None
    if pair[0] != pair[1]:
        scale = tables.words.get(nxt.key) if nxt is not None else None
        times = scale.value.value if scale is not None and scale.value.kind == "scale" and not scale.conj else 1.0
        return Number(i, i + (times > 1), None, pair[0] * times, pair[1] * times, how="range")
    read = _read(tokens, i, tables, pair[0])
    if read is None:
        return None
    return Number(i, read[1], read[0], how="digits" if read[1] == i else "mixed")


_PERCENT_WORDS = frozenset(("المئه", "المائه", "الميه"))
_DEGREES = frozenset(("درجه", "درجات"))


def parse_or_zero(text: str) -> float:
    """The digits of a token, 0 when they are no plain number."""
    pair = parse_digits(text)
    return pair[0] if pair is not None and pair[0] == pair[1] else 0.0


def _before(tokens: Sequence[Token], i: int) -> Token:
    """The token before i, an opening bracket or a bare article (الـ24) jumped over."""
    back = i - 1
    if back and (tokens[back].text in "(#" or tokens[back].key == "ال"):
        back -= 1
    return tokens[back]


def _spelled(tokens: Sequence[Token], i: int, tables: _Tables) -> Number | None:
    key = tokens[i].key
    nxt = tables.words.get(tokens[i + 1].key) if i + 1 < len(tokens) else None
    if key in _PERCENT_WORDS and i and tokens[i - 1].key in ("في", "ب"):
        return None
    vague = tables.vague.get(key)
    if vague is not None:
        if nxt is not None and nxt.value.kind == "scale" and not nxt.conj:  # مئات الآلاف
            return Number(i, i + 1, None, vague.value * nxt.value.value / 2, approximate=True, how="vague")
        return Number(i, i, None, vague.value, approximate=True, how="vague")
    read = _read(tokens, i, tables)
    return Number(i, read[1], read[0], how="words") if read is not None else None


def _read(tokens: Sequence[Token], i: int, tables: _Tables, digits: float | None = None) -> tuple[float, int] | None:
    """Value and last token of the compound at i. Groups below a thousand join by و, scales multiply and must fall."""
    total, group, level = 0.0, digits, float("inf")
    last = i if digits is not None else i - 1
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
                form = Form(_Word("teen_unit", 1.0), "و", "", False)  # وأحد عشر
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


_Step = tuple[str, float, float | None, float]


def _join(form: Form[_Word], kind: str, group: float | None, level: float) -> _Step | None:
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


def _dual(tokens: Sequence[Token], i: int, tables: _Tables) -> Number | None:
    """جنديان، طائرتين: the noun is its own number."""
    noun = counted_noun(tokens[i].key)
    if noun is not None:
        before = counted_noun(tokens[i - 1].key) if i and not noun.conj else None
        if before is not None and before.number == "d":  # جنديين تركيين: an adjective
            return None
        return Number(i, i, 2.0, counted=i, how="dual") if noun.number == "d" else None
    best = tokens[i].best
    if best is None or best.num != "d" or best.pos != "noun" or best.enc or not best.known:
        return None
    if any(a.num == "p" and a.pos == "noun" for a in tokens[i].analyses):
        return None
    return Number(i, i, 2.0, counted=i, how="dual")


def _counting(tokens: Sequence[Token], number: Number, tables: _Tables) -> Number:
    """Find the counted noun: right behind, behind `من`, or before a number with the article."""
    j = number.last + 1
    partitive = j < len(tokens) and tokens[j].key == "من"
    j += partitive
    if j < len(tokens) and tokens[j].text == ")":
        j += 1
    behind = tokens[j] if j < len(tokens) and tokens[j].kind == "word" and tokens[j].key not in tables.stops else None
    noun = counted_noun(behind.key) if behind is not None else None
    if partitive and noun is not None and noun.kind in ("families", "places", "duration"):  # 3 من عائلة واحدة
        return number
    joined = behind is not None and behind.key[0] == "و" and len(behind.key) > 4 and (noun is None or noun.conj != "")
    if behind is not None and not joined:
        return replace(number, counted=j)
    form = tables.words.get(tokens[number.first].key)
    before = counted_noun(tokens[number.first - 1].key) if number.first and number.value == 2 else None
    if before is not None and form is not None and not form.conj:  # طفلين اثنين
        return replace(number, first=number.first - 1, counted=number.first - 1)
    if form is not None and form.det and number.first and tokens[number.first - 1].key.startswith("ال"):
        return replace(number, counted=number.first - 1)
    return number


def _bounded(tokens: Sequence[Token], number: Number, tables: _Tables) -> Number:
    """Bounds told right before the number, or behind it and its noun."""
    back = number.first - 1
    if back >= 0 and tokens[back].key in ("ال", "(") and back:
        back -= 1
    before = tables.bounds.at(tokens, back)
    if before is not None:
        first, effect = before
        number = _bound(replace(number, first=first), effect)
        outer = tables.bounds.at(tokens, first - 1)
        if effect == "about" and outer is not None:
            number = _bound(replace(number, first=outer[0]), outer[1])
        return number
    stop = (number.counted if number.counted is not None else number.last) + 4
    for j in range(number.last + 1, min(stop, len(tokens))):
        if tokens[j].kind == "number":
            break
        behind = tables.after.at(tokens, j) if tokens[j].key in tables.after_edges else None
        if behind is not None:
            return _bound(number, behind[1])
    return number


def _bound(number: Number, effect: str) -> Number:
    value = number.value
    if effect == "about" or value is None:
        return replace(number, approximate=True)
    if effect == "min":
        return replace(number, value=None, min=value)
    return replace(number, value=None, max=value)


def _ranges(tokens: Sequence[Token], found: list[Number], tables: _Tables) -> list[Number]:
    """Join what is told as a range: بين 10 و15، 10 إلى 15. `ارتفع من 13 إلى 38` is two numbers."""
    joined: list[Number] = []
    for number in found:
        previous = joined[-1] if joined else None
        merged = _range(tokens, previous, number, tables) if previous is not None else None
        if merged is not None:
            joined[-1] = merged
        else:
            joined.append(number)
    return joined


def _range(tokens: Sequence[Token], one: Number, two: Number, tables: _Tables) -> Number | None:
    gap = two.first - one.last
    if one.value is None or two.value is None or one.value >= two.value or one.ordinal or two.ordinal or gap > 2:
        return None
    link = tokens[one.last + 1].key if gap == 2 else ""
    opener = tokens[one.first - 1].key if one.first else ""
    if opener in ("بين", "وبين", "مابين"):
        if link not in ("و", "الي", "-", "–") and not tokens[two.first].key.startswith("و"):
            return None
    elif link not in ("الي", "او", "-", "–") or (link == "الي" and _changes(tokens, one.first, tables)):
        return None
    low = one.value
    if link != "و" and low < 1000 <= two.value and one.last == one.first and two.how in ("mixed", "words"):
        scale = _scale_of(two.value)
        low = low * scale if low * scale < two.value else low  # 10 إلى 15 ألفا
    return replace(two, first=one.first, value=None, min=low, max=two.value, how="range")


def _changes(tokens: Sequence[Token], i: int, tables: _Tables) -> bool:
    """ارتفع ... من 13: what follows is an old and a new number."""
    return any(t.key in tables.change for t in tokens[max(0, i - 12) : i])


def _scale_of(value: float) -> float:
    return next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s), 1.0)
