"""One quantity in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """One quantity; tokens first..last, inclusive."""

    #: killed, injured, missing, arrested, displaced, fighters, distance_km, money ...; casualties: killed and injured.
    kind: str
    first: int
    last: int
    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False
    #: The counted words as written.
    whom: str | None = None
    unit: str | None = None
    #: Of whom: never added to the quantity before.
    part: bool = False
    #: Token of the word that gave the kind.
    cue: int | None = None
