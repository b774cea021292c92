"""An event's ledger: what was told of it. All pure.

Telling, withdrawing, merging and splitting only move tellings between ledgers. The published state follows from the
ledger (worker/derive.py), and so do the differences and the message (worker/message.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from extract.types import Mention
from feeds.types import Item
from worker.state import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One mention with what is needed of its item."""

    mention: Mention
    item: str
    revision: int = 0
    feed: str
    agency: str
    title: str
    url: str | None = None
    published: datetime | None = None
    fetched: datetime
    #: Independent sources that it stands for.
    origins: tuple[str, ...]
    #: Blocks under which it is looked for.
    blocks: tuple[str, ...] = ()
    #: What matching keeps of it (worker/matching/sketch.py), and why it was placed where it is.
    sketch: Mapping[str, Any] | None = None
    reasons: tuple[str, ...] = ()
    extractor: str = ""
    lexicon: str = ""
    #: As it is kept (worker/ledgers.py), once that is known: no part of it.
    line: str = field(default="", init=False, compare=False, repr=False)
    #: What the state says of it (worker/derive.py), once that is known: no part of it either.
    told: Told | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def at(self) -> datetime:
        """Publication, or else fetching."""
        return self.published or self.fetched


@dataclass(frozen=True, slots=True)
class Candidate:
    """A live event that shares a block with the mention to be placed."""

    event_id: str
    rev: int
    #: What `match.signature` made of the event: small, JSON.
    signature: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What an event rests on."""

    first_seen: datetime
    last_changed: datetime
    #: In the order in which they came.
    tellings: tuple[Telling, ...] = ()
    #: The last tellings of an event that has none any more: its state still says what it was.
    ghosts: tuple[Telling, ...] = ()
    merged_into: str | None = None
    split_from: str | None = None

    @property
    def live(self) -> bool:
        return bool(self.tellings)

    @property
    def blocks(self) -> tuple[str, ...]:
        """Blocks that lead to it."""
        return tuple(dict.fromkeys(block for telling in self.tellings for block in telling.blocks))

    @property
    def items(self) -> frozenset[str]:
        return frozenset(telling.item for telling in self.tellings)


def event_id(mention_id: str) -> str:
    """Of the event that a mention founds; the same whenever the extraction is done again."""
    return hashlib.sha256(b"event\n" + mention_id.encode()).hexdigest()[:16]


def telling(
    mention: Mention,
    item: Item,
    *,
    origins: tuple[str, ...],
    blocks: tuple[str, ...] = (),
    sketch: Mapping[str, Any] | None = None,
    reasons: tuple[str, ...] = (),
    extractor: str = "",
    lexicon: str = "",
) -> Telling:
    return Telling(
        mention=mention,
        item=item.id,
        revision=item.revision,
        feed=item.feed_id,
        agency=item.agency,
        title=item.title,
        url=item.url,
        published=item.published,
        fetched=item.fetched,
        origins=origins,
        blocks=blocks,
        sketch=sketch,
        reasons=reasons,
        extractor=extractor,
        lexicon=lexicon,
    )


def found(first: Telling, now: datetime) -> Ledger:
    """A new event with its first telling."""
    return Ledger(first_seen=now, last_changed=now, tellings=(first,))


def tell(ledger: Ledger, more: Telling, now: datetime) -> Ledger:
    """With one more telling; one with the same mention id is replaced in its place. A withdrawn event comes back."""
    ids = [each.mention.id for each in ledger.tellings]
    if more.mention.id in ids:
        place = ids.index(more.mention.id)
        tellings = (*ledger.tellings[:place], more, *ledger.tellings[place + 1 :])
    else:
        tellings = (*ledger.tellings, more)
    return replace(ledger, tellings=tellings, ghosts=(), last_changed=now)


def withdraw(ledger: Ledger, item: str, now: datetime, *, keep: Collection[str] = ()) -> Ledger:
    """Without what the item told, except mentions whose ids are in `keep`."""
    return _left(ledger, lambda each: each.item != item or each.mention.id in keep, now)


def drop(ledger: Ledger, mention: str, now: datetime) -> Ledger:
    """Without one mention."""
    return _left(ledger, lambda each: each.mention.id != mention, now)


def merge(winner: Ledger, winner_id: str, loser: Ledger, now: datetime) -> tuple[Ledger, Ledger]:
    """All tellings in the winner; the loser points to it."""
    known = {each.mention.id for each in winner.tellings}
    moved = tuple(each for each in loser.tellings if each.mention.id not in known)
    tellings = tuple(sorted((*winner.tellings, *moved), key=lambda each: each.fetched))
    first = min(winner.first_seen, loser.first_seen)
    return (
        replace(winner, tellings=tellings, ghosts=(), first_seen=first, last_changed=now),
        replace(loser, tellings=(), ghosts=loser.tellings, merged_into=winner_id, last_changed=now),
    )


def split(ledger: Ledger, source_id: str, mention_ids: Collection[str], now: datetime) -> tuple[Ledger, Ledger]:
    """The rest, and a new ledger with the tellings of `mention_ids`."""
    moved = tuple(each for each in ledger.tellings if each.mention.id in mention_ids)
    rest = _left(ledger, lambda each: each.mention.id not in mention_ids, now)
    return rest, Ledger(first_seen=ledger.first_seen, last_changed=now, tellings=moved, split_from=source_id)


def _left(ledger: Ledger, stays: Callable[[Telling], bool], now: datetime) -> Ledger:
    left = tuple(each for each in ledger.tellings if stays(each))
    if len(left) == len(ledger.tellings):
        return ledger
    return replace(ledger, tellings=left, ghosts=() if left else ledger.tellings, last_changed=now)
