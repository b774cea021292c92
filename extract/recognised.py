"""Names that a recogniser finds in the texts of an item: persons, places, organisations, others, with their offsets.

The recogniser labels words, in IOB2 as camel-tools' does; here they are the tokens of the Docs, so each name is a run of
tokens and its offsets are those of the item. What it is not sure to have read word for word names nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from extract.names import readings
from extract.pipeline import Extractor
from extract.tokens import Doc, Token
from extract.types import Mention, Named, NameKind
from feeds.types import Item

#: Words of an item that are read, the title first: six seconds of a processor at most (measured: three for 320 words).
MAX_WORDS = 600
#: Words that are given as one sentence: the recogniser pads each to 256 pieces of words, so short ones go together.
RUN = 100
#: Letters of a word that are given: what is longer is none, and its pieces alone might fill a sentence.
MAX_LETTERS = 40

_KINDS: dict[str, NameKind] = {"PERS": "person", "LOC": "place", "ORG": "organisation", "MISC": "other"}
#: Added to the tier of a mention that reads as it does because of a name that was recognised.
SUFFIX = "+ner"


class Recogniser(Protocol):
    """camel_tools.ner.NERecognizer, or whatever labels words as it does."""

    def predict(self, sentences: list[list[str]]) -> list[list[str]]:
        """For each word of each sentence its label: O, or B- or I- with PERS, LOC, ORG or MISC."""
        ...


@dataclass(frozen=True, slots=True)
class NamedExtractor:
    """An Extractor that is told the names which a recogniser finds."""

    extractor: Extractor
    recogniser: Recogniser

    def mentions(self, item: Item) -> tuple[Mention, ...]:
        """As `Extractor.mentions`. A mention has the tier `...+ner` where it is another one without the names."""
        plain = frozenset(self.extractor.mentions(item))
        found = self.extractor.mentions(item, self.names)
        return tuple(m if m in plain else replace(m, tier=m.tier + SUFFIX) for m in found)

    def names(self, docs: Sequence[Doc]) -> list[list[Named]]:
        """The names of each text, in order, none overlapping."""
        runs = list(_runs(docs))
        labelled = self.recogniser.predict([[t.text[:MAX_LETTERS] for t in tokens] for _, tokens in runs])
        found: list[list[Named]] = [[] for _ in docs]
        words = frozenset(token.key for _, tokens in runs for token in tokens)
        for (n, tokens), labels in zip(runs, labelled, strict=True):
            # A word of no piece has no label: those of the words after it would be one off.
            if len(labels) == len(tokens):
                found[n].extend(_names(docs[n], tokens, labels, words))
        return found


def _runs(docs: Sequence[Doc]) -> Iterator[tuple[int, list[Token]]]:
    """(text, words) to label: whole sentences of a text together, as many as make a run."""
    left = MAX_WORDS
    for n, doc in enumerate(docs):
        run: list[Token] = []
        for first, last in doc.sentences:
            sentence = [token for token in doc.tokens[first:last] if token.kind != "break"][:left]
            left -= len(sentence)
            if run and len(run) + len(sentence) > RUN:
                yield n, run
                run = []
            run += sentence
        if run:
            yield n, run


def _names(doc: Doc, tokens: Sequence[Token], labels: Sequence[str], words: frozenset[str]) -> Iterator[Named]:
    """Labels to names; `words` are the keys of all words of the item.

    An I- that goes on with nothing begins a name, as evaluation scripts have it.
    """
    run: list[Token] = []
    kind = ""
    for token, label in zip(tokens, labels, strict=True):
        mark, _, told = label.partition("-")
        goes_on = mark == "I" and told == kind and bool(run) and run[-1].i + 1 == token.i
        if not goes_on:
            yield from _named(doc, run, kind, words)
            run, kind = [], told
        if told in _KINDS:
            run.append(token)
    yield from _named(doc, run, kind, words)


def _named(doc: Doc, run: Sequence[Token], kind: str, words: frozenset[str]) -> Iterator[Named]:
    """The name that a run of tokens is, without marks and quotes around it."""
    parts = [token.i for token in run if token.kind in ("word", "latin", "number")]
    if not parts:
        return
    first, last = parts[0], parts[-1]
    strip = _proclitics(doc.tokens[first], words)
    span = doc.span(first, last)
    yield Named(first, last, strip, _KINDS[kind], replace(span, start=span.start + strip, text=span.text[strip:]))


def _proclitics(token: Token, words: frozenset[str]) -> int:
    """Letters before the name in its first word: what leaves a word that the item has bare (بزلميرا beside زلميرا), else what
    its likeliest reading has."""
    best = token.best
    if best is None:
        return 0
    bare = [strip for strip, rest in readings(token.key) if strip and rest in words]
    strip = max(bare, default=len(best.conj) + len(best.prep))
    return strip if len(token.text) - strip > 1 else 0
