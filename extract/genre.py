"""What an item is when it is no news of events: sport, markets, weather forecast, opinion, advice, culture, notices.

Table: extract/lexicon/cues/genre.toml.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.byforms import ByForms
from extract.clean import fold
from extract.parsed import Parsed
from extract.rules import table

#: Words of a text that are looked at.
_WINDOW = 120
#: What a writer says of himself; after a colon in a headline somebody else does.
_OPINION = "opinion"
_NOTHING: frozenset[str] = frozenset()
#: Weight of the words that name a genre.
_CORE = 3.0


@dataclass(frozen=True, slots=True)
class Genres:
    """Weighted words and phrases by genre."""

    cues: ByForms[tuple[tuple[str, ...], str, float]]
    #: genre -> score from which an item is of it.
    bars: dict[str, float]
    #: genre -> strength that a rule needs to be heard in it.
    silence: dict[str, float]
    #: Genres of which the title or the first sentence holds a word that names it; in what follows it is an aside.
    opened: frozenset[str]
    #: genre -> types that are its news (the death of an artist), whatever it silences.
    hears: dict[str, frozenset[str]]
    #: genre -> how many times its bar a headline of violence needs to be of it all the same.
    hard: dict[str, float]

    @classmethod
    def load(cls) -> Genres:
        """Read the table."""
        cues: dict[str, list[tuple[tuple[str, ...], str, float]]] = {}
        bars, silence, opened = {}, {}, set()
        hears: dict[str, frozenset[str]] = {}
        hard: dict[str, float] = {}
        for name, row in table("cues/genre.toml").items():
            if not isinstance(row, dict):
                continue
            bars[name], silence[name] = float(row.get("bar", 3.0)), float(row.get("silence", 2.0))
            hears[name], hard[name] = frozenset(row.get("hears", ())), float(row.get("hard", 2.0))
            if row.get("opened", False):
                opened.add(name)
            for weight, entries in row.get("words", {}).items():
                for entry in entries:
                    keys = tuple(fold(w) for w in entry.split())
                    cues.setdefault(keys[0], []).append((keys, name, float(weight)))
        return cls(ByForms(cues), bars, silence, frozenset(opened), hears, hard)

    def scores(self, pages: list[Parsed]) -> dict[str, float]:
        """Score of every genre over the title (counted double) and the opening of the text."""
        scores: dict[str, float] = {}
        opened: set[str] = set()
        for page in pages:
            factor = 2.0 if page.doc.field == "title" else 1.0
            size = len(page.doc.tokens)
            seen: set[tuple[str, tuple[str, ...]]] = set()
            spoken = _speech(page)
            for i in range(min(size, _WINDOW)):
                for keys, name, weight in self.cues.get(_as_read(page, i)):
                    if (name, keys) in seen or i + len(keys) > size or (i > spoken and name == _OPINION):
                        continue
                    if all(keys[k] in _as_read(page, i + k) for k in range(1, len(keys))):
                        seen.add((name, keys))
                        scores[name] = scores.get(name, 0.0) + factor * weight
                        if weight >= _CORE and (factor > 1.0 or page.doc.tokens[i].sent == 0):
                            opened.add(name)
        return {name: score for name, score in scores.items() if name in opened or name not in self.opened}

    def judge(self, pages: list[Parsed], hard: bool) -> tuple[float, frozenset[str]]:
        """The strength that a rule needs to be heard in this item, 0 for news, and types that are heard whatever it is.

        `hard`: the headline itself tells violence, harm or a matter of law; then only several times the bar silences.
        """
        scores = self.scores(pages)
        over = [n for n, score in scores.items() if score >= self.bars[n] * (self.hard[n] if hard else 1.0)]
        heard = frozenset.intersection(*(self.hears[n] for n in over)) if over else _NOTHING
        return max((self.silence[n] for n in over), default=0.0), heard


def _as_read(page: Parsed, i: int) -> frozenset[str]:
    """Forms of a token in the reading that it has here: between (بين) is no yen, a republic no audience."""
    reading = page.tags.readings[i]
    return page.forms_read(i, page.doc.tokens[i].key if reading is None else reading.key)


def _speech(page: Parsed) -> int:
    """Where the words of a speaker begin in a headline (فلان: لم أقل ذلك), else past its end."""
    size = len(page.doc.tokens)
    if page.doc.field != "title":
        return size
    return next((i for i, token in enumerate(page.doc.tokens) if token.text == ":"), size)
