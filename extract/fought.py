"""Fighting that is told with what came of it: استعادت القوات المدينة بعد قتال خاطف. New to the reader, so no mere anchor."""

from __future__ import annotations

from extract import grammar as g
from extract.parsed import Parsed
from extract.relatives import before_relative
from extract.triggers import Trigger

_AFTER = frozenset(("بعد", "عقب", "اثر"))


def fought(page: Parsed, trigger: Trigger) -> bool:
    """An indefinite noun of fighting right after بعد، إثر; with the article or a genitive it is known to the reader."""
    reading, first = page.tags.readings[trigger.first], trigger.first
    if trigger.rule.type != "conflict.clash" or trigger.form != "masdar" or not first:
        return False
    if reading is None or reading.det or reading.enc or reading.prep:
        return False
    n = page.phrase_of.get(first)
    last = page.phrases[n].last if n is not None else trigger.last
    nouns = (page.tags.readings[i] for i in range(first + 1, last + 1))
    if any(r is not None and (r.det or r.pos in ("noun", "name")) for r in nouns):
        return False
    return g.bare(page.doc.tokens[first - 1].key, _AFTER) is not None and not _described(page, trigger)


def _described(page: Parsed, trigger: Trigger) -> bool:
    """In a relative clause, which tells nothing new: المدينة التي استعيدت بعد معارك عنيفة."""
    start, _ = page.doc.sentences[trigger.sentence]
    verb = next((i for i in range(trigger.first - 1, start - 1, -1) if page.tags.letters[i] in "VSB."), None)
    return verb is not None and page.tags.letters[verb] == "V" and before_relative(page, verb) is not None
