"""What an item is when it is no news of events: sport, markets, weather forecast, opinion, advice, culture, notices.

Table: extract/lexicon/cues/genre.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.clean import fold
from extract.parsed import Parsed
from extract.rules import table

#: Words of a text that are looked at.
_WINDOW = 120


@dataclass(frozen=True, slots=True)
class Genres:
    """Weighted words and phrases by genre."""

    words: dict[str, tuple[tuple[str, float], ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str, float], ...]]
    #: genre -> score from which an item is of it.
    bars: dict[str, float]
    #: genre -> strength that a rule needs to be heard in it.
    silence: dict[str, float]

    @classmethod
    def load(cls) -> Genres:
        """Read the table."""
        words: dict[str, list[tuple[str, float]]] = {}
        phrases: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
        bars, silence = {}, {}
        for name, row in table("cues/genre.toml").items():
            if not isinstance(row, dict):
                continue
            bars[name], silence[name] = float(row.get("bar", 3.0)), float(row.get("silence", 2.0))
            for weight, entries in row.get("words", {}).items():
                for entry in entries:
                    parts = tuple(fold(w) for w in entry.split())
                    if len(parts) == 1:
                        words.setdefault(parts[0], []).append((name, float(weight)))
                    else:
                        phrases.setdefault(parts[0], []).append((parts, name, float(weight)))
        return cls({w: tuple(v) for w, v in words.items()}, {w: tuple(v) for w, v in phrases.items()}, bars, silence)

    def scores(self, pages: list[Parsed]) -> dict[str, float]:
        """Score of every genre over the title (counted double) and the opening of the text."""
        scores: dict[str, float] = {}
        for page in pages:
            factor = 2.0 if page.doc.field == "title" else 1.0
            seen: set[tuple[str, str]] = set()
            for i in range(min(len(page.doc.tokens), _WINDOW)):
                for form in page.forms(i):
                    for name, weight in self.words.get(form, ()):
                        if (name, form) not in seen:
                            seen.add((name, form))
                            scores[name] = scores.get(name, 0.0) + factor * weight
                    for parts, name, weight in self.phrases.get(form, ()):
                        if all(i + k < len(page.doc.tokens) and w in page.forms(i + k) for k, w in enumerate(parts)):
                            scores[name] = scores.get(name, 0.0) + factor * weight
        return scores

    def judge(self, pages: list[Parsed], hard: bool) -> float:
        """The strength that a rule needs to be heard in this item: 0 for news.

        `hard`: the headline itself tells violence, harm or a matter of law; then only twice the bar silences.
        """
        scores = self.scores(pages)
        factor = 2.0 if hard else 1.0
        return max((self.silence[n] for n, score in scores.items() if score >= factor * self.bars[n]), default=0.0)
