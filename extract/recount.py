"""The counts of one happening told twice: what is told first stands, unless the text is nearer to the truth."""

from __future__ import annotations

from dataclasses import replace

from extract import bothsides
from extract import grammar as g
from extract.drafts import Draft
from extract.types import Quantity

#: What befalls people by violence or accident; nobody is killed where somebody died.
HARMED = frozenset(("killed", "injured"))
#: How far beyond the bound of its headline a text may count the same victims: "over 150" and 153.
_BEYOND = 1.5
#: And how many one may stand for, who is named there: a toll of hundreds is that of years.
_WITH_ONE = 20
_OPENING = 1


def join(home: Draft, other: Draft) -> None:
    """Take over the counts that the other tells and home lacks, or tells less well."""
    more = [_of(home.type, q) for q in other.quantities if home.type != "life.death" or q.kind not in HARMED]
    counted = {q.kind for q in more if not q.part and not q.vague}
    home.quantities = [q for q in home.quantities if not (q.vague and q.kind in counted)]  # عشرات القتلى, then 27
    if _other_side(home, other):
        home.quantities = [_summed(q, more) for q in home.quantities]
    elif home.type == "conflict.clash":
        home.quantities = [_of_both(q, more) for q in home.quantities]
    home.quantities = [q for q in home.quantities if not _one_of_all(q, more, home, other)]
    kinds = {q.kind for q in home.quantities if not q.part}
    again = [q for q in more if q.kind in kinds]
    home.quantities.extend(q for q in more if q.kind not in kinds)
    opens = not other.in_title and other.trigger.sentence <= _OPENING and not other.background
    home.quantities = [_better_told(q, again, opens) for q in home.quantities]


def _one_of_all(told: Quantity, more: list[Quantity], home: Draft, other: Draft) -> bool:
    """One who is named before the event, whose own toll follows it: وفاة رضيع من ضحايا حريق أسفر عن وفاة خمسة."""
    at, tokens = other.trigger.first, other.page.doc.tokens
    if told.value != 1 or other.page is not home.page or at == 0 or tokens[at - 1].key not in _RESULT:
        return False
    between = told.span.start < home.span.start < other.span.start
    return between and any(q.kind == told.kind and not q.part and _WITH_ONE >= (_low(q) or 0) > 1 for q in more)


#: أسفر عن مقتل، أدى إلى مقتل.
_RESULT = frozenset(("عن", "الي"))


def _of(type_: str, quantity: Quantity) -> Quantity:
    """Those whom a disease or a poison reached are its cases."""
    sick = type_ == "disaster.epidemic" and quantity.kind == "injured"
    return replace(quantity, kind="cases") if sick else quantity


def _other_side(home: Draft, other: Draft) -> bool:
    """The dead of the other side, told beside those of the one: قتل 22 من المسلحين فيما قتل 9 من الجنود."""
    page, at = other.page, other.trigger.first
    if other.type != "harm.casualties" or at == 0 or page.doc.tokens[at - 1].key not in g.MEANWHILE:
        return False
    first, _ = page.doc.sentences[other.trigger.sentence]
    beside = page.doc.span(first, at)
    return any(s.field == beside.field and beside.start <= s.start < beside.end for s in (home.span, *home.also))


def _summed(told: Quantity, more: list[Quantity]) -> Quantity:
    """Exact numbers of one kind together; anything else as told first."""
    plus = next((q for q in more if q.kind == told.kind and not q.part), None)
    if told.part or plus is None or told.value is None or plus.value is None or told.span.field != plus.span.field:
        return told
    if told.span.start > plus.span.start:
        return told  # فيما أصيب سبعة في حادث ... نقل ثلاثة مصابين: some of them
    return replace(told, value=told.value + plus.value)


def _of_both(told: Quantity, more: list[Quantity]) -> Quantity:
    """The dead of a fight that are told of each side by itself: مقتل ضابط ... وتصفية أحد المسلحين."""
    foes = (q for q in more if q.kind == told.kind and not q.part and not told.part and bothsides.opposed(told, q))
    plus = next(foes, None)
    if plus is None:
        return told
    value, whom = bothsides.added(told, plus)
    return replace(told, value=value, whom=whom)


def _better_told(told: Quantity, again: list[Quantity], opens: bool) -> Quantity:
    """The bounds of the text for the headline's number (11, "at least 11"), its number for their bound, its list for their one.

    A headline names who is known of the dead; `opens` says that the text counts them all in its opening.
    """
    low = _low(told)
    for other in again:
        count = _low(other)
        if other.kind != told.kind or other.part or told.part or low is None or count is None:
            continue
        if other.span.field == told.span.field and other.span.start < told.span.start:
            return other  # what is told first stands
        nearer = told.value is None and told.max is None and low <= count <= low * _BEYOND
        headed = opens and told.span.field == "title"
        if low == other.min or (headed and (nearer or (told.value == 1 < count <= _WITH_ONE))):
            return other
    return told


def _low(quantity: Quantity) -> float | None:
    return quantity.value if quantity.value is not None else quantity.min
