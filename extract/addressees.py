"""Whom a pledge, a threat or a call concerns, told behind the deed that is spoken of: هدد بقطع الهدنة مع أنقرة."""

from __future__ import annotations

from extract.agreement import DOERS
from extract.parsed import Parsed
from extract.role import Role
from extract.triggers import Trigger

_PARTY = DOERS | {"person"}
#: Type -> prepositions behind its deed that lead to whom it concerns.
_LEADING = {
    "statement.promise": frozenset(("ل", "مع")),
    "statement.threaten": frozenset(("مع", "ضد")),
    "statement.demand": frozenset(("بين",)),
}
#: Tokens from the trigger to whom it concerns.
_REACH = 7


def concerned(page: Parsed, trigger: Trigger) -> list[Role]:
    """The first party behind such a preposition in the trigger's clause."""
    leading = _LEADING.get(trigger.rule.type)
    if leading is None:
        return []
    _, end = page.doc.sentences[trigger.sentence]
    for i in range(trigger.last + 1, min(end, trigger.last + 1 + _REACH)):
        if page.tags.letters[i] in "VRSB.,":
            return []
        n = page.phrase_of.get(i)
        if n is None or page.phrases[n].first != i or page.phrases[n].prep[-1:] == ():
            continue
        phrase = page.phrases[n]
        if phrase.prep[-1] in leading and phrase.joins is None and page.phrase_classes(phrase) & _PARTY:
            return [Role("target", phrase)]
    return []
