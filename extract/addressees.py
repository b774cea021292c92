"""Whom a pledge, a threat or a call concerns, told behind the deed that is spoken of: هدد بقطع الهدنة مع أنقرة."""

from __future__ import annotations

from extract.agreement import PARTIES
from extract.clauses import ahead
from extract.parsed import Parsed
from extract.role import Role
from extract.triggers import Trigger

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
    for phrase in ahead(page, trigger.last, trigger.sentence, _REACH):
        led = bool(phrase.prep) and phrase.prep[-1] in leading
        state = phrase.prep == ("مع",) and page.place_in(phrase) is not None  # قطع الهدنة مع أنقرة
        if led and phrase.joins is None and (state or page.phrase_classes(phrase) & PARTIES):
            return [Role("target", phrase)]
    return []
