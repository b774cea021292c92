"""Closed word lists, looked up through their proclitics with one dictionary access a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from extract.clean import fold
from extract.tokens import Token

T = TypeVar("T")


class Form(NamedTuple, Generic[T]):
    """One spelling of a listed word and what stands before it."""

    value: T
    #: و or ف, or "".
    conj: str
    #: ب ل ك, or "".
    prep: str
    #: Carries the article.
    det: bool


_PREFIXES = tuple(
    (conj + prep + article, conj, prep, det)
    for conj in ("", "و", "ف")
    for prep, article, det in (
        ("", "", False),
        ("", "ال", True),
        ("ب", "", False),
        ("ب", "ال", True),
        ("ل", "", False),
        ("ل", "ل", True),
        ("ك", "", False),
        ("ك", "ال", True),
    )
)


def forms(words: Mapping[str, T], *, article: bool = True) -> dict[str, Form[T]]:
    """Every spelling of the words with conjunction, preposition and article. The bare word wins over a clitic's letter."""
    table: dict[str, Form[T]] = {}
    for prefix, conj, prep, det in _PREFIXES:
        if det and not article:
            continue
        for word, value in words.items():
            table.setdefault(prefix + word, Form(value, conj, prep, det))
    return table


def split_words(text: str) -> list[str]:
    """Look-up keys of the words of one table cell."""
    return [fold(word) for word in text.split()]


class Phrases(Generic[T]):
    """Phrases of several words; a conjunction or preposition may be written onto the first."""

    def __init__(self, phrases: Iterable[tuple[str, T]], *, backwards: bool = False) -> None:
        self._backwards = backwards
        self._by_edge: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in phrases:
            words = tuple(split_words(phrase))
            plain = backwards and len(words) > 1
            for clitic in ("",) if plain else _CLITICS:
                edge = clitic + words[-1 if backwards else 0]
                self._by_edge.setdefault(edge, []).append((words, value))
        for known in self._by_edge.values():
            known.sort(key=lambda pair: -len(pair[0]))

    @property
    def edges(self) -> frozenset[str]:
        """Keys at which a phrase may be found."""
        return frozenset(self._by_edge)

    def at(self, tokens: Sequence[Token], i: int) -> tuple[int, T] | None:
        """Phrase whose edge stands at i (its last word when backwards): the other end's index, and its value."""
        if not 0 <= i < len(tokens):
            return None
        known = self._by_edge.get(tokens[i].key)
        if known is None:
            return None
        for words, value in known:
            other = i - len(words) + 1 if self._backwards else i + len(words) - 1
            if len(words) == 1 or (0 <= other < len(tokens) and self._rest(tokens, min(i, other), words)):
                return other, value
        return None

    def _rest(self, tokens: Sequence[Token], first: int, words: tuple[str, ...]) -> bool:
        """The words beside the edge, which is known to fit."""
        for n in range(1, len(words)):
            if tokens[first + n].key != words[n]:
                return False
        head = tokens[first].key
        return not self._backwards or (head.endswith(words[0]) and head[: len(head) - len(words[0])] in _CLITICS)


_CLITICS = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول")
