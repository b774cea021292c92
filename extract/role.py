"""One phrase in one slot: what the readers of roles hand on."""

from __future__ import annotations

from dataclasses import dataclass

from extract.phrases import Phrase
from extract.types import Via


@dataclass(frozen=True, slots=True)
class Role:
    """One phrase in one slot of a trigger's frame."""

    slot: str
    phrase: Phrase
    via: Via = "explicit"
