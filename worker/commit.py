"""From an item's mentions to the stream: read what is near, decide, write if nothing has moved; else again.

The version of each block is read before the events in it, so an event added in between makes the write a conflict,
never a second event for one happening.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from extract.types import Mention
from feeds.types import Item
from worker import match
from worker.desk import Desk, Shelf, founder
from worker.errors import ContendedError, NoSuchEventError
from worker.events import CommitReply, Events, Write
from worker.leases import Work
from worker.ledgers import unpack_ledger
from worker.match import Decision, Reading
from worker.matching.untold import told_by
from worker.matching.words import Rarity
from worker.record import Candidate, Ledger, merge, split, telling
from worker.routes import Route

#: Readings after the first; each conflict means that some other item was committed, so somebody gets on.
MAX_REREADS = 5
#: Wait of a first failed attempt; it doubles, and is spread by a half on either side.
FIRST_DELAY = timedelta(seconds=2)


class Shop(Protocol):
    """The part of the store that commits."""

    events: Events

    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What is the same for every commit of a process."""

    routes: Sequence[Route] = ()
    #: Versions that find their way into each record.
    extractor: str = ""
    lexicon: str = ""

    @property
    def release(self) -> str:
        return f"{self.extractor}+{self.lexicon}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item."""

    reply: CommitReply
    #: One for each mention, in order; empty unless `done`.
    decisions: tuple[Decision, ...] = ()
    #: Messages that went on the stream.
    writes: tuple[Write, ...] = ()
    rereads: int = 0


def commit_item(
    store: Shop, work: Work, item: Item, mentions: Sequence[Mention], settings: Publishing | None = None
) -> Outcome:
    """Commit what a leased item tells; without mentions, that it tells nothing.

    `item.revision` must be that of `work`. Raises ContendedError after `MAX_REREADS` conflicts (give it back with
    `retry_delay`), StoreFullError.
    """
    settings = settings or Publishing()
    words, tells = match.counted_words(item, mentions), bool(mentions)
    mentions = told_by(item, mentions)
    rarity = store.events.rarity(match.asked_words(item, mentions), work.now)
    # The lead first: it has the first choice of an event that the item may tell only once.
    readings = sorted((match.read(m, item, rarity) for m in mentions), key=lambda r: not r.mention.lead)
    for rereads in range(MAX_REREADS + 1):
        near = store.events.near([reading.looks for reading in readings])
        desk = Desk(shelf_of(store.events), work.now)
        if item.revision:
            desk.withdraw(item.id, store.events.told(item.id, work.now), [mention.id for mention in mentions])
        placed = {
            reading.mention.id: _as_before(desk, reading) or _place(desk, candidates, reading, rarity, settings)
            for reading, candidates in zip(readings, near.candidates, strict=True)
        }
        writes = desk.writes(item.id, settings.routes)
        reply = store.events.commit(
            work, blocks=near.versions, events=desk.revs(), writes=writes, told=desk.told(item.id), now=work.now,
            words=words, release=settings.release, tells=tells,
        )  # fmt: skip
        if reply != "conflict":
            done = reply == "done"
            decisions = tuple(placed[mention.id] for mention in mentions)
            return Outcome(reply, decisions if done else (), tuple(writes) if done else (), rereads)
    raise ContendedError(item.id, MAX_REREADS + 1)


def merge_events(store: Shop, winner: str, loser: str, settings: Publishing) -> Outcome:
    """An operator says that two events are one. Raises NoSuchEventError, ContendedError."""

    if winner == loser:
        raise NoSuchEventError(loser)

    def change(desk: Desk) -> None:
        merged, tombstone = merge(_live(desk, winner), winner, _live(desk, loser), desk.now)
        desk.put(winner, merged)
        desk.put(loser, tombstone)
        desk.kinds[winner] = "merged"

    return _change(store, change, settings, f"{winner}+{loser}")


def split_event(store: Shop, event: str, mention_ids: Sequence[str], settings: Publishing) -> Outcome:
    """An operator says that some mentions of an event are another one. Raises NoSuchEventError, ContendedError."""

    def change(desk: Desk) -> None:
        rest, moved = split(_live(desk, event), event, mention_ids, desk.now)
        if not moved.live or not rest.live:
            raise NoSuchEventError(event)
        # Not the id that the first mention alone would found: that one may be the event it comes from.
        new = desk.take(founder(moved.tellings[0], "split", event))
        desk.put(event, rest)
        desk.put(new, moved)
        desk.kinds[event] = "split"

    return _change(store, change, settings, event)


def retry_delay(attempt: int, chance: Callable[[], float] = random.random) -> timedelta:
    """Wait before another attempt: doubling from `FIRST_DELAY`, spread so that those who collided part."""
    return FIRST_DELAY * (2.0 ** (attempt - 1) * (0.5 + chance()))


def shelf_of(events: Events) -> Shelf:
    """Events as they stand in Redis."""

    def fetch(event: str) -> tuple[int, Ledger] | None:
        record = events.records([event]).get(event)
        return None if record is None else (record.rev, unpack_ledger(record.ledger))

    return fetch


def _as_before(desk: Desk, reading: Reading) -> Decision | None:
    """The same words read the same: a telling stays where it stands, whatever came near it since. None for any other."""
    mention, item = reading.mention, reading.item
    for event, ledger in desk.new.items():
        for told in ledger.tellings if ledger else ():
            same = (told.fetched, told.published, told.title) == (item.fetched, item.published, item.title)
            if same and told.mention == mention:
                return Decision(kind="join", event_id=event, reasons=("read as before",), origins=told.origins)
    return None


def _place(desk: Desk, near: Sequence[Candidate], reading: Reading, rarity: Rarity, settings: Publishing) -> Decision:
    """Decide about one mention, and put the event on the desk accordingly."""
    decision = match.decide(reading, desk.candidates(near, reading.looks), rarity)
    if decision.kind == "skip":
        desk.drop(reading.mention.id)
        return decision
    reading = match.typed(reading, decision)
    told = telling(
        reading.mention,
        reading.item,
        origins=decision.origins,
        blocks=reading.joins,
        sketch=match.kept(reading, decision.origins),
        reasons=decision.reasons,
        extractor=settings.extractor,
        lexicon=settings.lexicon,
    )
    event = decision.event_id or founder(told)
    desk.tell(event, told)
    for loser in decision.merges:
        desk.merge(event, loser)
    return decision


def _live(desk: Desk, event: str) -> Ledger:
    ledger = desk.new[event] if desk.take(event) == event else None
    if ledger is None or not ledger.live:
        raise NoSuchEventError(event)
    return ledger


def _change(store: Shop, change: Callable[[Desk], None], settings: Publishing, what: str) -> Outcome:
    for rereads in range(MAX_REREADS + 1):
        desk = Desk(shelf_of(store.events), store.now())
        change(desk)
        writes = desk.writes(None, settings.routes)
        reply = store.events.commit(None, blocks={}, events=desk.revs(), writes=writes, told=(), now=desk.now)
        if reply != "conflict":
            return Outcome(reply, (), tuple(writes), rereads)
    raise ContendedError(what, MAX_REREADS + 1)
