"""Are two mentions one event? The matching package as the commit uses it: read, look up, decide, keep. All pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from extract.types import Mention
from feeds.types import Item
from worker.matching import blocks, credit, wire
from worker.matching import decide as choice
from worker.matching.evidence import copied
from worker.matching.sketch import Sketch, asked_words, counted_words, dump, load, sketch
from worker.matching.words import Rarity
from worker.record import Candidate, Ledger

__all__ = ["Decision", "Reading", "asked_words", "counted_words", "decide", "kept", "read", "signature"]

#: On its way for longer, an item opens no event: blocks may have led to one that they lead to no more.
LATE = timedelta(days=7)
#: Reasons kept with a telling.
MAX_REASONS = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """One mention made ready for matching."""

    mention: Mention
    item: Item
    sketch: Sketch
    #: Blocks that its event joins, and those in which its event may be.
    joins: tuple[str, ...]
    looks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`join` an event, found a `new` one, or `skip` a mention that is none (a state, or background)."""

    kind: Literal["join", "new", "skip"]
    event_id: str | None = None
    #: Each a few words that an operator reads: `same place: iq.mosul`.
    reasons: tuple[str, ...] = ()
    #: Whose report it is.
    origins: tuple[str, ...] = ()
    #: Events that the mention shows to be the one that it joins.
    merges: tuple[str, ...] = ()
    #: Type of the lead that it copies, if it does.
    copies: str = ""


def read(mention: Mention, item: Item, rarity: Rarity) -> Reading:
    told = sketch(mention, item, rarity, wire.origins(mention, item))
    return Reading(mention, item, told, blocks.joined(told, rarity), blocks.looked_up(told, rarity))


def typed(reading: Reading, decision: Decision) -> Reading:
    """As it is kept: a text without an event of its own has the type of what it copies."""
    if reading.mention.type:
        return reading
    return replace(
        reading,
        mention=replace(reading.mention, type=decision.copies),
        sketch=replace(reading.sketch, type=decision.copies),
    )


def kept(reading: Reading, origins: tuple[str, ...]) -> Mapping[str, Any]:
    """The sketch as it goes into the event's record."""
    row = dump(replace(reading.sketch, origins=origins))
    return row if reading.sketch.origins else {**row, credit.SILENT: 1}


def signature(ledger: Ledger) -> Mapping[str, Any]:
    """What `decide` needs to know of an event: the sketches of its first leads, else of its first mentions. JSON."""
    rows = [telling.sketch for telling in ledger.tellings if telling.sketch]
    leads_first = sorted(rows, key=lambda row: not row.get("l"))
    return {"m": leads_first if len(rows) <= choice.MEMBERS else _various(leads_first)}


def _various(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One of each group of copies, the largest groups first: the next copy is of these. Then the others."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row.get(credit.GROUP) or row["m"], []).append(row)
    ranked = sorted(groups.values(), key=lambda group: (not group[0].get("l"), -len(group)))
    others = [row for group in ranked for row in group[1:]]
    return [*(group[0] for group in ranked), *others][: choice.MEMBERS]


#: Rules whose words tell of an old happening what is new today: the wreck of a lost aircraft is found.
FINDS = frozenset({"transport.wreckage"})


def decide(reading: Reading, candidates: Sequence[Candidate], rarity: Rarity) -> Decision:
    """Which event the mention is about. Between equals the least id wins, for ever."""
    if reading.mention.kind == "state":
        return Decision(kind="skip", reasons=("a state, not an event",))
    if reading.mention.background and not reading.mention.lead:
        return Decision(kind="skip", reasons=("background",))
    members = {c.event_id: tuple(map(load, c.signature.get("m", ()))) for c in candidates}
    matches = choice.ranked(reading.sketch, members, rarity)
    best = matches[0] if matches else choice.Match("", choice.VETOED, ())
    if reading.mention.background and not best.reprint and reading.mention.rule not in FINDS:
        return Decision(kind="skip", reasons=("background",))
    reasons = _reasons(best)
    if best.score >= choice.JOIN:
        origins = _origins(reading, members[best.event_id])
        merges = choice.bridged(reading.sketch, matches, members, rarity)
        return Decision(
            kind="join", event_id=best.event_id, reasons=reasons[:MAX_REASONS], origins=origins, merges=merges,
            copies=best.reprint,
        )  # fmt: skip
    if _late(reading.item, rarity.since):
        return Decision(kind="skip", reasons=("came late: its event may have been told and forgotten",))
    nearest = (
        (f"nearly {best.event_id} ({best.score:+.1f})", *reasons) if best.score >= choice.NEAR else ("nothing near",)
    )
    return Decision(kind="new", reasons=nearest[:MAX_REASONS], origins=_origins(reading, ()))


def words(ledger: Ledger) -> tuple[str, ...]:
    """Codes whose rarity `nearly` asks for."""
    return tuple(dict.fromkeys(code for row in signature(ledger)["m"] for code in load(row).words))


def nearly(ledger: Ledger, candidates: Sequence[Candidate], rarity: Rarity) -> list[tuple[str, float, tuple[str, ...]]]:
    """Other events that its leads fit nearly or more, the nearest first: id, log-odds, reasons. For an operator."""
    told = list(map(load, signature(ledger)["m"]))
    best: dict[str, choice.Match] = {}
    for candidate in candidates:
        members = tuple(map(load, candidate.signature.get("m", ())))
        for each in told:
            match = choice.score(each, members, rarity, event=candidate.event_id)
            if match is not None and match.points and match.score >= choice.NEAR:
                best[match.event_id] = max(best.get(match.event_id, match), match, key=lambda one: one.score)
    ranked = sorted(best.values(), key=lambda match: (-match.score, match.event_id))
    return [(match.event_id, round(match.score, 1), _reasons(match)) for match in ranked]


def _reasons(match: choice.Match) -> tuple[str, ...]:
    return tuple(f"{point.why} ({point.weight:+.1f})" for point in match.points if abs(point.weight) >= 0.05)


def _late(item: Item, since: datetime | None) -> bool:
    """Whether it was underway for long while the service was listening. What a feed lists at the start is not late."""
    published = item.published or item.fetched
    return since is not None and since <= published < item.fetched - LATE


def _origins(reading: Reading, members: Sequence[Sketch]) -> tuple[str, ...]:
    """Credited agencies, else those of the report that it copies, else its own."""
    if reading.sketch.origins:
        return reading.sketch.origins
    likest = max(members, key=lambda member: copied(reading.sketch, member), default=None)
    if likest is not None and copied(reading.sketch, likest) >= wire.COPY:
        return likest.origins
    return (reading.item.agency.lower(),)
