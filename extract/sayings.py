"""Words of saying, and the news agencies that a text credits. Tables: extract/lexicon/cues/attribution.toml, agencies.toml."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.clean import fold
from extract.parsed import Parsed
from extract.rules import table


@dataclass(frozen=True, slots=True)
class Sayings:
    """Saying verbs by stance, source prepositions and agency names."""

    verbs: dict[str, str]
    #: First key of an expression for "according to" -> its keys, longest first.
    according: dict[str, tuple[tuple[str, ...], ...]]
    #: First key of an agency's name -> (keys, code), longest first.
    agencies: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    #: Verb lemma -> lemma keys of participles that go on saying: مشيرا، مضيفا.
    participles: dict[str, str]
    #: First keys of both, with and without the letters that may stand before them.
    openers: frozenset[str]

    @classmethod
    def load(cls) -> Sayings:
        """Read the cue tables."""
        said, wires = table("cues/attribution.toml"), table("cues/agencies.toml")
        verbs = {fold(verb): row["stance"] for row in said["say"] for verb in row["verbs"]}
        participles = {fold(word): row["stance"] for row in said["say"] for word in row.get("participles", ())}
        according: dict[str, tuple[tuple[str, ...], ...]] = {}
        for words in sorted((tuple(fold(w) for w in p.split()) for p in said["according"]), key=len, reverse=True):
            according[words[0]] = (*according.get(words[0], ()), words)
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for row in wires["agency"]:
            for name in row["names"]:
                keys = tuple(fold(w) for w in name.split())
                by_first.setdefault(keys[0], []).append((keys, row["code"]))
        agencies = {first: tuple(sorted(names, key=lambda n: -len(n[0]))) for first, names in by_first.items()}
        return cls(verbs, according, agencies, participles, _openers((*according, *agencies)))


def credited(page: Parsed, sayings: Sayings) -> list[tuple[int, int, str]]:
    """(first, last, code) of every news agency that a field names."""
    found = []
    doc = page.doc
    latin = [token.i for token in doc.tokens if token.kind == "latin"]
    for i in sorted({*doc.at(doc.keys & sayings.openers), *latin}):
        token = doc.tokens[i]
        for form in stripped(token.key) if token.kind == "word" else (token.text.lower(),):
            for keys, code in sayings.agencies.get(form, ()):
                last = _name_end(page, token.i, keys)
                if last is not None:
                    found.append((token.i, last, code))
                    break
            else:
                continue
            break
    return found


def _openers(words: Iterable[str]) -> frozenset[str]:
    forms = (clitic + word for word in words for clitic in ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"))
    return frozenset(forms) - {"فحسب"}  # only


def stripped(word: str) -> tuple[str, ...]:
    """A key as written, and without one or two letters of proclitics."""
    if len(word) < 4 or word[0] not in "وفبل":
        return (word,)
    if word[0] in "وف" and word[1] in "بل" and len(word) > 4:
        return word, word[1:], word[2:]
    return word, word[1:]


def _name_end(page: Parsed, first: int, keys: tuple[str, ...]) -> int | None:
    tokens = page.doc.tokens
    i = first
    for word in keys[1:]:
        i += 1
        while i < len(tokens) and tokens[i].text in ".-":
            i += 1
        if i >= len(tokens) or (tokens[i].key != word and tokens[i].text.lower() != word):
            return None
    return i
