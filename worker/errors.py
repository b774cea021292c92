"""What can go wrong between the feeds and the stream, placed by what happens next.

* WorkerError
  + RetriedError         given back, tried again; the attempt counts
    - ContendedError            other items kept changing the same events: decided too often, never written
  + ExcusedError         given back, tried again; the attempt does not count
    - StoreFullError            Redis refuses to write (maxmemory): feeds pause, work resumes by itself
  + OutageError          Redis takes nothing at all, as if it were away: leases end by themselves, then all is tried again
    - DiskFullError             it cannot write to its own disk
  + BadInputError        an operator's file or request is wrong: said, never retried
    - BadRouteError             a route in routes.toml
    - NoSuchEventError          an id that no live event has
  + UnreadableError     a record that is damaged: dead letter at once
    - LaterVersionError         written by a later release: left to its workers

What a script says instead of an error (dup, gone, stale) is no error: somebody else did the work.
"""

from __future__ import annotations

import traceback

#: Characters of a reason that are kept, and of a traceback: its end, where it broke.
MAX_REASON, MAX_TRACE = 500, 6000


class WorkerError(Exception):
    """Root of the tree."""


class RetriedError(WorkerError):
    """Another try may succeed."""


class ContendedError(RetriedError):
    def __init__(self, item_id: str, tries: int) -> None:
        super().__init__(item_id, tries)
        self.item_id = item_id
        self.tries = tries

    def __str__(self) -> str:
        return f"item {self.item_id}: decided {self.tries} times, each time the events had moved"


class ExcusedError(WorkerError):
    """Not the fault of what was being processed."""


class StoreFullError(ExcusedError):
    """Redis has reached maxmemory."""


class OutageError(WorkerError):
    """Nothing can even be given back."""


class DiskFullError(OutageError):
    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return f"Redis cannot write to its disk: make room there, it then goes on by itself; see its log ({self.said})"


class BadInputError(WorkerError):
    """Somebody must correct something."""


class BadRouteError(BadInputError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(name, why)
        self.name = name
        self.why = why

    def __str__(self) -> str:
        return f"route {self.name!r}: {self.why}"


class NoSuchEventError(BadInputError):
    def __init__(self, event_id: str) -> None:
        super().__init__(event_id)
        self.event_id = event_id

    def __str__(self) -> str:
        return f"no live event has the id {self.event_id}"


class UnreadableError(WorkerError):
    """Damaged, or of a version that is none."""


class LaterVersionError(UnreadableError):
    """Written by a later release, which runs beside this one while an upgrade goes on."""


def one_line(reason: object) -> str:
    """A reason as one bounded line that any store takes: a message may hold a whole document."""
    line = " ".join(str(reason)[: 4 * MAX_REASON].split())[:MAX_REASON]
    return line.encode(errors="replace").decode()


def traced(reason: object, error: BaseException) -> str:
    """The reason on one line, then the traceback."""
    trace = "".join(traceback.format_exception(error))[-MAX_TRACE:]
    return f"{one_line(reason)}\n{trace.encode(errors='replace').decode()}"
