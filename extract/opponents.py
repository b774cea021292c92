"""Who fights whom where a clash names one side or none: its dead are the other side, the item's capture or attack tells both."""

from __future__ import annotations

from dataclasses import replace

from extract.alike import named_alike
from extract.drafts import Draft
from extract.types import Argument

_CLASH = "conflict.clash"
#: Those who fight.
_FIGHTERS = frozenset(("state_force", "non_state"))
#: Families whose deeds set one side against another.
_HOSTILE = ("conflict.", "territory.")


def oppose_dead(clash: Draft, dead: list[Argument]) -> None:
    """مقتل 19 من عناصر الحركة في اشتباكات مع الجيش: the dead fought whom the clash names."""
    if clash.type != _CLASH or len(clash.actors) != 1:
        return
    enemy = clash.actors[0]
    clash.actors = [enemy, *(d for d in dead if d.cls == "non_state" and not named_alike(d, enemy))][:2]


def oppose(drafts: list[Draft]) -> None:
    """A clash of nobody (المواجهات) takes the sides that the item's nearest deed of one against the other tells."""
    for clash in drafts:
        if clash.type == _CLASH and len(clash.actors) == 1 and clash.status == "asserted":
            _after_a_fight(clash, drafts)
            continue
        if clash.type != _CLASH or clash.actors or clash.background or clash.status != "asserted":
            continue  # who will fight at the next place is not who fought at the last
        told = [d for d in drafts if d is not clash and d.type.startswith(_HOSTILE) and d.status == "asserted"]
        near = sorted(told, key=lambda d: _distance(d, clash))
        sides = next((known for d in near if (known := _sides(d, clash.targets, _beside(d, clash)))), [])
        clash.actors = [replace(side, via="lead") for side in sides]
        clash.targets = [t for t in clash.targets if not any(t.span == side.span for side in sides)]


def dispossess(drafts: list[Draft]) -> None:
    """Ground is taken from whom its taker fought in the same sentence: سيطر الجيش على الحي بعد معارك مع التنظيم."""
    for capture in drafts:
        told = capture.status == "asserted" and not capture.background and bool(capture.actors)
        if capture.type != "territory.capture" or not told or any(t.cls in _FIGHTERS for t in capture.targets):
            continue
        clashes = [d for d in drafts if d.type == _CLASH and _beside(d, capture)]
        foes = [a for d in clashes for a in d.actors if a.cls in _FIGHTERS]
        theirs = [a for a in foes if not any(named_alike(a, own) for own in capture.actors)]
        capture.targets += [replace(side, via="lead") for side in theirs[:1]]


def _after_a_fight(clash: Draft, drafts: list[Draft]) -> None:
    """Whoever took the ground after a fight with somebody fought him: سيطر الجيش على البلدة بعد معارك مع الحركة."""
    enemy = clash.actors[0]
    for deed in drafts:
        ours = [a for a in deed.actors if a.cls in _FIGHTERS and not named_alike(a, enemy)]
        taken = deed.type == "territory.capture" and deed.kind == "event" and deed.status == "asserted"
        if not (taken and ours and enemy.cls in _FIGHTERS and _beside(deed, clash)):
            continue
        clash.actors = [*(replace(a, via="lead") for a in ours), enemy]
        return


def _distance(deed: Draft, clash: Draft) -> tuple[bool, int]:
    """In letters from the nearest telling of the deed; the other field of the item is farther than any."""
    told = [s.start for s in (deed.span, *deed.also) if s.field == clash.span.field]
    return not told, min((abs(start - clash.span.start) for start in told), default=0)


def _beside(deed: Draft, clash: Draft) -> bool:
    """Told in the sentence of the clash: استعاد الجيش البلدة بعد قتال خاطف."""
    told = clash.evidence
    return any(s.field == told.field and told.start <= s.start < told.end for s in (deed.span, *deed.also))


def _sides(deed: Draft, dead: list[Argument], beside: bool) -> list[Argument]:
    """Both sides of a deed: who did it, and to whom; or against whom the clash's dead fought. Who did it, at least, `beside`."""
    if deed.type == _CLASH:
        return deed.actors if len(deed.actors) > 1 else []
    ours = [a for a in deed.actors if a.cls in _FIGHTERS]
    theirs = [t for t in [*deed.targets, *dead] if t.cls in _FIGHTERS and not any(named_alike(t, a) for a in ours)]
    return [*ours, *theirs] if ours and (theirs or beside) else []
