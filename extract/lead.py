"""The one event that an item is about: what its headline tells, else what its first sentence tells."""

from __future__ import annotations

from extract.drafts import Draft
from extract.parsed import Parsed


def choose(found: list[Draft], pages: list[Parsed]) -> None:
    """Mark the lead among the merged drafts of an item; the others are not."""
    titles = 0
    alone = sum(d.in_title for d in found) == 1
    scores: list[tuple[float, float]] = []
    for draft in found:
        draft.lead = False
        scores.append(_score(draft, titles if draft.in_title else 0, alone and _named_first(draft)))
        titles += draft.in_title
    if found:
        found[scores.index(max(scores))].lead = True


def _score(draft: Draft, rank: int, alone: bool) -> tuple[float, float]:
    """Title before first sentence before the rest; in a title the first told (محاكمة متهمين بتفجير is about the trial).

    What a headline tells `alone` is what it is about, though only a noun below another tells it: تفاصيل القبض على عصابة.
    """
    place = 3.0 if draft.in_title else {0: 2.0, 1: 1.4}.get(draft.trigger.sentence, 1.0)
    score = place + 0.5 * draft.strength - 0.4 * rank
    score -= (0.5 if alone else 1.2) * draft.subordinate + 1.0 * draft.background + 0.3 * (draft.kind == "state")
    score += 0.2 * (draft.trigger.form in ("verb", "passive")) - 0.3 * (draft.trigger.form == "participle")
    score -= 0.6 * (draft.status == "conditional")  # ستخطئ إسرائيل إذا قررت: the warning leads
    score -= 0.3 * (draft.type == "harm.destruction" and not draft.actors)  # what the flood destroyed: the flood leads
    return score, -draft.trigger.first


def _named_first(draft: Draft) -> bool:
    """A noun of a headline names a fact, and no verb stands before it to tell of something else."""
    fact = draft.in_title and draft.trigger.form == "masdar" and draft.status == "asserted" and not draft.background
    return fact and "V" not in draft.page.tags.letters[: draft.trigger.first]
