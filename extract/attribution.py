"""Who says so: claimants from saying verbs and "according to", news agencies from bylines and text.

Tables: extract/lexicon/cues/attribution.toml and agencies.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract import drafts
from extract.clean import fold
from extract.drafts import Draft
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.roles import arguments
from extract.rules import table
from extract.types import Source

#: A source names one sentence; a verb that only goes on (وأضاف) takes the speaker before.
_REACH = 14
#: An agency in the first words or the last ones is credited with the whole text, elsewhere with its sentence.
_BYLINE, _SIGNATURE = 12, 8


@dataclass(frozen=True, slots=True)
class Sayings:
    """Saying verbs by stance, source prepositions and agency names."""

    verbs: dict[str, str]
    #: First key of an expression for "according to" -> its keys, longest first.
    according: dict[str, tuple[tuple[str, ...], ...]]
    #: First key of an agency's name -> (keys, code), longest first.
    agencies: dict[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def load(cls) -> Sayings:
        """Read the cue tables."""
        said, wires = table("cues/attribution.toml"), table("cues/agencies.toml")
        verbs = {fold(verb): row["stance"] for row in said["say"] for verb in row["verbs"]}
        according: dict[str, tuple[tuple[str, ...], ...]] = {}
        for words in sorted((tuple(fold(w) for w in p.split()) for p in said["according"]), key=len, reverse=True):
            according[words[0]] = (*according.get(words[0], ()), words)
        by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for row in wires["agency"]:
            for name in row["names"]:
                keys = tuple(fold(w) for w in name.split())
                by_first.setdefault(keys[0], []).append((keys, row["code"]))
        agencies = {first: tuple(sorted(names, key=lambda n: -len(n[0]))) for first, names in by_first.items()}
        return cls(verbs, according, agencies)


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a source: tokens cue..., the sentences and positions that it covers."""

    sentence: int
    at: int
    source: Source
    #: The whole sentence (بحسب), or what follows the saying verb only.
    whole: bool


def credited(page: Parsed, sayings: Sayings) -> list[tuple[int, int, str]]:
    """(first, last, code) of every news agency that a field names."""
    found = []
    for token in page.doc.tokens:
        if token.kind not in ("word", "latin"):
            continue
        for form in page.forms(token.i) if token.kind == "word" else (token.text.lower(),):
            for keys, code in sayings.agencies.get(form, ()):
                last = _name_end(page, token.i, keys)
                if last is not None:
                    found.append((token.i, last, code))
                    break
            else:
                continue
            break
    return found


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


def said(page: Parsed, sayings: Sayings, agencies: list[tuple[int, int, str]]) -> list[Said]:
    """Every statement of a field, in order."""
    found: list[Said] = []
    codes = {i: code for first, last, code in agencies for i in range(first, last + 1)}
    for token in page.doc.tokens:
        if token.kind != "word":
            continue
        reading = page.tags.readings[token.i]
        if page.tags.letters[token.i] == "V" and reading is not None:
            stance = sayings.verbs.get(lemma_key(reading.lemma))
            speaker = _speaker(page, token.i) if stance else None
            if stance and speaker is not None:
                found.append(Said(token.sent, token.i, _source(page, speaker, stance, codes), False))
                continue
        phrase = _according(page, token.i, sayings)
        if phrase is not None:
            found.append(Said(token.sent, token.i, _source(page, phrase, "asserts", codes), True))
    return found


def _speaker(page: Parsed, verb: int) -> Phrase | None:
    sentence = page.doc.tokens[verb].sent
    subject, _objects, passive = arguments(page, verb, sentence)
    return None if passive else subject


def _according(page: Parsed, i: int, sayings: Sayings) -> Phrase | None:
    """The phrase after بحسب، وفق، نقلا عن ..."""
    for words in (w for form in page.forms(i) for w in sayings.according.get(form, ())):
        if all(i + k < len(page.doc.tokens) and w in page.forms(i + k) for k, w in enumerate(words)):
            at = i + len(words)
            while (at < len(page.doc.tokens) and page.tags.letters[at] in "QO") or (
                at < len(page.doc.tokens) and page.doc.tokens[at].key in ("ما", "لما")
            ):
                at += 1
            if at < len(page.doc.tokens) and page.tags.letters[at] == "V":
                subject, _objects, _passive = arguments(page, at, page.doc.tokens[at].sent)
                return subject
            n = page.phrase_of.get(at)
            return page.phrases[n] if n is not None else None
    return None


def _source(page: Parsed, phrase: Phrase, stance: str, codes: dict[int, str]) -> Source:
    span = page.doc.span(phrase.first, phrase.last)
    code = next((codes[i] for i in range(phrase.first, phrase.last + 1) if i in codes), None)
    argument = drafts.argument(page, phrase, "explicit", {})
    return Source(
        span=argument.span if argument.span.text else span,
        name=argument.span.text,
        role="relay" if code else "claimant",
        entity=argument.entity,
        agency=code,
        stance=stance,
    )


def attribute(page_drafts: list[Draft], statements: list[Said], agencies: list[tuple[int, int, str]]) -> None:
    """Give each draft its chain: the claimant whose words tell it, then the agencies of its sentence or of the item."""
    for draft in page_drafts:
        chain = [s.source for s in statements if _covers(s, draft)]
        claimants = [s for s in chain if s.role == "claimant"]
        relays = [s for s in chain if s.role == "relay"]
        own = {a.span.start for a in draft.actors} if draft.type.startswith("statement.") else set()
        draft.attribution = [s for s in claimants if s.span.start not in own] + relays
    _credit(page_drafts, agencies)


def _covers(statement: Said, draft: Draft) -> bool:
    trigger = draft.trigger
    if statement.sentence != trigger.sentence:
        return False
    if trigger.first <= statement.at <= trigger.last:
        return False
    return statement.whole or statement.at < trigger.first


def _credit(page_drafts: list[Draft], agencies: list[tuple[int, int, str]]) -> None:
    if not page_drafts:
        return
    page = page_drafts[0].page
    size = len(page.doc.tokens)
    for draft in page_drafts:
        known = {s.agency for s in draft.attribution}
        for first, last, code in agencies:
            byline = first < _BYLINE or last >= size - _SIGNATURE
            if code not in known and (byline or page.doc.tokens[first].sent == draft.trigger.sentence):
                known.add(code)
                span = page.doc.span(first, last)
                draft.attribution.append(Source(span=span, name=span.text, role="relay", agency=code))


def denied(source: Source) -> Source:
    """The same source, denying."""
    return replace(source, stance="denies")
