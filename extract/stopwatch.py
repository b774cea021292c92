"""Where the time of an item goes, by stage of extraction."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

#: In the order of the work. words: tokens and their readings; names: places and actors; phrases: tags, times, numbers, noun
#: phrases; events: triggers with their slots and status; joining: who says it, what is one happening, which one leads.
STAGES = ("words", "names", "phrases", "events", "joining")


class Stopwatch:
    """Seconds since the lap before, one lap a stage and item: `laps` is for whoever wants to know."""

    __slots__ = ("_clock", "_since", "laps")

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.laps: list[tuple[str, float]] = []
        self._clock = clock
        self._since = clock()

    def start(self) -> None:
        """What happened since the last lap is nobody's."""
        self._since = self._clock()

    def lap(self, stage: str) -> None:
        """A stage has ended."""
        now = self._clock()
        self.laps.append((stage, now - self._since))
        self._since = now
