"""Whom a happening was done to where an item tells it more than once: its victims, what was hit, who is named in full."""

from __future__ import annotations

from extract.alike import named_alike
from extract.drafts import Draft
from extract.types import Argument


def with_victims(home: Draft, other: Draft) -> list[Argument]:
    """The targets of an event with the dead and wounded that `other` tells of it."""
    doers = {a.span.text for a in home.actors}
    victims = other.targets or [a for a in other.actors if a.span.text not in doers]
    context = home.background or home.type.startswith(_NOT_HIT)
    told = list(home.targets)
    told.extend(v for v in _new(victims, home) if not told or not _others(v, context))
    return told


#: Types whose dead stand beside no thing that was hit.
_NOT_HIT = ("protest.", "conflict.clash")


def retold(home: Draft, other: Draft) -> list[Argument]:
    """The targets of an event that `other` tells again."""
    if _hurt_beside(home, other):
        return with_victims(home, other)
    if not home.targets or _counted_only(home, other) or _charged(home, other) or _names_more(home, other):
        return other.targets
    return [*home.targets, *_new(other.struck, home)] if _completes(other, home) else home.targets


def _hurt_beside(home: Draft, other: Draft) -> bool:
    """Two harms of one sentence: إصابة الصحافي فلان ومقتل زوجته."""
    beside = home.page is other.page and home.trigger.sentence == other.trigger.sentence
    return beside and all(d.trigger.rule.type == "harm.casualties" for d in (home, other))


def settle(merged: list[Draft]) -> None:
    """A town that was shelled is the target only where nobody and nothing in it is told."""
    for draft in merged:
        if draft.type.startswith("conflict."):
            draft.targets = [t for t in draft.targets if t not in draft.grounds] or draft.targets


def _new(targets: list[Argument], home: Draft) -> list[Argument]:
    return [t for t in targets if not any(named_alike(known, t) for known in home.targets)]


def _completes(other: Draft, home: Draft) -> bool:
    """One tells the people who were hit, the other the thing: مقتل جنديين في هجوم، استهدف الهجوم حافلة."""
    force = home.type.startswith("conflict.") and other.type.startswith("conflict.")
    return force and bool(other.struck) and not home.struck and all(t.cls in _PEOPLE for t in home.targets)


_PEOPLE = frozenset(("civilian", "state_force", "state", "person"))


def _others(victim: Argument, context: bool) -> bool:
    """Somebody told only by number beside those named, or in `context` beside the thing hit: وإصابة 55، مقتل 26 شخصا."""
    words = victim.span.text.split()
    return words[-1] in _OTHERS or (len(words) == 1 and words[0].isdigit()) or (context and words[-1] in _SOMEBODY)


_OTHERS = frozenset(("آخرون", "آخرين", "اخرون", "اخرين", "أخرى", "آخر", "آخران"))
_SOMEBODY = frozenset(("شخص", "شخصا", "شخصاً", "أشخاص", "اشخاص", "قتيلا", "قتيلاً", "قتلى", "ضحية"))


#: Families whose deeds are done to several.
_SEVERAL = ("conflict.", "law.", "harm.", "accident.", "disaster.")


def _counted_only(home: Draft, other: Draft) -> bool:
    """A headline counts its victims (مقتل 3 في ...); the text says who they were."""
    counted = home.in_title and home.type.startswith((*_SEVERAL, "politics.appointment"))
    bare = counted and all(len(t.span.text.split()) == 1 for t in home.targets)
    return bare and bool(other.targets) and not other.in_title and other.trigger.sentence <= 1 and not other.background


def _names_more(home: Draft, other: Draft) -> bool:
    """The opening of the text has whom the headline names, and others beside: اعتقال الوزير، اعتقل الوزير فلان وزوجته."""
    opens = not other.in_title and other.trigger.sentence <= 1 and not other.background
    if (
        not opens
        or not home.type.startswith(_SEVERAL)
        or len(other.targets) <= len(home.targets)
        or any(t.span.field != "title" for t in home.targets)
    ):
        return False
    alike = [told for told in other.targets if any(named_alike(t, told) for t in home.targets)]
    return len(alike) == len(home.targets)  # الشاعر والأديب فلان is one man


def _charged(home: Draft, other: Draft) -> bool:
    """A headline is short about whom the law took (شبكة، منفذو الهجوم); the text counts or names them."""
    if not home.type.startswith("law.") or home.type != other.type or other.in_title or other.background:
        return False
    told = other.trigger.sentence <= 1 and all(t.span.field == "title" for t in home.targets)
    return told and any(word[0].isdigit() for t in other.targets for word in t.span.text.split())
