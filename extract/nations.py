"""One noun, two nations: القوات السورية والعراقية are two parties."""

from __future__ import annotations

from dataclasses import replace

from extract import drafts
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.types import Argument, Via


def parties(page: Parsed, phrase: Phrase, via: Via, nationality: dict[str, str]) -> list[Argument]:
    """The parties of a phrase; a second one has the noun of the first and its own adjective. `nationality`: key to country."""
    one = drafts.argument(page, phrase, via, nationality)
    known = page.entity_at.get(phrase.first)
    other = known.last + 1 if known is not None else 0
    if known is None or known.country is None or not known.first < known.last < phrase.last:
        return [one]
    country, reading = nationality.get(page.doc.tokens[other].key), page.tags.readings[other]
    part = (known.id or "").removeprefix(f"{known.country.lower()}.")
    joined = reading is not None and reading.conj == "و"
    if not joined or country in (None, known.country) or part == known.id or country is None:
        return [one]
    adjective, noun = page.doc.span(other, other), page.doc.span(known.first, known.last - 1)
    adjective = replace(adjective, start=adjective.start + 1, text=adjective.text[1:])
    first = page.doc.span(known.first, known.last)
    first = replace(first, start=one.span.start, text=first.text[one.span.start - first.start :])
    name = f"{noun.text[one.span.start - noun.start :]} {adjective.text}"
    two = replace(one, span=adjective, entity=f"{country.lower()}.{part}", name=name, country=country)
    return [replace(one, span=first), two]
