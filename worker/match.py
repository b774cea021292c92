"""Are two mentions one event? A pure decision, with reasons.

This first matcher goes by type group, place and day: right where places are told, blind elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from extract.types import Mention
from feeds.types import Item
from worker.kinds import event_type
from worker.record import Candidate, Ledger

#: Agencies file around midnight, in different zones.
MAX_DAYS_APART = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """`join` an event, found a `new` one, or `skip` a mention that is none (a state, or background)."""

    kind: Literal["join", "new", "skip"]
    event_id: str | None = None
    #: Each a word or two that an operator reads: `same place: iq.mosul`.
    reasons: tuple[str, ...] = ()
    #: Whose report it is, where the comparison shows it (wire copy); empty: as `origins` says.
    origins: tuple[str, ...] = ()


def block_keys(mention: Mention, item: Item) -> tuple[str, ...]:
    """Blocks under which a mention is looked for and found. Each ends with its day, `...:<yyyymmdd>`.

    The day and the next: two mentions a day apart share a block, two days apart they do not.
    """
    group = event_type(mention.type).group
    day = _day(mention, item)
    days = [(day + timedelta(days=n)).strftime("%Y%m%d") for n in range(MAX_DAYS_APART + 1)]
    return tuple(f"{group}:{anchor}:{day}" for anchor in _anchors(mention) for day in days)


def signature(ledger: Ledger) -> Mapping[str, Any]:
    """What `decide` needs to know of an event: small, JSON."""
    mentions = [telling.mention for telling in ledger.tellings]
    return {
        "group": sorted({event_type(mention.type).group for mention in mentions}),
        "at": sorted({anchor for mention in mentions for anchor in _anchors(mention)}),
        # Those of the first telling: a siege told daily must not grow into one event day by day.
        "days": sorted({block.rsplit(":", 1)[1] for telling in ledger.tellings[:1] for block in telling.blocks}),
    }


def origins(mention: Mention, item: Item) -> tuple[str, ...]:
    """Independent sources that a mention stands for: the agencies it credits, else the feed's own."""
    credited = {source.agency.lower() for source in mention.attribution if source.agency}
    return tuple(sorted(credited)) or (item.agency.lower(),)


def decide(mention: Mention, item: Item, candidates: Sequence[Candidate], now: datetime) -> Decision:
    """Which event the mention is about. Candidates share a block with it; the oldest id wins a tie, for ever."""
    if mention.kind == "state":
        return Decision(kind="skip", reasons=("a state, not an event",))
    if mention.background:
        return Decision(kind="skip", reasons=("background",))
    wanted = set(block_keys(mention, item))
    anchors, days = set(_anchors(mention)), {block.rsplit(":", 1)[1] for block in wanted}
    group = event_type(mention.type).group
    for candidate in sorted(candidates, key=lambda c: c.event_id):
        seen = candidate.signature
        shared = anchors & set(seen["at"])
        if shared and group in seen["group"] and days & set(seen["days"]):
            reasons = (f"same group: {group}", f"same place: {min(shared)}", "a day apart at most")
            return Decision(kind="join", event_id=candidate.event_id, reasons=reasons)
    return Decision(kind="new", reasons=("no event of this group at this place and day",))


def _anchors(mention: Mention) -> tuple[str, ...]:
    """Where it is looked for: its places, or else who did it to whom."""
    places = [place.id or place.name for place in mention.places if place.precision != "country"]
    if not places:
        parties = [argument.entity for argument in (*mention.actors, *mention.targets) if argument.entity]
        places = ["-".join(parties)] if len(parties) > 1 else []
    return tuple(dict.fromkeys(places))


def _day(mention: Mention, item: Item) -> date:
    if mention.time is not None:
        return mention.time.start.date()
    return (item.published or item.fetched).date()
