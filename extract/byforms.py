"""Table entries by the forms of a word, remembered: most words of a text begin nothing, and are asked again and again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
_KEPT = 100_000


class ByForms(Generic[Entry]):
    """Looks entries up by every form that a word may have (see Parsed.forms)."""

    __slots__ = ("_known", "_rank", "_table", "_words")

    def __init__(
        self, table: Mapping[str, Sequence[Entry]], rank: Callable[[Entry], tuple[int, int]] | None = None
    ) -> None:
        """`rank` orders the entries of a word, whichever of its forms they belong to."""
        self._table = table
        self._words = frozenset(table)
        self._rank = rank
        self._known: dict[frozenset[str], tuple[Entry, ...]] = {}

    def get(self, forms: frozenset[str]) -> tuple[Entry, ...]:
        """Entries of all forms, as ranked, else those of the first form first."""
        found = self._known.get(forms)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            found = self._known[forms] = () if self._words.isdisjoint(forms) else self._entries(forms)
        return found

    def _entries(self, forms: frozenset[str]) -> tuple[Entry, ...]:
        entries = [entry for form in sorted(forms & self._words) for entry in self._table[form]]
        return tuple(entries if self._rank is None else sorted(entries, key=self._rank))
