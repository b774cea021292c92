"""Named sub-streams: which messages go on `{rasid}:events:<route>` besides the main stream (seeds/routes.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, overload

from worker.errors import BadRouteError
from worker.state import Event
from worker.watched import Watched

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One filter; what it leaves out does not matter to it."""

    #: Last part of the stream's key. Permanent: consumers read it.
    name: str
    #: Globs over event types: any of them.
    types: tuple[str, ...] = ()
    #: ISO countries of a place or of a party: any of them.
    countries: tuple[str, ...] = ()
    #: Entity ids among actors and targets: any of them.
    actors: tuple[str, ...] = ()
    #: Independent sources at least.
    origins: int = 0

    def takes(self, event: Event) -> bool:
        return (
            (not self.types or any(fnmatchcase(event.type, glob) for glob in self.types))
            and (not self.countries or not _countries(event).isdisjoint(self.countries))
            and (not self.actors or not _entities(event).isdisjoint(self.actors))
            and len(event.origins) >= self.origins
        )


class Routes(Sequence[Route]):
    """The routes of a file as it stands; one that becomes wrong while the service runs changes nothing."""

    def __init__(self, where: Callable[[], Path]) -> None:
        """Raises BadRouteError, OSError."""
        self._file = Watched("routes", where, read_routes)

    @property
    def refused(self) -> str:
        """Why the file as it stands is not used; empty when it is."""
        return self._file.refused

    def __len__(self) -> int:
        return len(self._file.value())

    @overload
    def __getitem__(self, at: int) -> Route: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Route]: ...
    def __getitem__(self, at: int | slice) -> Route | Sequence[Route]:
        return self._file.value()[at]

    def __iter__(self) -> Iterator[Route]:
        return iter(self._file.value())


def routes_of(routes: Iterable[Route], old: Event | None, new: Event) -> tuple[str, ...]:
    """Routes that the step concerns: those that take the new state, and those that took the old one, so that whoever
    was told of an event is also told that it left."""
    return tuple(route.name for route in routes if route.takes(new) or (old is not None and route.takes(old)))


def read_routes(path: Path) -> Sequence[Route]:
    """Raises BadRouteError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadRouteError(path.name, str(error)) from error
    return tuple(_route(name, row) for name, row in table.items())


def _route(name: str, row: Any) -> Route:
    if not NAME.fullmatch(name):
        raise BadRouteError(name, "a name has small letters, digits and hyphens")
    if not isinstance(row, dict):
        raise BadRouteError(name, "a route is a table")
    lists = {field: row.pop(field, []) for field in ("types", "countries", "actors")}
    origins = row.pop("origins", 0)
    if row:
        raise BadRouteError(name, f"unknown field {sorted(row)[0]!r}")
    for field, values in lists.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise BadRouteError(name, f"{field} is a list of strings")
    if not isinstance(origins, int) or isinstance(origins, bool) or origins < 0:
        raise BadRouteError(name, "origins is a number, 0 or more")
    if not origins and not any(lists.values()):
        raise BadRouteError(name, "it filters nothing; the main stream has everything")
    return Route(name=name, origins=origins, **{field: tuple(values) for field, values in lists.items()})


def _countries(event: Event) -> set[str]:
    told = [place.country for place in event.places]
    told += [party.country for party in (*event.actors, *event.targets)]
    return {country for country in told if country}


def _entities(event: Event) -> set[str]:
    return {party.entity for party in (*event.actors, *event.targets) if party.entity}
