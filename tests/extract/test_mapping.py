"""The table of types in the documentation is the one of the lexicon."""

from __future__ import annotations

from pathlib import Path

from extract.lexicon.mapping import insert, render
from extract.rules import Rulebook

PAGE = Path(__file__).parents[2] / "docs" / "extraction.md"


def test_the_documented_types_are_those_of_the_lexicon() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert insert(page, render(Rulebook.load().types)) == page, "run python -m extract.lexicon.mapping"


def test_every_type_says_how_good_its_codes_are() -> None:
    for kind in Rulebook.load().types.values():
        assert kind.mapping in {"exact", "broad", "none"}
        assert (kind.mapping == "none") == (not (kind.plover or kind.cameo or kind.acled)), kind.name
