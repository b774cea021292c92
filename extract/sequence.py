"""When, told by another event: غداة الهجوم، بعد يومين على التفجير، قبل أسبوع من الانتخابات، في اليوم التالي.

Of the two events the one whose time is known dates the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from extract import drafts, moments, stretches
from extract.calendar_terms import terms
from extract.drafts import Draft
from extract.moments import Now
from extract.number_words import number_at
from extract.parsed import Parsed
from extract.tokens import Doc, Token
from extract.types import Span, Time

#: What stands before a count of units -> 1 where the event named after it is the earlier one.
_COUNTED = {"بعد": 1, "وبعد": 1, "عقب": 1, "قبل": -1, "وقبل": -1}
#: The day after the event named, the day before it.
_ALONE = {"غداه": 1, "عشيه": -1}
_OF = frozenset(("من", "علي", "عن"))
_SAME = frozenset(("نفسه", "ذاته"))
#: Tokens from the expression to the event that it names; from a date to the expression beside it.
_NAMED, _BESIDE = 4, 3


@dataclass(frozen=True, slots=True)
class Gap:
    """Tokens first..last tell how much later than another event something is; `named`: the other stands behind."""

    first: int
    last: int
    #: hour, day, week, month, year.
    unit: str
    #: Negative where it is earlier.
    count: float
    named: bool = True
    #: No later event: how long the one named behind goes on.
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """`later` is so much later than `earlier` (a negative gap: earlier), told in these words. None: not told as an event.

    With `lasts` the event `earlier` goes on for so long: ثلاثة أسابيع من الفيضانات.
    """

    gap: Gap
    told: Span
    later: Span | None
    earlier: Span | None
    #: A date told right beside: في الرابع من يوليو، بعد ثمانية أيام من الهجوم.
    beside: Time | None


def links(page: Parsed, own: Sequence[Draft]) -> list[Link]:
    """The pairs of events of a field that are told by each other."""
    found = []
    for gap in gaps(page.doc):
        same = [d for d in own if d.trigger.sentence == page.doc.tokens[gap.first].sent]
        named = next((d for d in same if gap.named and 0 < d.trigger.first - gap.last <= _NAMED), None)
        if gap.named and named is None:
            continue
        before = [d for d in same if d.trigger.last < gap.first and not d.subordinate]
        start, _ = page.doc.sentences[page.doc.tokens[gap.first].sent]
        fronted = "V" not in page.tags.letters[start : gap.first]
        beyond = [d for d in same if fronted and d.trigger.first > gap.last and d is not named and not d.subordinate]
        main = before[-1] if before else beyond[0] if beyond else None
        if named is None:
            told = [d for d in own if d is not main and main is not None and d.order < main.order]
            named = told[-1] if told else None
        elif main is None or main.trigger.sentence != named.trigger.sentence:
            main = next((d for d in reversed(own) if d.order < named.order and not d.subordinate), None)
        found.append(
            Link(
                gap,
                page.doc.span(gap.first, gap.last),
                main.span if main is not None else None,
                named.span if named is not None else None,
                _beside(page, gap),
            )
        )
    return found


def gaps(doc: Doc) -> Iterator[Gap]:
    """Every expression of a text that measures from another event."""
    tokens = doc.tokens
    for i in sorted([*doc.digits, *doc.at(doc.keys & _OPENS)]):
        token = tokens[i]
        if token.key in _ALONE and i + 1 < len(tokens) and tokens[i + 1].kind == "word":
            yield Gap(i, i, "day", _ALONE[token.key])
        elif token.key in _COUNTED:
            gap = _counted(tokens, i)
            if gap is not None:
                yield gap
        elif token.kind == "number" or token.key in _NUMBERED:
            gap = _lasting(tokens, i)
            if gap is not None:
                yield gap
        elif token.key == "اليوم" and i + 1 < len(tokens):
            key = tokens[i + 1].key
            if key == "التالي" or key in _SAME:
                yield Gap(i, i + 1, "day", 0.0 if key in _SAME else 1.0, named=False)


#: Numbers in words that begin a duration.
_NUMBERED = frozenset(("ثلاثه", "اربعه", "خمسه", "سته", "سبعه", "ثمانيه", "تسعه", "عشره", "يومين", "اسبوعين", "شهرين"))
_OPENS = _NUMBERED.union(_ALONE, _COUNTED, ("اليوم",))


def _counted(tokens: Sequence[Token], i: int) -> Gap | None:
    """بعد يومين على, قبل نحو ثلاثة أشهر من, بعد مرور عام على."""
    t = terms()
    j = i + 1
    while j < min(i + 5, len(tokens)) and (tokens[j].key in t.sets["approximate"] or tokens[j].key == "مرور"):
        j += 1
    number = number_at(tokens, j) if j < len(tokens) else None
    k = number[1] + 1 if number is not None else j
    if k + 1 >= len(tokens) or tokens[k + 1].key not in _OF:
        return None
    key = tokens[k].key
    unit = t.units.get(key)
    if unit is None or key.startswith("ال") or (number is None and key in t.plurals and unit != "hour"):
        return None
    count = number[0] if number is not None else 2.0 if key in t.duals else 1.0
    return Gap(i, k + 1, unit, _COUNTED[tokens[i].key] * count)


def _lasting(tokens: Sequence[Token], i: int) -> Gap | None:
    """ثلاثة أسابيع من الفيضانات, not بعد ثلاثة أسابيع من."""
    t = terms()
    number = number_at(tokens, i)
    k = number[1] + 1 if number is not None else i
    unit = t.units.get(tokens[k].key) if k + 1 < len(tokens) else None
    before = tokens[i - 1].key if i else ""
    if unit not in ("day", "week", "month") or tokens[k + 1].key != "من" or before in _COUNTED or before in _SKIPS:
        return None
    return Gap(i, k + 1, unit, number[0] if number is not None else 2.0, lasts=True)


_SKIPS = frozenset(("مرور", "نحو", "حوالي", "قرابه", "اكثر", "اقل", "منذ"))


def _beside(page: Parsed, gap: Gap) -> Time | None:
    for expr in page.times:
        near = 0 < gap.first - expr.last <= _BESIDE and expr.kind == "point" and not expr.statement_only
        if near and all(page.tags.letters[i] in ",CP" for i in range(expr.last + 1, gap.first)):
            return drafts.time(page, expr)
    return None


def part(own: Sequence[Draft], found: Sequence[Link]) -> None:
    """Date what is told as days apart before tellings are joined: two days after the attack is another event."""
    resolve(own, [link for link in found if link.gap.unit in ("hour", "day", "week")], None)


def resolve(merged: Sequence[Draft], found: Sequence[Link], spoken: Time | None) -> None:
    """Date the events whose time only another one tells. `spoken`: when the item's speaker spoke."""
    for link in found:
        earlier, later = _home(merged, link.earlier), _home(merged, link.later)
        if link.gap.lasts:
            if earlier is not None and earlier.time is None:
                earlier.time = _going_on(link, earlier)
            continue
        if earlier is later:
            continue
        known = link.beside or (later.time if later is not None else None) or spoken
        if earlier is not None and known is not None and _open(earlier.time):
            earlier.time = _shifted(link, known, earlier, -link.gap.count)
        elif earlier is not None and earlier.time is not None and later is not None and later.time is None:
            later.time = _shifted(link, earlier.time, later, link.gap.count)


def _open(time: Time | None) -> bool:
    """Not told to the day."""
    return time is None or time.granularity in ("week", "month", "season", "year")


def _home(merged: Sequence[Draft], span: Span | None) -> Draft | None:
    return next((d for d in merged if span is not None and (d.span == span or span in d.also)), None)


def _going_on(link: Link, draft: Draft) -> Time | None:
    """From so many units before publication until then."""
    published = draft.page.published
    if published is None or published.tzinfo is None:
        return None
    interval = stretches.ago(link.gap.unit, link.gap.count, Now(published, published.tzinfo), since=True)
    return _time(link, interval) if interval is not None else None


def _shifted(link: Link, known: Time, draft: Draft, count: float) -> Time | None:
    """The interval so many units from a known one: months and years stay as wide as they are told."""
    start, unit = known.start, link.gap.unit
    if draft.page.published is None or start.tzinfo is None:
        return None
    now = Now(draft.page.published.astimezone(start.tzinfo), start.tzinfo)
    if unit in ("month", "year", "decade"):
        months = {"month": 1, "year": 12, "decade": 120}[unit] * count
        day = moments.add_months(start.date().replace(day=1), round(months))
        whole = moments.days(now, day, moments.month_end(day), "month", "relative")
        return _time(link, whole)
    days = {"hour": 0.0, "minute": 0.0, "week": 7.0}.get(unit, 1.0) * count
    last = (known.end - timedelta(microseconds=1)).date() if known.end > start else start.date()
    if known.granularity in ("hour", "part_of_day"):
        last = start.date()  # a night is of the day when it falls
    moved = timedelta(days=round(days))
    granularity = "day" if known.granularity in ("hour", "part_of_day") else known.granularity
    return _time(link, moments.days(now, start.date() + moved, last + moved, granularity, "relative"))


def _time(link: Link, told: moments.Interval) -> Time:
    return Time(start=told.start, end=told.end, granularity=told.granularity, anchor=told.anchor, span=link.told)
