"""Back-pressure: when to stop taking in, so that what is owed can still be finished."""

from __future__ import annotations

from dataclasses import dataclass

#: Share of maxmemory above which feeds rest.
MEMORY_SHARE = 0.8
#: Owed things above which feeds rest: some minutes of work.
INBOX_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Load:
    #: Bytes that the server uses, and may use; 0 when it has no limit.
    used: int
    limit: int
    #: Owed things.
    inbox: int


def why_not_poll(load: Load, *, inbox_limit: int = INBOX_LIMIT) -> str | None:
    """The reason why no feed is to be leased now; None when polling may go on. Work and commits go on in any case."""
    if load.limit and load.used > MEMORY_SHARE * load.limit:
        return f"Redis uses {load.used / load.limit:.0%} of its memory"
    if load.inbox > inbox_limit:
        return f"{load.inbox} things are owed, more than {inbox_limit}"
    return None
