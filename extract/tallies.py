"""Which event a quantity of its sentence belongs to."""

from __future__ import annotations

from dataclasses import replace

from extract import drafts, placewords
from extract import grammar as g
from extract.counted import counted_noun
from extract.drafts import Draft
from extract.parsed import Parsed
from extract.quantityfound import Found as QuantityFound
from extract.rules import EventType
from extract.types import Quantity

_OWN_KIND = {
    "law.arrest": {"arrested"},
    "law.release": {"released"},
    "conflict.abduction": {"kidnapped"},
    "harm.displacement": {"displaced", "rescued", "killed", "missing"},
    "disaster.epidemic": {"cases", "killed", "injured"},
    "disaster.earthquake": {"magnitude", "killed", "injured", "missing", "displaced"},
    "law.execution": {"killed"},
}


def count(page_drafts: list[Draft], types: dict[str, EventType]) -> None:
    """Give each quantity of a field to the draft of its sentence that it belongs to."""
    if not page_drafts:
        return
    page = page_drafts[0].page
    before: tuple[QuantityFound, Draft] | None = None
    for found in page.quantities:
        sentence = page.doc.tokens[found.first].sent
        if found.kind == "distance_km" and _describes_a_place(page, found):
            continue
        same = [d for d in page_drafts if d.trigger.sentence == sentence]
        owner = _owner(found, same, types)
        if owner is not None and before is not None and _joined(page, before[0], found) and before[1] in same:
            owner = before[1]
        if owner is not None and not found.part:
            before = found, owner
        if owner is None or (owner.type == "conflict.suicide_attack" and _attacker(page, found)):
            continue
        told = drafts.quantity(page, found)
        sick = owner.type == "disaster.epidemic" and found.kind == "injured"  # 11 إصابة جديدة
        kind = "cases" if sick else _TAKEN[owner.type] if _taken(owner, told) else told.kind
        _add(owner, replace(told, kind=kind) if kind != told.kind else told, page, found.first)


def _taken(owner: Draft, told: Quantity) -> bool:
    """Whom an arrest is told of are the arrested, however they are called: اعتقال 12 متهما; those of a disease its cases."""
    if owner.type not in _TAKEN or told.kind not in ("accused", "people") or told.part:
        return False
    inside = any(
        t.span.field == told.span.field and t.span.start - 1 <= told.span.start < t.span.end for t in owner.targets
    )
    return inside and not any(q.kind == _TAKEN[owner.type] for q in owner.quantities)


_TAKEN = {"law.arrest": "arrested", "disaster.epidemic": "cases"}


def _add(owner: Draft, told: Quantity, page: Parsed, first: int) -> None:
    """Give a count to its event; of the two sides of a fight those of both: عشرة قتلى ... بينما تكبد المتمردون 33 قتيلا."""
    same = [n for n, q in enumerate(owner.quantities) if q.kind == told.kind and not q.part]
    before = owner.quantities[same[-1]] if same and told.kind in _HARMED and not told.part else None
    if before is None or owner.type not in _FIGHTS or before.value is None or told.value is None:
        owner.quantities.append(told)
        return
    tokens, (start, _) = page.doc.tokens, page.doc.sentences[owner.trigger.sentence]
    last = next((i for i in range(first, start, -1) if tokens[i].key in g.MEANWHILE), start)
    if before.span.start < page.doc.span(last, last).start:
        owner.quantities[same[-1]] = replace(before, value=before.value + told.value)
    else:
        owner.quantities.append(told)


_HARMED = ("killed", "injured")
#: Where each side has its dead.
_FIGHTS = ("conflict.clash", "conflict.assault")


def _joined(page: Parsed, one: QuantityFound, two: QuantityFound) -> bool:
    """11 قتيلا و18 جريحا: the wounded are of the event of the dead."""
    harm = one.kind in ("killed", "injured") and two.kind in ("killed", "injured") and one.kind != two.kind
    return harm and two.first == one.last + 1 and page.doc.tokens[two.first].key.startswith("و")


def _attacker(page: Parsed, found: QuantityFound) -> bool:
    """Who made the attack is not counted with its dead: قتل المهاجم."""
    noun = counted_noun(page.doc.tokens[found.last].key)
    return found.kind == "killed" and noun is not None and noun.kind == "attackers"


#: Words that say where a place lies, and how many tokens before the distance they stand; an army would be masculine.
_LYING = frozenset(("الواقع", "الواقعه", "واقع", "واقعه", "يقع", "تقع", "تبعد", "وتبعد", "وتقع", "ويقع"))
_LIES = 6


def _describes_a_place(page: Parsed, found: QuantityFound) -> bool:
    """How far a place lies from another: 360 كم غربي المحافظة، الواقعة على بعد 20 كم. What forces keep to a place is theirs."""
    tokens = page.doc.tokens
    if found.last + 1 < len(tokens) and tokens[found.last + 1].key in placewords.DIRECTIONS:
        return True
    sentence, _ = page.doc.sentences[tokens[found.first].sent]
    return any(tokens[i].key in _LYING for i in range(max(found.first - _LIES, sentence), found.first))


def _owner(found: QuantityFound, same: list[Draft], types: dict[str, EventType]) -> Draft | None:
    """The draft whose type takes such a count, nearest to the words that gave it."""
    fitting = [d for d in same if _fits(found.kind, d, types)]
    if not fitting:
        return None
    at = found.cue if found.cue is not None else found.first
    return min(fitting, key=lambda d: (_bloodless(found.kind, d), abs(d.trigger.first - at), d.trigger.first))


def _bloodless(kind: str, draft: Draft) -> bool:
    """Nobody dies of what is only aimed at where the sentence tells of violence too."""
    return kind in ("killed", "injured") and draft.status == "expected"


_FORCE = (
    "captured_places",
    "fighters",
    "vehicles",
    "aircraft",
    "missiles",
    "houses",
    "percent_area",
    "area",
    "distance_km",
)
#: Counts besides victims that the events of a family take; a duration or an age belongs to none.
_TAKES: dict[str, tuple[str, ...]] = {
    "conflict": _FORCE,
    "territory": (*_FORCE, "percent"),
    "harm": ("houses", "people", "families"),
    "disaster": ("houses", "people", "families", "area", "money", "vehicles", "missing", "displaced"),
    "accident": ("vehicles", "aircraft", "people"),
    "protest": ("people",),
    "law": ("accused", "people", "money", "tonnes", "vehicles"),
    "diplomacy": ("money", "tonnes", "people", "aircraft", "vehicles"),
    "politics": ("money", "percent", "people"),
}


#: Nobody is killed where somebody died, is taken by the law, or where forces search and stand by.
_HARMLESS = frozenset(("life.death", "law.arrest", "conflict.clearing", "conflict.deployment"))


def _fits(kind: str, draft: Draft, types: dict[str, EventType]) -> bool:
    own = _OWN_KIND.get(draft.type)
    if own is not None and kind in own:
        return True
    if kind in ("killed", "injured", "missing"):
        if draft.type in _HARMLESS:
            return False
        known = types.get(draft.type)
        return known is not None and known.casualty
    return kind in _TAKES.get(draft.type.split(".")[0], ())


def deadly(draft: Draft) -> bool:
    """Tells of a death or of wounded; one told by name alone may be an actor or a player."""
    told = any(q.kind in ("killed", "injured") and (q.value != 1 or q.whom is not None) for q in draft.quantities)
    return told or draft.type == "life.death"
