"""What a lease says: feeds to poll, bodies to parse, items to process.

A lease lasts by the server's clock and carries a fence, a number that is never given twice. Whoever comes back with an
old fence changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["body", "item", "names"]
#: First letter of an owed thing's name in Redis -> what it is; and the stage at which it may fail for good.
KINDS: Mapping[str, Kind] = {"b": "body", "i": "item", "n": "names"}
STAGE_OF: Mapping[Kind, str] = {"body": "parse", "item": "process", "names": "names"}
#: What a script says instead of an error: done; dup (done before); stale (another holds it now); gone (not owed).
Reply = Literal["done", "dup", "stale", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLease:
    """The right to poll one feed, and nobody else's, until the lease ends."""

    feed_id: str
    fence: int
    #: 1, or more when earlier leases ended without a word.
    attempt: int
    #: What the last settled poll left, JSON; None before the first.
    state: str | None
    #: Server time, UTC.
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The right to process one owed thing: the changed body of a feed, an item, or the names of an item."""

    kind: Kind
    #: Feed id of a body, else item id.
    id: str
    fence: int
    #: 1 at the first lease; deaths of whole processes count.
    attempt: int
    #: Of an item: 0, and one more for each edit. Its names are owed as the revision after the one that was committed.
    revision: int
    content_hash: str
    #: Since when it is owed, UTC.
    since: datetime
    payload: bytes
    #: Server time of the lease, UTC.
    now: datetime

    @property
    def owed(self) -> str:
        """Its name in the inbox."""
        return owed(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a parsed body brought. `stale` items stand as they stood before their last edit: an old cache."""

    reply: Reply
    new: int = 0
    edited: int = 0
    known: int = 0
    stale: int = 0


def owed(kind: Kind, of: str) -> str:
    return f"{kind[0]}:{of}"
