"""Sentences of context: how they open, what sets them back in time, what is told as a habit."""

from __future__ import annotations

from extract.drafts import Draft
from extract.parsed import Parsed
from extract.scopes import StatusCues, phrase_at
from extract.standing import carrier
from extract.triggers import Trigger

#: How far from its deed a word may stand that sets the sentence back in time.
_NEAR = 25
#: How far behind its verb a word may stand that makes the deed a habit.
_HABIT = 14


def cue(draft: Draft, cues: StatusCues) -> tuple[int, int] | None:
    """First and last token of what makes the sentence of a draft context; None when it tells today's events."""
    page, trigger = draft.page, draft.trigger
    first, last = page.doc.sentences[trigger.sentence]
    near = range(max(first, trigger.first - _NEAR), min(last, trigger.last + _NEAR))
    then = next((i for i in near if page.doc.tokens[i].key in cues.then), None)
    if then is not None:
        return then, then
    habit = _habit(page, trigger, cues)
    if habit is not None:
        return habit, habit
    goes_on = _going_on(draft)
    if goes_on is not None:
        return goes_on, goes_on
    if trigger.sentence == 0:
        return None
    if any(phrase_at(draft, phrase, first) for phrase in cues.opening.get(page.forms(first))):
        return first, first
    return None


def _habit(page: Parsed, trigger: Trigger, cues: StatusCues) -> int | None:
    """The word that makes what an imperfect tells a habit: وينفذ التحالف غارات بشكل | يومي."""
    verb = trigger.head if trigger.form == "verb" else carrier(page, trigger)
    reading = page.tags.readings[verb] if verb is not None else None
    if verb is None or reading is None or reading.pos != "verb" or reading.asp != "i":
        return None
    _, end = page.doc.sentences[trigger.sentence]
    for i in range(verb + 1, min(end, max(verb, trigger.last) + _HABIT)):
        if page.tags.letters[i] in "VSR.B":
            return None
        if page.doc.tokens[i].key in cues.habit:
            return i
    return None


def _going_on(draft: Draft) -> int | None:
    """The imperfect verb that tells what goes on and no one day's blow: يصعد المسلحون | هجماتهم، ويشن التحالف غارات منذ عام."""
    page, trigger = draft.page, draft.trigger
    verb = trigger.head if trigger.form == "verb" else carrier(page, trigger)
    reading = page.tags.readings[verb] if verb is not None else None
    if verb is None or reading is None or reading.pos != "verb" or reading.asp != "i" or not _undated_blow(draft):
        return None
    known = trigger.form == "masdar" and trigger.reading is not None and bool(trigger.reading.enc)
    blow = page.tags.readings[trigger.last]
    many = trigger.last != verb and blow is not None and blow.num == "p" and not blow.det
    opens = trigger.sentence > 0 and verb == page.doc.sentences[trigger.sentence][0] and reading.conj == "و"
    return verb if known or (opens and many) else None


def _undated_blow(draft: Draft) -> bool:
    """A blow without a day: one that is told with its day is news."""
    dated = draft.time is not None and draft.time.granularity in ("day", "part_of_day", "hour")
    return draft.type.startswith("conflict.") and not dated
