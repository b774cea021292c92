"""Numbers of a text: digits of both scripts, number words, duals, ranges and bounds. Table: lexicon/cues/numbers.toml.

What only labels something (رقم 301، عام 2014، القرار 2254), dates and clock times are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.calendar_terms import month_at
from extract.counted import counted_noun
from extract.number_words import (
    CLOSING,
    OPENING,
    PERCENT,
    NumberTables,
    are_years,
    number_tables,
    ordinal_at,
    parse_digits,
    parse_or_zero,
    read_value,
)
from extract.tokens import Doc, Token


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


_DUAL = ("ان", "ين", "تي", "تا", "يه", "يها", "يهما", "اه", "اها", "اهما")


def find_numbers(doc: Doc) -> list[Number]:
    """Numbers in the order of the text, none inside another. Linear; raises nothing."""
    tables, tokens = number_tables(), doc.tokens
    starts = tables.starts
    words = [key for key in doc.where if key in starts or (len(key) > 4 and key.endswith(_DUAL))]
    places = sorted([*doc.digits, *doc.at(words)])
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


def _number(tokens: Sequence[Token], i: int, tables: NumberTables) -> Number | None:
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


def _digits(tokens: Sequence[Token], i: int, tables: NumberTables) -> Number | None:
    if i and _before(tokens, i).key in tables.labels:
        return None
    nxt = tokens[i + 1] if i + 1 < len(tokens) else None
    if month_at(tokens, i + 1) is not None:
        return None
    if i and month_at(tokens, i - 1) is not None and are_years(parse_or_zero(tokens[i].text), 2000):
        return None
    pair = parse_digits(tokens[i].text, nxt is not None and (nxt.text in PERCENT or nxt.key in _DEGREES))
    if pair is None:
        return None
    if pair[0] != pair[1]:
        scale = tables.words.get(nxt.key) if nxt is not None else None
        times = scale.value.value if scale is not None and scale.value.kind == "scale" and not scale.conj else 1.0
        return Number(i, i + (times > 1), None, pair[0] * times, pair[1] * times, how="range")
    read = read_value(tokens, i, tables, pair[0])
    if read is None:
        return None
    return Number(i, read[1], read[0], how="digits" if read[1] == i else "mixed")


_PERCENT_WORDS = frozenset(("المئه", "المائه", "الميه"))
_DEGREES = frozenset(("درجه", "درجات"))


def _before(tokens: Sequence[Token], i: int) -> Token:
    """The token before i, an opening bracket or a bare article (الـ24) jumped over."""
    back = i - 1
    if back and (tokens[back].text in "(#" or tokens[back].key == "ال"):
        back -= 1
    return tokens[back]


def _spelled(tokens: Sequence[Token], i: int, tables: NumberTables) -> Number | None:
    key = tokens[i].key
    nxt = tables.words.get(tokens[i + 1].key) if i + 1 < len(tokens) else None
    if key in _PERCENT_WORDS and i and tokens[i - 1].key in ("في", "ب"):
        return None
    vague = tables.vague.get(key)
    if vague is not None:
        if nxt is not None and nxt.value.kind == "scale" and not nxt.conj:  # مئات الآلاف
            return Number(i, i + 1, None, vague.value * nxt.value.value / 2, approximate=True, how="vague")
        return Number(i, i, None, vague.value, approximate=True, how="vague")
    read = read_value(tokens, i, tables)
    return Number(i, read[1], read[0], how="words") if read is not None else None


#: A name, no two students.
_NO_PAIR = frozenset(("طالبان", "وطالبان", "لطالبان", "بطالبان"))


def _dual(tokens: Sequence[Token], i: int, tables: NumberTables) -> Number | None:
    """جنديان، طائرتين: the noun is its own number."""
    if tokens[i].key in _NO_PAIR:
        return None
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


def _counting(tokens: Sequence[Token], number: Number, tables: NumberTables) -> Number:
    """Find the counted noun: right behind, behind `من`, or before a number with the article."""
    j = number.last + 1
    partitive = j < len(tokens) and tokens[j].key == "من"
    j += partitive
    if j < len(tokens) and tokens[j].text in CLOSING and number.first and tokens[number.first - 1].text in OPENING:
        j += 1
    behind = tokens[j] if j < len(tokens) and tokens[j].kind == "word" and tokens[j].key not in tables.stops else None
    noun = counted_noun(behind.key) if behind is not None else None
    if partitive and noun is not None and noun.kind in ("families", "places", "duration"):  # 3 من عائلة واحدة
        return number
    if behind is not None and _joined(behind) and (noun is None or noun.conj != ""):
        behind = None
        noun = None if _plain_before(tokens, number) else noun
    form = tables.words.get(tokens[number.first].key)
    at = _repeats(tokens, number) if noun is None and form is not None and not form.conj else None
    if at is not None:
        return _of(number, at, first=at)
    if behind is not None and not _governed(behind):
        return _of(number, j)
    if form is not None and form.det and number.first and _known(tokens[number.first - 1]):
        return _of(number, number.first - 1)
    bare = number.first > 1 and tokens[number.first - 1].key == "ال" and tokens[number.first - 2].key.startswith("ال")
    return _of(number, number.first - 2) if bare else number  # الركاب الـ80


def _plain_before(tokens: Sequence[Token], number: Number) -> bool:
    """Somebody who says of himself nothing of death stands before: حارس | واحد, but حالة وفاة | واحدة is told already."""
    noun = counted_noun(tokens[number.first - 1].key) if number.first else None
    return noun is not None and not (noun.strong and tokens[number.first - 1].key.endswith("ه"))


def _known(token: Token) -> bool:
    """Such that a number with the article may follow it: الجنود الثلاثة، أبنائه الثلاثة."""
    return token.key.startswith("ال") or (token.best is not None and token.best.enc != "" and token.best.num == "p")


def _repeats(tokens: Sequence[Token], number: Number) -> int | None:
    """The noun that one or two only repeat: طفلين اثنين، جنديا تشاديا واحدا."""
    if number.value not in (1, 2):
        return None
    for back in (1, 2):
        i = number.first - back
        noun = counted_noun(tokens[i].key) if i >= 0 else None
        if noun is not None and (back == 1 or noun.number == ("s" if number.value == 1 else "d")):
            return i
        best = tokens[i].best if i >= 0 else None
        nisba = i >= 0 and tokens[i].key.endswith("يا")  # spelled like a country: نيجيريا
        if best is None or (best.pos != "adj" and not nisba) or best.conj or best.det:
            return None
    return None


def _of(n: Number, counted: int, *, first: int | None = None) -> Number:
    """A number with the noun that it counts; `replace` takes ten times as long, and most numbers count something."""
    return Number(
        n.first if first is None else first, n.last, n.value, n.min, n.max, n.approximate, n.ordinal, counted, n.how
    )


def _joined(token: Token) -> bool:
    """Added by و rather than counted: قتل تسعة | وفقد عشرة."""
    return token.key[0] == "و" and (len(token.key) > 4 or (token.best is not None and token.best.conj != ""))


def _governed(token: Token) -> bool:
    """A noun with ب says how or where, not of whom: أصيب 63 | بجروح."""
    best = token.best
    return best is not None and best.known and best.pos == "noun" and best.prep == "ب" and not best.det


def _bounded(tokens: Sequence[Token], number: Number, tables: NumberTables) -> Number:
    """Bounds told right before the number, or behind it and its noun."""
    back = number.first - 1
    if back > 0 and (tokens[back].key == "ال" or tokens[back].text in OPENING):
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
        return replace(number, value=None, min=value, approximate=False)
    return replace(number, value=None, max=value, approximate=False)


def _ranges(tokens: Sequence[Token], found: list[Number], tables: NumberTables) -> list[Number]:
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


def _range(tokens: Sequence[Token], one: Number, two: Number, tables: NumberTables) -> Number | None:
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


def _changes(tokens: Sequence[Token], i: int, tables: NumberTables) -> bool:
    """ارتفع ... من 13: what follows is an old and a new number."""
    return any(t.key in tables.change for t in tokens[max(0, i - 12) : i])


def _scale_of(value: float) -> float:
    return next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s), 1.0)
