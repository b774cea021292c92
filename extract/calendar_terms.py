"""The words of time as look-up tables, from lexicon/cues/time.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from extract.clean import fold
from extract.closed import Phrases, forms, split_words
from extract.rules import table
from extract.tokens import Token


@dataclass(frozen=True, slots=True)
class Terms:
    """Words of time by their keys."""

    #: الاثنين -> 0, with conjunction and preposition.
    weekdays: Mapping[str, int]
    #: (month, hijri?, words it takes) by its first word, longest first.
    months: Mapping[str, tuple[tuple[tuple[str, ...], int, bool], ...]]
    ambiguous: frozenset[str]
    days: Phrases[int]
    parts: Phrases[str]
    adverbs: Phrases[str]
    hours: Mapping[str, tuple[int, int]]
    #: past, future, present by key.
    qualifiers: Mapping[str, str]
    #: hour, minute, day, week, month, year, decade by key.
    units: Mapping[str, str]
    duals: frozenset[str]
    plurals: frozenset[str]
    edges: Mapping[str, str]
    seasons: Mapping[str, tuple[int, int]]
    zones: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]


def _spread(words: Mapping[str, Any]) -> dict[str, Any]:
    return {key: form.value for key, form in forms(words).items()}


def _months(raw: Mapping[str, Any]) -> dict[str, tuple[tuple[tuple[str, ...], int, bool], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], int, bool]]] = {}
    for section, hijri in (("months", False), ("hijri", True)):
        for number, names in raw[section].items():
            for name in names.split():
                words = tuple(fold(word) for word in name.split("_"))
                for clitic in ("", "و", "ل", "ب", "ف"):
                    found.setdefault(clitic + words[0], []).append((words, int(number), hijri))
    return {key: tuple(sorted(rows, key=lambda row: -len(row[0]))) for key, rows in found.items()}


@cache
def terms() -> Terms:
    """All tables, read once. Raises LexiconError."""
    raw = table("cues/time.toml")
    weekdays = {fold(name): n for n, name in enumerate(raw["weekdays"]["names"])}
    units = {word: unit for unit, words in raw["units"].items() for word in split_words(words)}
    parts = [(name, name) for name in raw["parts"]] + [(_with_article(name), name) for name in raw["parts"]]
    return Terms(
        weekdays={c + key: n for key, n in weekdays.items() for c in ("", "و", "ف", "ب", "ول")}
        | {"لل" + key[2:]: n for key, n in weekdays.items()},
        months=_months(raw),
        ambiguous=frozenset(split_words(raw["ambiguous_months"]["words"])),
        days=Phrases((phrase, int(n)) for n, phrases in raw["days"].items() for phrase in phrases),
        parts=Phrases(parts),
        adverbs=Phrases(raw["part_adverbs"].items()),
        hours={name: (first, hours) for name, (first, hours) in raw["parts"].items()},
        qualifiers={w: kind for kind, words in raw["qualifiers"].items() for w in split_words(words)},
        units=_spread(units),
        duals=frozenset(_spread(dict.fromkeys(split_words(raw["duals"]["words"]), 0))),
        plurals=frozenset(_spread(dict.fromkeys(split_words(raw["plurals"]["words"]), 0))),
        edges=_spread({w: kind for kind, words in raw["edges"].items() for w in split_words(words)}),
        seasons=_spread({fold(word): tuple(span) for word, span in raw["seasons"].items()}),
        zones={fold(name): zone for name, zone in raw["zones"].items()},
        sets={
            "never_after": frozenset(split_words(raw["weekdays"]["never_after"])),
            "months_in_place": frozenset(fold(word) for word in raw["ambiguous_months"]["in_place"].split()),
            "named": frozenset(split_words(raw["named_dates"]["words"])),
            "not_today_after": frozenset(split_words(raw["not_today"]["after"])),
            "not_today_before": frozenset(split_words(raw["not_today"]["before"])),
            "before_plain": frozenset(split_words(raw["not_today"]["before_plain"])),
            "approximate": frozenset(split_words(raw["approximate"]["words"])),
            "clock": frozenset(_spread(dict.fromkeys(split_words(raw["clock"]["openers"]), 0))),
            "ahead": frozenset(split_words(raw["ahead"]["words"])),
            "saying": frozenset(_spread(dict.fromkeys(split_words(raw["saying"]["words"]), 0))),
        },
    )


def _with_article(name: str) -> str:
    """منتصف ليل -> منتصف الليل."""
    *head, last = name.split()
    return " ".join([*head, "ال" + last])


def month_at(tokens: Sequence[Token], i: int) -> tuple[int, bool, int] | None:
    """(month, Hijri, last token) of a month's name at i."""
    if i >= len(tokens):
        return None
    for words, number, hijri in terms().months.get(tokens[i].key, ()):
        if len(words) == 1 or (i + 1 < len(tokens) and tokens[i + 1].key == words[1]):
            return number, hijri, i + len(words) - 1
    return None
