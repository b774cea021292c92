"""How long things stay, and the trimming of streams that knows who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """How long the data side keeps what."""

    #: Messages on streams; registered groups that lag hold them longer, up to `entries`.
    stream: timedelta = timedelta(hours=48)
    #: Hard cap of a stream's length, kept even against a registered group.
    entries: int = 1_000_000
    #: Marks of items: an item that its feed lists again later than this comes again.
    seen: timedelta = timedelta(days=30)
    #: An event after its last change.
    event: timedelta = timedelta(days=30)
    #: A block after its day.
    block: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Trimmed:
    """`forced` of the `trimmed` entries had not been acknowledged by every registered group."""

    trimmed: int
    forced: int


class Streams:
    """`store.streams`."""

    def register(self, stream: str, group: str, start: str = "$") -> bool:
        """Create the group (from `start`) if need be and hold entries for it; False when it was registered."""
        raise NotImplementedError

    def unregister(self, stream: str, group: str) -> bool:
        """Hold entries for it no longer; the group itself stays."""
        raise NotImplementedError

    def groups(self) -> list[tuple[str, str]]:
        """Registered (stream, group) pairs."""
        raise NotImplementedError

    def trim(self, stream: str) -> Trimmed:
        raise NotImplementedError
