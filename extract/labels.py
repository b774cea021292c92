"""Words of happenings that only name or call something: what stands in quotation marks, part of a party's name."""

from __future__ import annotations

from collections.abc import Iterable

from extract.agreement import DOERS
from extract.clean import fold
from extract.parsed import Parsed

#: Verbs of calling something by a name, and how far before the name they stand.
_CALLING = frozenset(("وصف", "اعتبر", "سمي"))
_CALLED = 14


def label(page: Parsed, first: int, last: int) -> bool:
    """What stands in quotation marks is what somebody calls it: وصفها بأنها "تحرير"، تعتبره "عملا إرهابيا"."""
    tokens = page.doc.tokens
    if first and tokens[first - 1].text in ("_", "#"):
        return True  # #فلان_يحتاج_دعواتكم
    if not first or tokens[first - 1].kind != "quote":
        return False
    if first == last and last + 1 < len(tokens) and tokens[last + 1].kind == "quote":
        return True
    return page.doc.field == "text" and any(page.forms(i) & _CALLING for i in range(max(0, first - _CALLED), first - 1))


#: What has a title: فيلم «على من نطلق الرصاص».
_WORKS = frozenset(
    fold(word)
    for word in (
        "فيلم أفلام مسلسل مسلسلات رواية روايات كتاب كتب كتابه كتابها أغنية أغاني مسرحية مسرحيات ديوان قصيدة ألبوم برنامج "
        "عنوان بعنوان"
    ).split()
)
#: Words of a title at most, and how far before it the work or another title of a row of them stands.
_TITLE, _ROW = 7, 24


def titled(page: Parsed, first: int, last: int) -> bool:
    """A word inside the title of a book or film in quotation marks, or in it and beyond it: برنامج "منح البيئة" من فورد."""
    tokens = page.doc.tokens
    if not tokens[first].quoted:
        return False
    opening = next((i for i in range(first - 1, max(-1, first - 1 - _TITLE), -1) if tokens[i].kind == "quote"), None)
    closing = next(
        (i for i in range(first + 1, min(len(tokens), first + 1 + _TITLE)) if tokens[i].kind == "quote"), None
    )
    if opening is None or closing is None or closing - opening > _TITLE + 1:
        return False
    row = range(max(0, opening - _ROW), opening)
    several = closing - opening > 2  # one word keeps its distance: "تحرير" المدينة
    return (several and closing < last) or any(page.forms(i) & _WORKS for i in row)


def in_name(page: Parsed, first: int, last: int, words: Iterable[int]) -> bool:
    """A word of a name of several words tells nothing: هيئة تحرير الشام, الاحتلال الإسرائيلي, رأس | العين."""
    if {first - 1, first} <= page.place_names:
        return True
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


#: Happenings that whoever begins them gives a name.
_NAMED = frozenset(("عملية", "حملة", "معركة"))


def code_name(page: Parsed, last: int) -> range:
    """Tokens of the name that an operation told at token `last` has in quotation marks, nobody who acts in it:
    عملية | "درع الربيع"."""
    tokens, noun, first = page.doc.tokens, page.tags.readings[last], last + 2
    if noun is None or noun.lemma not in _NAMED or first >= len(tokens) or first in page.entity_at:
        return range(0)
    end = first
    while tokens[first - 1].kind == "quote" and end < len(tokens) and tokens[end].quoted:
        end += 1
    return range(first, end)
