"""Both sides at once: الجانبان، الطرفان، الاثنان stand for the two parties told before."""

from __future__ import annotations

from extract.clauses import arguments
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.role import Role
from extract.triggers import Trigger

_SIDES = frozenset(("طرف", "جانب", "اثنان", "بلد", "دولة", "رئيس", "وزير", "زعيم", "مسؤول"))
#: How many sentences back the two may have been told.
_REACH = 2


def both_sides(page: Parsed, trigger: Trigger, found: list[Role]) -> list[Role]:
    """The roles with every "both" that acts replaced by whom it stands for, where they are told."""
    out: list[Role] = []
    for role in found:
        pair = _pair_before(page, trigger, role.phrase) if role.slot == "actor" and _both(page, role.phrase) else []
        out.extend([Role("actor", phrase, "pro_drop") for phrase in pair] or [role])
    return out


def _both(page: Parsed, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    alone = phrase.first == phrase.last
    return alone and head is not None and head.num == "d" and head.det and head.lemma in _SIDES


def _pair_before(page: Parsed, trigger: Trigger, both: Phrase) -> list[Phrase]:
    """Subject and partner (مع، ب) of the nearest verb before that has them, or two coordinated phrases."""
    for sentence in range(trigger.sentence, max(trigger.sentence - _REACH, -1), -1):
        start, end = page.doc.sentences[sentence]
        for i in range(min(end, both.first) - 1, start - 1, -1):
            if page.tags.letters[i] != "V":
                continue
            subject, objects, _passive = arguments(page, i, sentence)
            partner = _partner(page, subject, i, min(end, both.first)) or next(iter(objects), None)
            if subject is not None and partner is not None and _named(page, subject) and _named(page, partner):
                return [subject, partner]
    return []


def _partner(page: Parsed, subject: Phrase | None, verb: int, end: int) -> Phrase | None:
    """The phrase after مع, or the one coordinated with the subject."""
    seen: set[int] = set()
    for i in range(verb + 1, end):
        n = page.phrase_of.get(i)
        if n is None or n in seen:
            continue
        seen.add(n)
        phrase = page.phrases[n]
        joined = phrase.joins is not None and page.phrases[phrase.joins] is subject
        if (phrase is not subject and phrase.prep == ("مع",)) or joined:
            return phrase
    return None


def _named(page: Parsed, phrase: Phrase) -> bool:
    head = page.tags.readings[phrase.head]
    classes = page.phrase_classes(phrase)
    return (
        bool(classes & {"official", "title", "org", "armed", "state", "igo", "company"})
        or (head is not None and head.pos == "name")
        or (head is not None and head.lemma == "نظير")
    )
