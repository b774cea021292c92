"""Readings of a word: the project's compiled lexicon, then a CALIMA database if the user has one, then the word's shape.

Reduced tuples are cached, never camel-tools' dicts (2 kB each). A reading's rank is a prior of the word alone; the rules
that see its neighbours choose.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from extract import bootstrap, shape
from extract.clean import clean, key
from extract.database import Database
from extract.reader import MAX_WORD, Reader, Scored, reduce
from extract.tokens import Analysis

CACHED_WORDS = 50_000
#: Readings kept for one word.
MAX_READINGS = 12


class Morphology:
    """Analyses words. Safe to share between threads."""

    def __init__(
        self,
        read: Callable[[str], list[Scored]],
        second: Callable[[str], list[Analysis]] | None = None,
        *,
        tier: str = "lexicon",
        note: str = "",
    ) -> None:
        #: lexicon, msa-r13 or msa-r13+mle: what made the readings.
        self.tier = tier
        #: Why optional data was not used, "" when there is nothing to say.
        self.note = note
        self._read = read
        self._second = second
        self._ranks = tier == "msa-r13+mle"
        self._cached = lru_cache(maxsize=CACHED_WORDS)(self._analyse)

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ) -> Morphology:
        """Open the packaged database and whatever optional data `environ` leads to. No network, no write to HOME.

        Raises bootstrap.BrokenDatabaseError when the packaged database cannot be read; broken optional data is only noted.
        """
        data = bootstrap.find_data(environ)
        reader = Reader(Database.load())
        second, tier, note = _second_tier(data)
        return cls(reader.read, second, tier=tier, note=note or data.note)

    def analyse(self, word: str) -> tuple[Analysis, ...]:
        """Readings of a cleaned token, likeliest first; never empty, never raises."""
        if len(word) > MAX_WORD:
            return shape.guess(word)
        return self._cached(word)

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Lemmas of a word, likeliest first, each once."""
        return tuple(dict.fromkeys(reading.lemma for reading in self.analyse(word)))

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        own = _ranked(self._read(word))
        if self._second is not None and (self._ranks or not own):
            other = self._second(word)
            own = _agreeing_first(own, other) if own else tuple(dict.fromkeys(other))
        return own[:MAX_READINGS] or shape.guess(word)


def _ranked(scored: list[Scored]) -> tuple[Analysis, ...]:
    """Best first, each once; equal scores in the order of their fields, so that no run differs from another."""
    if len(scored) == 1:
        return (scored[0][1],)
    scored.sort()
    return tuple(dict.fromkeys(reading for _, reading in scored))


def _agreeing_first(own: tuple[Analysis, ...], other: list[Analysis]) -> tuple[Analysis, ...]:
    """Own readings, those first that a ranking model's best reading agrees with."""
    if not other:
        return own
    best = other[0]

    def disagreement(reading: Analysis) -> int:
        if reading.pos != best.pos:
            return 2
        return 0 if key(reading.lemma) == key(best.lemma) else 1

    return tuple(sorted(own, key=disagreement))


def _second_tier(data: bootstrap.CamelData) -> tuple[Callable[[str], list[Analysis]] | None, str, str]:
    """(analyser, tier, note) of the user's CALIMA data."""
    if data.calima is None:
        return None, "lexicon", ""
    try:
        db = bootstrap.database(data.calima)
        if data.mle is None:
            return _foreign(bootstrap.analyser(db, data), ranked=False), "msa-r13", ""
    except bootstrap.BrokenDatabaseError as error:
        return None, "lexicon", str(error)
    try:
        return _foreign(bootstrap.ranked_analyser(db, data.mle, data), ranked=True), "msa-r13+mle", ""
    except bootstrap.BrokenDatabaseError as error:
        return _foreign(bootstrap.analyser(db, data), ranked=False), "msa-r13", str(error)


def _foreign(analyse: Callable[[str], list[dict[str, Any]]], *, ranked: bool) -> Callable[[str], list[Analysis]]:
    """Readings of a CALIMA analyser with lemmas as this project writes them."""

    def read(word: str) -> list[Analysis]:
        scored = [pair for features in analyse(word) if (pair := reduce(features, exact=True)) is not None]
        if not ranked:
            scored.sort()
        return [replace(reading, lemma=clean(reading.lemma).text) for _, reading in scored]

    return read
