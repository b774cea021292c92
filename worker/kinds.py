"""The types of the ontology as matching and publishing need them (extract/lexicon/types.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from worker.state import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """What a type is called elsewhere, and which other types may tell the same happening."""

    name: str
    group: str
    also: tuple[str, ...]
    #: When two types claim one happening, the higher is the more specific.
    rank: int
    plover: str
    plover_mode: str
    cameo: str
    acled: str
    acled_by_actor: dict[str, str]
    mapping: str

    def codes(self, actor_classes: Iterable[str | None]) -> Codes:
        """Codes in the other systems; ACLED's may depend on who did it."""
        by_actor = next((self.acled_by_actor[c] for c in actor_classes if c in self.acled_by_actor), self.acled)
        return Codes(
            plover=self.plover or None,
            plover_mode=self.plover_mode or None,
            cameo=self.cameo or None,
            acled=by_actor or None,
            mapping=self.mapping,
        )


@cache
def event_types() -> dict[str, EventType]:
    table = tomllib.loads(files("extract").joinpath("lexicon", "types.toml").read_text(encoding="utf-8"))
    return {name: _event_type(name, row) for name, row in table.items()}


def event_type(name: str) -> EventType:
    """A type that the table does not list stands alone, in a group of its own name."""
    return event_types().get(name) or _event_type(name, {})


def _event_type(name: str, row: dict[str, Any]) -> EventType:
    return EventType(
        name=name,
        group=row.get("group", name),
        also=tuple(row.get("also", ())),
        rank=row.get("rank", 0),
        plover=row.get("plover", ""),
        plover_mode=row.get("plover_mode", ""),
        cameo=row.get("cameo", ""),
        acled=row.get("acled", ""),
        acled_by_actor=row.get("acled_by_actor", {}),
        mapping=row.get("mapping", "none"),
    )
