"""How long it goes on: تستمر المناورات حتى نهاية الشهر، بدأت الفيضانات منتصف الشهر الماضي, of what the item tells as going on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from extract import drafts
from extract.drafts import Draft
from extract.parsed import Parsed, lemma_key
from extract.times import TimeExpr
from extract.triggers import Trigger
from extract.types import Time

_BEGINS = frozenset(lemma_key(verb) for verb in ("بدأ", "انطلق", "اندلع", "ابتدأ"))
_LASTS = frozenset(lemma_key(verb) for verb in ("استمر", "تواصل", "دام", "امتد"))
_UNTIL = frozenset(("حتي", "الي", "لغايه"))
#: What may take weeks; the rest began when it happened.
_LONG = ("conflict.clash", "conflict.assault", "conflict.deployment", "territory.siege", "harm.displacement", "disaster.",
         "protest.")  # fmt: skip
#: Tokens between a verb and its time, and days after which a beginning is no longer the whole.
_REACH, _BRIEF = 6, 2


def extend(merged: list[Draft], pages: list[Parsed]) -> None:
    """Give what lasts its last day: the one told, or that of publication where only its beginning is told."""
    for page in pages:
        for verb, expr in _told(page):
            draft = _subject(page, merged, verb, expr)
            if draft is None or draft.time is None or page.published is None:
                continue
            if page.doc.tokens[expr.first - 1].key in _UNTIL:
                if draft.time.start < expr.end:
                    draft.time = replace(draft.time, end=expr.end)
            elif _goes_on(draft, expr.start) and expr.end < page.published - timedelta(days=_BRIEF):
                draft.time = replace(draft.time, end=page.published)


def since(page: Parsed, trigger: Trigger, expr: TimeExpr) -> Time:
    """The time told, or the stretch from it to publication: نزح الآلاف منذ بدء الهجوم في السادس من يونيو."""
    told, tokens = drafts.time(page, expr), page.doc.tokens
    beside = range(expr.first - 1, max(trigger.last, expr.first - _REACH - 3), -1)
    for i in beside:
        if tokens[i].key in _SINCE:
            return (
                replace(told, end=page.published) if page.published is not None and told.end < page.published else told
            )
        if page.tags.letters[i] not in "NPX":
            break
    return told


_SINCE = frozenset(("منذ", "ومنذ"))


def _goes_on(draft: Draft, begun: datetime) -> bool:
    """Told as of today, with a beginning before."""
    return (
        draft.type.startswith(_LONG) and not draft.background and draft.time is not None and draft.time.start == begun
    )


def _told(page: Parsed) -> Iterator[tuple[int, TimeExpr]]:
    """Verbs of beginning with their time, verbs of lasting with their end."""
    letters = page.tags.letters
    for expr in page.times:
        sentence, _ = page.doc.sentences[page.doc.tokens[expr.first].sent]
        before = range(expr.first - 1, max(sentence, expr.first - _REACH) - 1, -1)
        verb = next((i for i in before if letters[i] == "V"), None)
        reading = page.tags.readings[verb] if verb is not None else None
        until = expr.first > 0 and page.doc.tokens[expr.first - 1].key in _UNTIL
        if verb is not None and reading is not None and lemma_key(reading.lemma) in (_LASTS if until else _BEGINS):
            yield verb, expr


def _subject(page: Parsed, merged: list[Draft], verb: int, expr: TimeExpr) -> Draft | None:
    """The event named between the verb and its time, else the last one named before the verb in its sentence."""
    sentence, _ = page.doc.sentences[page.doc.tokens[verb].sent]
    for i in (*range(expr.first - 1, verb, -1), *range(verb - 1, sentence - 1, -1)):
        draft = next((d for d in merged if _names(page, i, d)), None)
        if draft is not None or i in page.events:
            return draft
    return None


def _names(page: Parsed, i: int, draft: Draft) -> bool:
    """The event's own noun, or the same noun again: بدأت مناورات ... وتستمر المناورات."""
    if page.tags.letters[i] != "N":
        return False
    span = page.doc.span(i, i)
    if any(s.field == span.field and s.start <= span.start < s.end for s in (draft.span, *draft.also)):
        return True
    again = page.doc.tokens[i].key.removeprefix("و").removeprefix("ال")
    head = draft.page.doc.tokens[draft.trigger.first].key
    return draft.trigger.form != "verb" and again == head.removeprefix("ال")
