"""Who says so: claimants from saying verbs, participles, "according to" and headline colons; agencies from bylines and text.

A claimant covers what its verb introduces: from أن, a colon, a quotation mark or a verbal noun to the end of the sentence. A
verb that only goes on (وأضاف، مشيرا) takes the speaker before. A news agency relays; the one whom it quotes claims.
Tables: extract/lexicon/cues/attribution.toml and agencies.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extract import drafts
from extract.clauses import arguments
from extract.clean import fold
from extract.drafts import Draft
from extract.parsed import Parsed, lemma_key
from extract.phrases import Phrase
from extract.relatives import described_noun
from extract.rules import table
from extract.speakers import headline_speaker, named_by, relays, speaks
from extract.types import Source

#: How far after its verb what is said may begin.
_REACH = 24
#: Last letters of participles that go on saying: مشيرا، مؤكدة، لافتين.
_PARTICIPLE_ENDINGS = "ا\u064bةن"
#: Speakers are remembered over this many sentences for verbs that name none.
_MEMORY = 3


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


@dataclass(frozen=True, slots=True)
class Said:
    """One statement of a source: what it covers of its sentence."""

    sentence: int
    #: Token of the saying verb or cue.
    at: int
    source: Source
    #: First covered token; None covers the whole sentence (بحسب).
    start: int | None
    phrase: Phrase


def credited(page: Parsed, sayings: Sayings) -> list[tuple[int, int, str]]:
    """(first, last, code) of every news agency that a field names."""
    found = []
    for token in page.doc.tokens:
        if token.kind not in ("word", "latin") or (token.kind == "word" and token.key not in sayings.openers):
            continue
        for form in _stripped(token.key) if token.kind == "word" else (token.text.lower(),):
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
    return frozenset(clitic + word for word in words for clitic in ("", "و", "ف", "ب", "ل", "وب", "ول", "فب", "فل"))


def _stripped(word: str) -> tuple[str, ...]:
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


# ---- statements


def said(page: Parsed, sayings: Sayings, agencies: list[tuple[int, int, str]]) -> list[Said]:
    """Every statement of a field, in order."""
    codes = {i: code for first, last, code in agencies for i in range(first, last + 1)}
    found: list[Said] = []
    opening = headline_speaker(page)
    if opening is not None:
        found.append(Said(0, opening.first, _source(page, opening, "asserts", codes), opening.last + 1, opening))
    for token, letter in zip(page.doc.tokens, page.tags.letters, strict=True):
        statement = None
        if letter == "V" or (letter == "N" and token.text[-1] in _PARTICIPLE_ENDINGS):
            statement = _verb(page, token.i, sayings, codes, found)
        if statement is None and token.key in sayings.openers and token.kind == "word":
            statement = _quoted(page, token.i, sayings, codes, found)
        if statement is not None:
            found.append(statement)
    return found


def _verb(page: Parsed, i: int, sayings: Sayings, codes: dict[int, str], before: list[Said]) -> Said | None:
    """A saying verb or participle at token i, with what it introduces."""
    reading, letter = page.tags.readings[i], page.tags.letters[i]
    if reading is None or letter not in "VN":
        return None
    lemma = lemma_key(reading.lemma)
    stance = sayings.verbs.get(lemma) if letter == "V" else None
    goes_on = letter == "N" and not reading.det and page.doc.tokens[i].text.endswith(("ا", "اً", "ة", "ين"))
    if goes_on:
        stance = sayings.participles.get(lemma)
    if stance is None or (i > 0 and page.tags.letters[i - 1] == "G" and not _perfect_particle(page, i - 1)):
        return None
    sentence = page.doc.tokens[i].sent
    start = _content(page, i)
    if start is None:
        return None
    phrase = None if goes_on else _speaker(page, i)
    if (phrase is not None and not speaks(page, phrase)) or described_noun(page, i) is not None:
        return None
    if phrase is None:
        return _same_speaker(sentence, i, start, stance, before)
    phrase = named_by(page, phrase, [s.phrase for s in before])
    return Said(sentence, i, _source(page, phrase, stance, codes), start, phrase)


def _perfect_particle(page: Parsed, i: int) -> bool:
    return page.doc.tokens[i].key.endswith("قد")


def _speaker(page: Parsed, verb: int) -> Phrase | None:
    subject, _objects, passive = arguments(page, verb, page.doc.tokens[verb].sent)
    return None if passive else subject


def _same_speaker(sentence: int, i: int, start: int, stance: str, before: list[Said]) -> Said | None:
    """Whoever spoke last goes on."""
    for last in reversed(before):
        if sentence - last.sentence > _MEMORY:
            return None
        return Said(sentence, i, replace(last.source, stance=stance), start, last.phrase)
    return None


def _content(page: Parsed, verb: int) -> int | None:
    """Where what is said begins: أن، a colon, a quotation mark, or a noun that tells an event (أعلنت الشرطة مقتل)."""
    _, end = page.doc.sentences[page.doc.tokens[verb].sent]
    told: int | None = None
    for i in range(verb + 1, min(end, verb + _REACH)):
        letter = page.tags.letters[i]
        if letter == "S" or page.doc.tokens[i].text == ":":
            return i
        if letter == "Q" and not page.doc.tokens[i - 1].quoted and _long_quote(page, i, end):
            return i
        reading = page.tags.readings[i]
        if told is None and letter == "N" and reading is not None and _tells(page, i) and not _inside_name(page, i):
            told = i
        if letter == "V" and reading is not None and reading.conj:
            break
    return told


def _long_quote(page: Parsed, i: int, end: int) -> bool:
    """Words of speech, not a name: more than six, or unclosed."""
    return all(page.doc.tokens[j].kind != "quote" for j in range(i + 1, min(i + 7, end)))


def _tells(page: Parsed, i: int) -> bool:
    """A noun of doing, or what follows عن: أعلنت الوزارة عن حالة جديدة."""
    reading = page.tags.readings[i]
    if reading is None:
        return False
    return bool(reading.evt) or (reading.form == "masdar" and not reading.ent) or page.doc.tokens[i - 1].key == "عن"


def _inside_name(page: Parsed, i: int) -> bool:
    return i in page.entity_at and page.entity_at[i].first < i


def _quoted(page: Parsed, i: int, sayings: Sayings, codes: dict[int, str], before: list[Said]) -> Said | None:
    """The phrase after بحسب، وفق، نقلا عن: it covers its whole sentence."""
    tokens, letters = page.doc.tokens, page.tags.letters
    for words in (w for form in _stripped(page.doc.tokens[i].key) for w in sayings.according.get(form, ())):
        if not all(i + k < len(tokens) and w in page.forms(i + k) for k, w in enumerate(words)):
            continue
        at = i + len(words)
        while at < len(tokens) and (letters[at] in "QO" or tokens[at].key in ("ما", "لما")):
            at += 1
        phrase = _after_cue(page, at, tokens[i].sent)
        if phrase is None or not speaks(page, phrase):
            return None
        phrase = named_by(page, phrase, [s.phrase for s in before])
        return Said(tokens[i].sent, i, _source(page, phrase, "asserts", codes), None, phrase)
    return None


def _after_cue(page: Parsed, at: int, sentence: int) -> Phrase | None:
    if at >= len(page.doc.tokens) or page.doc.tokens[at].sent != sentence:
        return None
    if page.tags.letters[at] == "V":
        return _speaker(page, at)
    n = page.phrase_of.get(at)
    if n is None:
        return None
    phrase = page.phrases[n]
    return phrase if phrase.first >= at else Phrase(at, phrase.last, max(at, phrase.head))


#: بيان للجيش: whose it is, the army.
_UNTIED = re.compile("^لل")


def _source(page: Parsed, phrase: Phrase, stance: str, codes: dict[int, str]) -> Source:
    argument = drafts.argument(page, phrase, "explicit", {})
    code = codes.get(phrase.first) or codes.get(phrase.head)
    head = page.tags.readings[phrase.head]
    wire = code is not None or (head is not None and head.lemma == "وكالة")
    return Source(
        span=argument.span,
        name=_UNTIED.sub("ال", argument.span.text),
        role="relay" if wire else "claimant",
        entity=argument.entity,
        agency=code,
        stance=stance,
    )


# ---- to the drafts


def attribute(page_drafts: list[Draft], statements: list[Said], agencies: list[tuple[int, int, str]]) -> None:
    """Give each draft its chain: the claimant whose words tell it, then the agencies of its sentence or of the item."""
    told: dict[int, list[Said]] = {}
    for statement in statements:
        told.setdefault(statement.sentence, []).append(statement)
    for draft in page_drafts:
        covering = [s for s in told.get(draft.trigger.sentence, ()) if _covers(s, draft)]
        claimants = [s.source for s in covering if s.source.role == "claimant" and not _own(draft, s)]
        relays = [s.source for s in covering if s.source.role == "relay"]
        draft.attribution = list(dict.fromkeys(claimants)) + list(dict.fromkeys(relays))
    _credit(page_drafts, agencies)


def unquoted(merged: list[Draft]) -> None:
    """Nobody is quoted on what stays context: who speaks of it says something else."""
    for draft in merged:
        if draft.background:
            draft.attribution = [s for s in draft.attribution if s.role != "claimant"]


def _covers(statement: Said, draft: Draft) -> bool:
    trigger = draft.trigger
    if trigger.first <= statement.at <= trigger.last:
        return False
    if statement.phrase.first <= trigger.first <= statement.phrase.last:
        return False
    return statement.start is None or statement.start <= trigger.first


def _own(draft: Draft, statement: Said) -> bool:
    """A statement has a source only when somebody else relays it: a source that names nobody, a medium."""
    if not draft.type.startswith("statement."):
        return False
    if not relays(draft.page, statement.phrase):
        return True
    name = set(statement.source.name.split())
    return any(a.span.start == statement.source.span.start or name & set(a.span.text.split()) for a in draft.actors)


def _credit(page_drafts: list[Draft], agencies: list[tuple[int, int, str]]) -> None:
    if not page_drafts:
        return
    page = page_drafts[0].page
    for draft in page_drafts:
        known = {s.agency for s in draft.attribution}
        for first, last, code in agencies:
            if code not in known:
                known.add(code)
                span = page.doc.span(first, last)
                draft.attribution.append(Source(span=span, name=span.text, role="relay", agency=code))
