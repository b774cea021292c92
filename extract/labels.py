"""Words of happenings that only name or call something: what stands in quotation marks, part of a party's name."""

from __future__ import annotations

from collections.abc import Iterable

from extract.agreement import DOERS
from extract.parsed import Parsed

#: Verbs of calling something by a name, and how far before the name they stand.
_CALLING = frozenset(("وصف", "اعتبر", "سمي"))
_CALLED = 14


def label(page: Parsed, first: int, last: int) -> bool:
    """What stands in quotation marks is what somebody calls it: وصفها بأنها "تحرير"، تعتبره "عملا إرهابيا"."""
    tokens = page.doc.tokens
    if not first or tokens[first - 1].kind != "quote":
        return False
    if first == last and last + 1 < len(tokens) and tokens[last + 1].kind == "quote":
        return True
    return page.doc.field == "text" and any(page.forms(i) & _CALLING for i in range(max(0, first - _CALLED), first - 1))


def in_name(page: Parsed, first: int, last: int, words: Iterable[int]) -> bool:
    """A word of a party's name of several words tells nothing: هيئة تحرير الشام, الاحتلال الإسرائيلي."""
    entity = page.entity_at.get(first)
    if entity is None or entity.last == entity.first:
        return any(_deed(page, i) for i in words if i != first)
    reading = page.tags.readings[first]
    return last <= entity.last or (reading is not None and reading.form == "masdar")


def _deed(page: Parsed, i: int) -> bool:
    """A verbal noun inside a name is no word of the expression that begins before it: أعلنت قوات | الدعم السريع."""
    entity, reading = page.entity_at.get(i), page.tags.readings[i]
    if entity is None or entity.last == entity.first or reading is None or reading.form != "masdar":
        return False
    return not any(a.ent in DOERS for a in page.doc.tokens[i].analyses)
