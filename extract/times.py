"""When: every expression of time as an interval, resolved from the publication date. Table: lexicon/cues/time.toml.

Intervals are aware datetimes in the source's zone, end exclusive: a day is its 00:00 and the next 00:00. What is vague
stays vague: `granularity` says how far the interval can be trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from extract import moments, time_words
from extract.calendar_terms import terms
from extract.time_units import WITHIN
from extract.tokens import Doc, Token

Direction = Literal["past", "future", "none"]


@dataclass(frozen=True, slots=True)
class TimeExpr:
    """One expression of time; tokens first..last, inclusive."""

    first: int
    last: int
    start: datetime
    end: datetime
    #: hour, part_of_day, day, week, month, season, year.
    granularity: str
    #: explicit (a date was told), weekday, relative (أمس، الأسبوع الماضي).
    anchor: str
    #: Where it lies, seen from publication.
    direction: Direction
    #: point; duration (خلال الأيام الماضية); since (runs up to publication).
    kind: str = "point"
    #: Stands between a verb of saying and its إن: dates the statement, not what is stated.
    statement_only: bool = False


def find_times(doc: Doc, published: datetime, zone: tzinfo) -> list[TimeExpr]:
    """Expressions in the order of the text, none inside another. `published` is aware. Linear; raises nothing."""
    tokens = doc.tokens
    dates = [i for i in doc.digits if time_words.dateable(tokens, i)]
    places = sorted([*dates, *doc.at(doc.keys & time_words.starts())])
    if not places:
        return []
    now = moments.Now(published.astimezone(zone), zone)
    found: list[TimeExpr] = []
    free, body = 0, doc.field != "title"
    speech: tuple[int, moments.Now] | None = None
    for i in places:
        if i < free:
            continue
        expr = _expression(tokens, i, now, body, free)
        if expr is not None and speech is not None and _counted_from(tokens, expr, speech[0]):
            expr = _expression(tokens, i, speech[1], body, free) or expr
        if expr is not None:
            found.append(expr)
            free = expr.last + 1
            if expr.statement_only and expr.granularity in ("day", "part_of_day") and expr.start < now.published:
                noon = expr.start.replace(hour=12, minute=0)
                speech = (tokens[i].sent, moments.Now(min(noon, now.published), zone))
    return _spans(tokens, found)


def _expression(tokens: Sequence[Token], i: int, now: moments.Now, body: bool, free: int) -> TimeExpr | None:
    """The expression that begins at token i, or with a word before it from `free` on. `body`: not in a headline, where the
    present tells the past."""
    try:
        read = time_words.read(tokens, i, now)
        if read is None:
            return None
        first, last, told = read
        first -= first > free and tokens[first - 1].key in _MONTH
        since = first > free and tokens[first - 1].key in _SINCE
        plain = told.weekday is not None and not told.weekday_turn and told.day is None and told.offset is None
        interval = moments.resolve(told, now, ahead=_ahead(tokens, first, plain and body))
    except (OverflowError, ValueError):  # year 0, 9999, a day that the month lacks
        return None
    if interval is None or (tokens[first].key in WITHIN and _ahead(tokens, first)):
        return None
    turn = terms().qualifiers.get(tokens[last].key)
    if told.edge == "end" and interval.granularity == "week" and turn is None and not _ahead(tokens, first):
        week = timedelta(days=7 * (interval.start > now.published))  # في عطلة نهاية الأسبوع, told on a Monday
        interval = replace(interval, start=interval.start - week, end=interval.end - week)
    kind = interval.kind
    if since and interval.start < now.published:
        first, kind = first - 1, "since"
        interval = replace(interval, end=max(now.published, interval.start))
    return TimeExpr(
        first,
        last,
        interval.start,
        interval.end,
        interval.granularity,
        interval.anchor,
        _direction(interval, now),
        kind,
        _dates_a_statement(tokens, first, last),
    )


def _of_speech(tokens: Sequence[Token], expr: TimeExpr) -> bool:
    """Counted from when somebody speaks: قالت أمس إن الهجوم وقع ليلا، خلال الـ24 ساعة الأخيرة."""
    if expr.anchor != "relative":
        return False
    counted = expr.kind == "duration" or (expr.kind == "point" and tokens[expr.first].key in ("قبل", "وقبل"))
    return counted or tokens[expr.first].key in terms().adverbs.edges


def _counted_from(tokens: Sequence[Token], expr: TimeExpr, sentence: int) -> bool:
    """Counted from the words told in that sentence, in it or in words told later."""
    here = tokens[expr.first].sent == sentence or (expr.kind == "duration" and _said(tokens, expr.first))
    return here and _of_speech(tokens, expr)


def _said(tokens: Sequence[Token], i: int) -> bool:
    """Somebody says it in this sentence: a report of yesterday's words counts from yesterday all through."""
    saying = terms().sets["saying"]
    before = (tokens[j] for j in range(i - 1, max(-1, i - _SAYING), -1))
    return any(t.key in saying and t.sent == tokens[i].sent for t in before)


#: Words from the saying to the stretch.
_SAYING = 24
_MONTH = frozenset(("شهر", "وشهر", "لشهر", "بشهر"))
_SINCE = frozenset(("منذ", "ومنذ", "مذ", "ومذ"))
_THAT = frozenset(("ان", "انه", "انها", "انهم", "انهما", "بان", "بانه", "بانها"))


def _direction(interval: moments.Interval, now: moments.Now) -> Direction:
    if interval.start > now.published:
        return "past" if interval.start.date() == now.day and interval.granularity == "hour" else "future"
    return "past" if interval.end <= now.published + timedelta(days=1) else "none"


def _ahead(tokens: Sequence[Token], i: int, weekday: bool = False) -> bool:
    """Whether the verb before puts the expression in the future: سيجتمع الخميس; of a weekday also a present one."""
    words = terms().sets["ahead"]
    for j in range(i - 1, max(-1, i - 9), -1):
        token = tokens[j]
        if token.sent != tokens[i].sent or token.key in _THAT:
            return False
        best = token.best
        if weekday and token.key in _GATHERINGS and j and tokens[j - 1].key in ("عن", "الي"):
            return True  # دعا إلى مظاهرة الجمعة
        if token.key in words or (best is not None and best.pos == "verb" and best.prep == "س"):
            return True
        if best is not None and best.pos == "verb" and best.known and token.key not in _BOUNDS:
            if best.asp == "p":
                return False
            if weekday and best.asp == "i" and i - j <= _SCHEDULED:
                return not _past(tokens, j)
    return weekday and _opens_plan(tokens, i)


def _opens_plan(tokens: Sequence[Token], i: int) -> bool:
    """The sentence begins with a present verb of meeting or coming, the only one before: ويجتمع وزراء ... في جنيف الجمعة."""
    start = next((j for j in range(i - 1, -1, -1) if tokens[j].sent != tokens[i].sent), -1) + 1
    verbs = [t.best for t in tokens[start:i] if t.best is not None and t.best.known and t.best.pos == "verb"]
    opens = tokens[start].best
    return len(verbs) == 1 and verbs[0] is opens and opens.asp == "i" and opens.lemma in _PLANNED


_SCHEDULED = 6
_PLANNED = frozenset("اجتمع التقى عقد زار وصل توجه بحث صوت استضاف استأنف ناقش افتتح ترأس استقبل".split())
#: Verbs that only bound a number: ما لا يقل عن 72 مدنيا الخميس.
_BOUNDS = frozenset(("يقل", "تقل", "يزيد", "تزيد", "يتجاوز", "تتجاوز", "يقارب", "تقارب", "يناهز", "تناهز"))
_GATHERINGS = frozenset(("تظاهره", "مظاهره", "مسيره", "اضراب", "اعتصام", "تجمع", "اجتماع", "جلسه"))


def _past(tokens: Sequence[Token], verb: int) -> bool:
    """What stands before a present verb makes it past: لم يجتمعوا الخميس، كان يزور، حين تعرض."""
    near = tokens[max(0, verb - 4) : verb]
    return any(
        t.sent == tokens[verb].sent and (t.key in _PASTS or (t.best is not None and t.best.asp == "p")) for t in near
    )


_PASTS = frozenset(
    ("لم", "ولم", "كان", "كانت", "وكان", "وكانت", "كانوا", "بينما", "حين", "عندما", "التي", "الذي", "الذين")
)


def _dates_a_statement(tokens: Sequence[Token], first: int, last: int) -> bool:
    behind = last + 1
    if behind < len(tokens) and tokens[behind].text in (")", "،", ",", ":"):
        behind += 1
    if behind >= len(tokens) or tokens[behind].sent != tokens[first].sent:
        return False
    key = tokens[behind].key
    if key not in _THAT and key != "عن":
        return False
    saying = terms().sets["saying"]
    return any(t.key in saying and t.sent == tokens[first].sent for t in tokens[max(0, first - 16) : first])


def _spans(tokens: Sequence[Token], found: list[TimeExpr]) -> list[TimeExpr]:
    """من أول يناير حتى 15 يوليو: one interval."""
    joined: list[TimeExpr] = []
    for expr in found:
        one = joined[-1] if joined else None
        if one is not None and _two_days(tokens, one, expr):
            joined[-1] = replace(one, last=expr.last, end=expr.end)
            continue
        until = one.last + 1 if one is not None else 0
        until += one is not None and until + 1 < expr.first and tokens[until].text in ("،", ",")
        if (
            one is not None
            and expr.first == until + 1
            and (tokens[until].key in _UNTIL or _dash(one, expr, tokens[until]))
        ):
            if one.start >= expr.end and one.anchor == "explicit":  # the year is told once, at the end
                one = replace(one, start=one.start.replace(year=expr.end.year), end=expr.end)
            opened = (one.first and tokens[one.first - 1].key in ("من", "بين")) or one.kind == "since"
            opened = opened or _dash(one, expr, tokens[until])
            if opened and one.start < expr.end and one.kind != "duration":
                joined[-1] = replace(one, last=expr.last, end=expr.end, kind="duration", direction=expr.direction)
                continue
        joined.append(expr)
    return joined


def _dash(one: TimeExpr, two: TimeExpr, between: Token) -> bool:
    """28 يونيو – 4 يوليو."""
    dates = one.anchor == two.anchor == "explicit" and one.granularity == two.granularity == "day"
    return dates and between.text in ("-", "–") and one.start < two.start


def _two_days(tokens: Sequence[Token], one: TimeExpr, two: TimeExpr) -> bool:
    """الجمعة والسبت, أمس واليوم; also not in a row: يومي الأحد والثلاثاء, بين فبراير ويونيو."""
    opener = tokens[one.first - 1].key if one.first else ""
    linked = two.first == one.last + 1 and tokens[two.first].key.startswith("و")
    in_a_row = one.granularity == "day" and one.end == two.start
    return linked and (opener in _PAIR or in_a_row) and one.granularity == two.granularity and one.start < two.end


_PAIR = frozenset(("يومي", "بين", "شهري", "ويومي", "مابين"))
_UNTIL = frozenset(("حتي", "وحتي", "الي", "والي"))
