"""Where the line ends that opens an agency's report: أبوظبي في 13 ديسمبر / وام /، دمشق-سانا."""

from __future__ import annotations

from collections.abc import Sequence

from extract.clean import fold
from extract.rules import table
from extract.tokens import Token

#: Agencies whose short names are also words or towns: they close a dateline only between their marks.
_SHORT = ("قنا", "بترا", "معا", "بنا", "الأناضول")
_AGENCIES = frozenset(
    tuple(fold(name).split()) for row in table("cues/agencies.toml")["agency"] for name in (*row["names"], *_SHORT)
)
_OPENING = frozenset(("/", "-", "–", "—", "(", ":"))
_CLOSING = frozenset(("/", "-", "–", "—", ")", ":"))
#: Of the year before it: 14 صفر 1439 هـ الموافق 3 نوفمبر 2017 م واس.
_ERAS = frozenset(("م", "ه"))
#: Tokens of a place and two dates, and words of an agency's name, at most.
_LONGEST = 18
_WORDS = 3


def end(tokens: Sequence[Token]) -> int | None:
    """The last token of the dateline; the first must be a place. None where no agency stands between marks."""
    for i in range(1, min(_LONGEST, len(tokens))):
        if tokens[i].kind == "break":
            return None
        if tokens[i - 1].text in _OPENING or tokens[i - 1].key in _ERAS:
            last = _agency(tokens, i)
            if last is not None:
                return _marks(tokens, last)
    return None


def _agency(tokens: Sequence[Token], first: int) -> int | None:
    """The last token of the agency named at a token."""
    keys: tuple[str, ...] = ()
    for i in range(first, min(first + _WORDS, len(tokens))):
        keys += (tokens[i].key,)
        if keys in _AGENCIES:
            return i
    return None


def _marks(tokens: Sequence[Token], last: int) -> int:
    while last + 1 < len(tokens) and tokens[last + 1].text in _CLOSING:
        last += 1
    return last
