"""Who claimed an attack did it: the claim names the doer whom the attack's own sentence leaves out."""

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
    """Give the attack that an asserted claim speaks of its claimant as actor, where nobody else is told to have done it."""
    for claim in drafts:
        if claim.type != "statement.claim" or claim.status != "asserted" or not claim.actors:
            continue
        attack = _claimed(claim, drafts)
        if attack is not None:
            attack.actors = [replace(actor, via="lead") for actor in claim.actors]


def _claimed(claim: Draft, drafts: list[Draft]) -> Draft | None:
    """The attack nearest before the claim, the lead's first; None where its doer is told."""
    before = [d for d in drafts if d.type in _CLAIMED and d.status == "asserted" and d.order < claim.order]
    attack = max(before, key=lambda d: d.order, default=None)
    told = next((d for d in before if d.lead), attack)
    return told if told is not None and not told.actors else None
