"""Whose the dead and wounded are, told behind their number: عشرات القتلى من الميليشيا، قتلى في صفوف الجيش."""

from __future__ import annotations

from extract.agreement import PARTIES
from extract.clauses import ahead
from extract.parsed import Parsed
from extract.phrases import tail
from extract.role import Role
from extract.triggers import Trigger

#: Tokens from the toll to whose it is.
_REACH = 4
#: What a side is told by: في صفوف الجيش، بين عناصر الشرطة.
_RANKS = frozenset(("صف", "صفوف"))


def whose_dead(page: Parsed, trigger: Trigger) -> list[Role]:
    """The party after من، في صفوف، بين behind a toll that names nobody itself."""
    if trigger.rule.type != "harm.casualties":
        return []
    n = page.phrase_of.get(trigger.last)
    last = page.phrases[n].last if n is not None else trigger.last
    phrase = next(ahead(page, last, trigger.sentence, _REACH), None)
    if phrase is None:
        return []
    head = page.tags.readings[phrase.first]
    if phrase.prep == ("في",) and head is not None and head.lemma in _RANKS and phrase.last > phrase.first:
        return [Role("target", tail(page.tags, phrase, phrase.first + 1))]
    told = phrase.prep in (("من",), ("بين",)) and page.phrase_classes(phrase) & PARTIES
    return [Role("target", phrase)] if told else []
