"""Who is credited for the copies of one text in an event, whatever the order in which they came.

Reports that copy each other form a group. Those of it that credit nobody have the origins that others of it credit, else
the outlet that told it first. So an early copy without a credit gets its own when a later copy names the agency.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from worker.matching import wire
from worker.matching.evidence import copied
from worker.matching.sketch import load
from worker.record import Ledger, Telling

#: In a kept sketch: that the report credits nobody; its group of copies, where it is not alone.
SILENT, GROUP = "q", "z"
#: Tellings of an event with which a new one is compared.
COMPARED = 64


def settled(after: Ledger, before: Ledger | None) -> Ledger:
    """`after` with groups and origins of its tellings as they are to be; `before` was settled."""
    old = {each.mention.id: each.sketch for each in before.tellings} if before else {}
    groups = [_group(telling) for telling in after.tellings]
    for n, telling in enumerate(after.tellings):
        if telling.sketch and old.get(telling.mention.id) != telling.sketch:
            met = {groups[n], *_copies(telling, zip(after.tellings, groups, strict=True))}
            groups = [min(met) if group in met else group for group in groups]
    members: dict[str, list[Telling]] = {}
    for telling, group in zip(after.tellings, groups, strict=True):
        members.setdefault(group, []).append(telling)
    origins = {group: _origins(tellings) for group, tellings in members.items()}
    tellings = tuple(
        _placed(telling, group, origins[group]) for telling, group in zip(after.tellings, groups, strict=True)
    )
    return replace(after, tellings=tellings)


def _group(telling: Telling) -> str:
    """Of a text by itself the mention and its revision: an edited text is another one."""
    kept = (telling.sketch or {}).get(GROUP)
    return str(kept) if kept else _own(telling)


def _own(telling: Telling) -> str:
    return f"{telling.mention.id}.{telling.revision}"


def _copies(telling: Telling, others: Iterable[tuple[Telling, str]]) -> Iterable[str]:
    mine = load(telling.sketch or {})
    compared = [(other, group) for other, group in others if other.sketch and other.item != telling.item]
    return [group for other, group in compared[:COMPARED] if copied(mine, load(other.sketch or {})) >= wire.COPY]


def _origins(group: Iterable[Telling]) -> tuple[str, ...]:
    """What its credits name; without any, the outlet that told it first."""
    tellings = list(group)
    credits = {origin for telling in tellings if not _silent(telling) for origin in telling.origins}
    first = min(tellings, key=lambda each: (each.at, each.mention.id))
    return tuple(sorted(credits)) or (first.agency.lower(),)


def _silent(telling: Telling) -> bool:
    return bool((telling.sketch or {}).get(SILENT))


def _placed(telling: Telling, group: str, origins: tuple[str, ...]) -> Telling:
    if not _silent(telling):
        origins = telling.origins
    row: Mapping[str, Any] = telling.sketch or {}
    if origins == telling.origins and (group == row.get(GROUP) or group == _own(telling)):
        return telling
    return replace(telling, origins=origins, sketch={**row, "o": list(origins), GROUP: group} if row else None)
