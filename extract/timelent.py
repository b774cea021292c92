"""The time that an item lends to what it tells without one: of its sentence, its opening, its dateline, its speaker."""

from __future__ import annotations

from datetime import timedelta

from extract import drafts
from extract.calendar_terms import terms
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.times import TimeExpr
from extract.timing import deferred
from extract.types import Time


def dateline(page: Parsed) -> Time | None:
    """The date that a text opens with, before its first verb: الرياض 14 صفر 1439 هـ الموافق ..."""
    for expr in page.times:
        if expr.first > _DATELINE or any(page.tags.letters[i] == "V" for i in range(expr.first)):
            return None
        if expr.anchor == "explicit" and expr.granularity == "day":
            return drafts.time(page, expr)
    return None


_DATELINE = 8


def spoken(page: Parsed) -> Time | None:
    """The time of what is said in the opening: قال الوزير اليوم الجمعة إن ..."""
    told = (e for e in page.times if page.doc.tokens[e.first].sent <= 1 and (e.statement_only or _dates_words(page, e)))
    return next((drafts.time(page, e) for e in told), None)


def _dates_words(page: Parsed, expr: TimeExpr) -> bool:
    """Right behind a verb of saying and its subject: وكتبت الوزيرة أمس في رسالة."""
    tokens = page.doc.tokens
    before = range(max(0, expr.first - _SPEAKER), expr.first)
    near = [i for i in before if page.tags.letters[i] == "V" and tokens[i].sent == tokens[expr.first].sent]
    return bool(near) and tokens[near[-1]].key in terms().sets["saying"]


_SPEAKER = 5


def _said_before(draft: Draft) -> Time | None:
    """When the speaker of the sentences before spoke: قال السفير أمس إن ... . ورحب بـ."""
    page, at = draft.page, draft.trigger
    for expr in reversed(page.times):
        if expr.last < at.first and expr.statement_only:
            return drafts.time(page, expr) if at.sentence - page.doc.tokens[expr.first].sent <= 2 else None
    return None


def opening(page: Parsed) -> Time | None:
    """The day that the first sentence of a text tells outside of relative clauses, whatever word carries it."""
    letters = page.tags.letters
    for expr in page.times:
        sentence = page.doc.tokens[expr.first].sent
        first, _ = page.doc.sentences[sentence]
        if sentence > 0 and "V" in letters[:first]:
            return None
        day = expr.granularity in ("day", "part_of_day") and expr.kind == "point" and expr.direction == "past"
        before = range(first, expr.first)
        planned = any(page.doc.tokens[i].key in terms().sets["ahead"] for i in before)
        other = expr.first in page.enclosed or deferred(page, expr)
        if day and not (expr.statement_only or planned or other) and all(letters[i] != "R" for i in before):
            return drafts.time(page, expr)
    return None


def inherit(drafts: list[Draft], dateline: Time | None, spoken: Time | None, opened: Time | None) -> None:
    """A deed told without a time is of the time of its sentence, of the item's opening, or of its dateline.

    Words are of the time when the item's speaker speaks.
    """
    told = [d for d in drafts if d.time is not None and not d.background and d.status == "asserted"]
    first = [d for d in sorted(told, key=lambda d: not d.lead) if d.in_title or d.trigger.sentence <= 1]
    for draft in drafts:
        if draft.status == "expected" and draft.time is None:
            draft.time = _planned_with(draft, drafts)
        anchor = draft.background or (draft.subordinate and not draft.lead)
        if draft.time is not None or anchor or draft.status != "asserted":
            continue
        beside = (d.time for d in told if d.page is draft.page and d.trigger.sentence == draft.trigger.sentence)
        draft.time = next(beside, None)
        if draft.time is None and draft.type.startswith("statement."):
            draft.time = spoken or _said_before(draft)
        early = draft.in_title or draft.trigger.sentence <= 1
        if draft.time is None and (early or draft.type.split(".")[0] in _LOCAL):
            begun = (d.time for d in first if draft.in_title or (d.time is not None and d.time.granularity in _DAYS))
            draft.time = next(begun, None) or dateline or _alike(draft, drafts)
        if draft.time is None and (draft.in_title or draft.trigger.sentence == 0):
            draft.time = opened


#: How exact the time of the opening is where others share it: what happened that week did not all last so long.
_DAYS = frozenset(("hour", "part_of_day", "day"))


def _planned_with(draft: Draft, drafts: list[Draft]) -> Time | None:
    """The time of the plan told right before it in its sentence: يصوت البرلمان اليوم على إقالة الوزراء."""
    beside = [d for d in drafts if d.page is draft.page and d.trigger.sentence == draft.trigger.sentence]
    before = [d for d in beside if d.status == "expected" and d.trigger.first < draft.trigger.first]
    return before[-1].time if before else None


def _alike(draft: Draft, drafts: list[Draft]) -> Time | None:
    """The day of the same kind of deed in the sentence before: قصفت أمس ... . كما قصفت ..."""
    for other in drafts:
        near = other.page is draft.page and 0 < draft.trigger.sentence - other.trigger.sentence <= 2
        if near and other.type == draft.type and other.time is not None and not too_old(other, 3):
            return other.time
    return None


def too_old(draft: Draft, days: int = 30) -> bool:
    """Over `days` before publication, by the time told."""
    published = draft.page.published
    if draft.time is None or published is None:
        return False
    begun = draft.time.end >= published - timedelta(days=1)  # منذ صيف 2014: it began then
    return (draft.time.start if begun else draft.time.end) < published - timedelta(days=days)


_LOCAL = frozenset(("territory", "conflict", "harm", "protest", "disaster", "accident"))
