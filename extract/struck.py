"""What a blow hit, told by a verb whose subject is the blow: هجوم استهدف حافلة، القصف الذي طال المستشفى، ضرب انفجار فندقا."""

from __future__ import annotations

from extract import grammar as g
from extract.agreement import names_party
from extract.clauses import arguments
from extract.parsed import Parsed
from extract.role import Role
from extract.triggers import Trigger

#: Tokens from the noun back and on to its verb.
_BEFORE, _AFTER = 4, 16


def struck(page: Parsed, trigger: Trigger) -> list[Role]:
    """The object of the hitting verb whose subject is the trigger's noun."""
    if not trigger.rule.type.startswith("conflict."):
        return []
    first, end = page.doc.sentences[trigger.sentence]
    for i in range(max(first, trigger.first - _BEFORE), min(end, trigger.last + _AFTER)):
        reading = page.tags.readings[i]
        if page.tags.letters[i] != "V" or reading is None or reading.key not in g.HITTING:
            continue
        subject, objects, passive = arguments(page, i, trigger.sentence)
        if subject is None or passive or not trigger.words & set(range(subject.first, subject.last + 1)):
            continue
        if objects and names_party(page, objects[0]) and objects[0].first > subject.last:
            return [Role("target/place", objects[0], "relative")]
    return []
