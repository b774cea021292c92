"""Statements of a field: saying verbs, participles, "according to" and headline colons, and what each introduces.

A claimant covers what its verb introduces: from أن, a colon, a quotation mark or a verbal noun to the end of the sentence. A
verb that only goes on (وأضاف، مشيرا) takes the speaker before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract import drafts
from extract.afterverb import bare_after
from extract.clauses import arguments
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.relatives import described_noun
from extract.sayings import Sayings, stripped
from extract.speakers import headline_speaker, named_by, own_words, speaks
from extract.types import Source

#: How far after its verb what is said may begin.
_REACH = 24
#: Last letters of participles that go on saying: مشيرا، مؤكدة، لافتين.
_PARTICIPLE_ENDINGS = "ا\u064bةن"
#: Speakers are remembered over this many sentences for verbs that name none.
_MEMORY = 3


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
    #: The words of the speaker as first told, before the office stands for the name: فلان، المتحدث باسم البلدية.
    names: frozenset[str] = frozenset()
    #: A joined verb with a speaker of its own: whoever spoke before has ended.
    opens: bool = False


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
    lemma = reading.key
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
    opens = bool(reading.conj)
    again = _again(page, phrase, before)
    if again is not None:
        return replace(
            again, sentence=sentence, at=i, source=replace(again.source, stance=stance), start=start, opens=opens
        )
    filed = named_by(page, phrase, [s.phrase for s in before])
    return Said(sentence, i, _source(page, filed, stance, codes), start, filed, _words(page, phrase), opens)


def _words(page: Parsed, phrase: Phrase) -> frozenset[str]:
    return frozenset(page.doc.tokens[i].key for i in range(phrase.first, phrase.last + 1))


def _again(page: Parsed, phrase: Phrase, before: list[Said]) -> Said | None:
    """The statement of whoever was named in full before and is now named by a part of his name."""
    head = page.tags.readings[phrase.head]
    if head is not None and head.known and head.pos != "name":
        return None
    words = _words(page, phrase)
    return next((s for s in reversed(before) if words < s.names), None)


def _perfect_particle(page: Parsed, i: int) -> bool:
    return page.doc.tokens[i].key.endswith("قد")


def _speaker(page: Parsed, verb: int) -> Phrase | None:
    subject, _objects, passive = arguments(page, verb, page.doc.tokens[verb].sent)
    return None if passive else subject


def _same_speaker(sentence: int, i: int, start: int | None, stance: str, before: list[Said]) -> Said | None:
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
    following = page.tags.readings[i + 1] if i + 1 < len(page.doc.tokens) else None
    carries = not reading.ent or (following is not None and bool(following.evt))  # انطلاق عملية
    return bool(reading.evt) or (reading.form == "masdar" and carries) or page.doc.tokens[i - 1].key == "عن"


def _inside_name(page: Parsed, i: int) -> bool:
    return i in page.entity_at and page.entity_at[i].first < i


def _quoted(page: Parsed, i: int, sayings: Sayings, codes: dict[int, str], before: list[Said]) -> Said | None:
    """The phrase after بحسب، وفق، نقلا عن: it covers its whole sentence."""
    tokens, letters = page.doc.tokens, page.tags.letters
    for words in (w for form in stripped(page.doc.tokens[i].key) for w in sayings.according.get(form, ())):
        at = i + len(words)
        if at > len(tokens) or not all(words[k] in page.forms(i + k) for k in range(len(words))):
            continue
        if words[-1] == "ما" and at < len(tokens) and letters[at] == "N":
            return None  # على ما بدر منه: no verb of saying
        while at < len(tokens) and (letters[at] in "QO" or tokens[at].key in ("ما", "لما")):
            at += 1
        phrase = _after_cue(page, at, tokens[i].sent)
        if phrase is not None and own_words(page, phrase):
            return _same_speaker(tokens[i].sent, i, None, "asserts", before)
        if phrase is None or not speaks(page, phrase):
            return None
        phrase = named_by(page, phrase, [s.phrase for s in before])
        return Said(tokens[i].sent, i, _source(page, phrase, "asserts", codes), None, phrase)
    return None


def _after_cue(page: Parsed, at: int, sentence: int) -> Phrase | None:
    if at >= len(page.doc.tokens) or page.doc.tokens[at].sent != sentence:
        return None
    if page.tags.letters[at] == "V":
        named = bare_after(page, at, sentence)  # whoever stands before the verb is told of
        return named[0] if named else _speaker(page, at)
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
