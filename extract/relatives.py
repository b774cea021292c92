"""Relative clauses: what a verb after الذي, or right after an indefinite noun, describes."""

from __future__ import annotations

from collections.abc import Callable

from extract import grammar as g
from extract.agreement import adverbial, agrees
from extract.parsed import Parsed
from extract.phrases import Phrase, tail

#: Phrases before a relative pronoun that may be meant; more where a pronoun singles one out (امرأة ... هي التي نفذت).
_REACH, _FAR = 3, 6
#: What a happening does, no man: انفجار استهدف قافلة، هجوم أسفر عن مقتل.
_BLOWS = frozenset(("استهدف", "طال", "هز", "أسفر", "أودى", "أوقع", "خلف", "وقع"))
_COPULAS = frozenset(("هو", "هي", "هم", "هما"))


def relative_word(page: Parsed, head: int) -> int | None:
    """The relative pronoun that opens the verb's clause: الذي لم يشأ، التي كانت تقود."""
    i = head - 1
    while i >= 0 and page.tags.letters[i] in "GAXQ":
        i -= 1
    return i if i >= 0 and page.tags.letters[i] == "R" else None


def before_relative(page: Parsed, verb: int) -> int | None:
    """The token after the noun that the verb's clause describes, None when the verb is of a main clause."""
    opened = relative_word(page, verb)
    if opened is not None:
        return opened
    described = described_noun(page, verb)
    return described.last + 1 if described is not None else None


def antecedent(page: Parsed, relative: int) -> Phrase | None:
    """What a relative pronoun qualifies: the nearest phrase before that agrees with it (مسجد في المدينة الذي)."""
    word = page.doc.tokens[relative].key
    if word[0] == "و":
        earlier = _relative_before(page, relative)
        shared = antecedent(page, earlier) if earlier is not None else None
        n = page.phrase_of.get(shared.first) if shared is not None else None
        part = fitting_part(page, page.phrases[n], lambda p: _relates(page, word, p)) if n is not None else None
        if part is not None:
            return part  # طائرات التحالف الذي تقوده ... ، والتي شنت
    i = relative - 1
    reach = _REACH
    while i >= 0 and (page.tags.letters[i] in "Q,X" or page.doc.tokens[i].key in _COPULAS):
        reach = _FAR if page.doc.tokens[i].key in _COPULAS else reach
        i -= 1
    if reach == _FAR:
        i = next((k for k in range(i, max(i - _FAR, -1), -1) if k in page.phrase_of), i)
    n = page.phrase_of.get(i)
    if n is None:
        return None
    nearest = page.phrases[n]
    for back in range(n, max(n - reach, -1), -1):
        phrase = page.phrases[back]
        if page.doc.tokens[phrase.first].sent != page.doc.tokens[relative].sent:
            break
        if reach == _FAR and phrase.prep:
            continue  # the subject of a nominal sentence is bare: امرأة في العشرين هي التي
        part = fitting_part(page, phrase, lambda p: _relates(page, word, p))
        if part is not None:
            return part
    return nearest


def fitting_part(page: Parsed, phrase: Phrase, fits: Callable[[Phrase], bool]) -> Phrase | None:
    """The phrase, or else the genitive in it, that fits: of إعدام امرأة مسيحية أدينت the woman."""
    if fits(phrase):
        return phrase
    for i in range(phrase.head + 1, phrase.last + 1):
        reading = page.tags.readings[i]
        if page.tags.letters[i] == "N" and reading is not None and reading.pos == "noun" and reading.gen:
            part = tail(page.tags, phrase, i)
            if fits(part):
                return part
    return None


def _relative_before(page: Parsed, relative: int) -> int | None:
    first, _ = page.doc.sentences[page.doc.tokens[relative].sent]
    for i in range(relative - 1, max(first, relative - 14) - 1, -1):
        if page.tags.letters[i] == "R":
            return i
        if page.tags.letters[i] in "SB.":
            return None
    return None


def _relates(page: Parsed, word: str, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    if head is None or not head.gen or not head.known:
        return True
    people = head.ent in ("person", "official", "armed", "title")
    if word.endswith("الذين"):
        return head.num in ("p", "d") or phrase.number
    if word.endswith("التي"):
        return (head.gen == "f" and head.num != "d") or (head.num == "p" and not people)
    return head.gen == "m" and head.num != "p" if word.endswith("الذي") else True


def described_noun(page: Parsed, head: int) -> Phrase | None:
    """The indefinite phrase right before a verb that describes it: انفجار سيارة مفخخة استهدف قافلة.

    A phrase that opens the clause bare is its subject, which comes to the same unless a pronoun takes it up again.
    """
    i = head - 1
    while i >= 0 and page.tags.letters[i] in "X":
        i -= 1
    n = page.phrase_of.get(i)
    if n is None or page.phrases[n].last != i:
        return None
    phrase, verb = page.phrases[n], page.tags.readings[head]
    if (verb is not None and verb.conj) or adverbial(page, phrase):
        return None
    noun = page.tags.readings[phrase.head]
    entity = page.entity_at.get(phrase.first)
    if (
        noun is None
        or noun.det
        or noun.enc
        or noun.pos == "name"
        or not noun.known
        or (entity is not None and entity.id)
    ):
        return None
    closing = page.tags.readings[phrase.last]
    named = page.doc.tokens[phrase.last].kind == "quote"
    if phrase.last > phrase.head and (named or (closing is not None and (closing.det or closing.pos == "name"))):
        return None  # مدينة سوروج، قوات الأمن، ميليشيا "الحشد": definite through what follows
    if not phrase.prep and not _after_a_verb(page, phrase):
        return None
    blow = verb is not None and (noun.ent == "event" or noun.evt) and verb.lemma in _BLOWS
    if phrase.prep and not blow and not (verb is not None and verb.enc) and _opens(page, phrase):
        return None  # من جهة أخرى | أعلنت الشرطة; but في انفجار | استهدف قافلة
    if verb is None or verb.enc:
        return phrase
    return fitting_part(page, phrase, lambda p: agrees(page, verb, p, before=True))


def _opens(page: Parsed, phrase: Phrase) -> bool:
    """A prepositional phrase at the head of its clause."""
    at = phrase.prep_at if phrase.prep_at is not None else phrase.first
    first, _ = page.doc.sentences[page.doc.tokens[phrase.first].sent]
    return at <= first or page.tags.letters[at - 1] in "SB.,"


def _after_a_verb(page: Parsed, phrase: Phrase) -> bool:
    """A verb stands before the phrase in its clause: the phrase is its subject or object."""
    first, _ = page.doc.sentences[page.doc.tokens[phrase.first].sent]
    for i in range(phrase.first - 1, max(first, phrase.first - 12) - 1, -1):
        letter = page.tags.letters[i]
        if letter == "V" or (letter == "X" and g.bare(page.doc.tokens[i].key, g.PRONOMINAL) is not None):
            return True
        if letter in "SB.,":
            return False
    return False
