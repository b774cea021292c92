"""What a claim or a condemnation says of the deed: who did it, and that a blast was one."""

from __future__ import annotations

from dataclasses import replace

from extract.drafts import Draft

#: What groups claim.
_CLAIMED = frozenset(
    f"conflict.{kind}"
    for kind in (
        "bombing",
        "suicide_attack",
        "attack",
        "assault",
        "assassination",
        "abduction",
        "shelling",
        "air_strike",
    )
)


def ascribe(drafts: list[Draft]) -> None:
    """Give the attack that an asserted claim speaks of its claimant as actor, where nobody else is told to have done it.

    Whoever claims nothing did nothing: لم تعلن أي جماعة مسؤوليتها عن الهجوم.
    """
    silent = {a.span for d in drafts if d.type == "statement.claim" and d.status == "denied" for a in d.actors}
    for attack in drafts if silent else ():
        if attack.type in _CLAIMED:
            attack.actors = [actor for actor in attack.actors if actor.span not in silent]
    for claim in drafts:
        if claim.type != "statement.claim" or claim.status != "asserted" or not claim.actors:
            continue
        claimed = _claimed(claim, drafts)
        if claimed is not None:
            claimed.actors = [replace(actor, via="lead") for actor in claim.actors]


#: Rules of a blast of which the words leave open whether somebody set it off, and of statements that call it an attack.
_BLASTS = frozenset(("other.blast",))
_CALLS = frozenset(("statement.claim", "statement.condemn", "statement.accuse"))
_ATTACK = frozenset(("هجوم", "الهجوم", "بالهجوم", "هجومين", "الهجومين", "التفجيرين", "التفجير", "اعتداء", "الاعتداء"))
#: Words from the verb of blame to the deed.
_CHARGE = 10


def blasts(drafts: list[Draft]) -> None:
    """A blast that somebody claims, or condemns as an attack, was no accident: انفجار في شارع ... ودانت اليونان الهجوم."""
    called = [d for d in drafts if d.type in _CALLS and d.status == "asserted" and _of_attack(d)]
    for draft in drafts:
        if (
            draft.type == "accident.other"
            and draft.trigger.rule.id in _BLASTS
            and any(d.order > draft.order for d in called)
        ):
            draft.type = "conflict.bombing"


def _of_attack(draft: Draft) -> bool:
    tokens, last = draft.page.doc.tokens, draft.trigger.last + 1
    if draft.type == "statement.accuse":  # واتهم الجماعة بتنفيذ | الهجوم
        last = min(draft.page.doc.sentences[draft.trigger.sentence][1], last + _CHARGE)
    said = tokens[draft.trigger.first : last]  # وصف الانفجار بأنه اعتداء
    return any(t.span.text.split()[0] in _ATTACK for t in draft.targets) or any(t.text in _ATTACK for t in said)


def _claimed(claim: Draft, drafts: list[Draft]) -> Draft | None:
    """The attack nearest before the claim, the lead's first; None where its doer is told."""
    before = [d for d in drafts if d.type in _CLAIMED and d.status == "asserted" and d.order < claim.order]
    attack = max(before, key=lambda d: d.order, default=None)
    told = next((d for d in before if d.lead), attack)
    return told if told is not None and not told.actors else None
