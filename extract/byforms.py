"""Table entries by the forms of a word, remembered: most words of a text begin nothing, and are asked again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

Entry = TypeVar("Entry")
_KEPT = 100_000


class ByForms(Generic[Entry]):
    """Looks entries up by every form that a word may have (see Parsed.forms)."""

    __slots__ = ("_known", "_table")

    def __init__(self, table: Mapping[str, Sequence[Entry]]) -> None:
        self._table = table
        self._known: dict[frozenset[str], tuple[Entry, ...]] = {}

    def get(self, forms: frozenset[str]) -> tuple[Entry, ...]:
        """Entries of all forms, those of the first form first."""
        found = self._known.get(forms)
        if found is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            table = self._table
            found = self._known[forms] = tuple(entry for form in sorted(forms) for entry in table.get(form, ()))
        return found
