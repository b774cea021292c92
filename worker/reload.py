"""The catalogue and the routes as they stand now, put in force: what is wrong is refused whole, and the old goes on.

Workers look at both files by themselves, at each poll and each batch. What is done here is what they do only now and then:
feeds that came are scheduled, those that left are forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass

from feeds import catalogue
from worker.catalogue import host_of, sync
from worker.routes import read_routes
from worker.settings import Settings
from worker.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Reloaded:
    #: Files that are in force.
    feeds_file: str
    routes_file: str
    #: Feeds of the catalogue, and routes.
    feeds: int
    routes: int
    added: tuple[str, ...]
    removed: tuple[str, ...]

    def __str__(self) -> str:
        changes = [
            f"{len(ids)} {what}: {', '.join(ids)}" for what, ids in (("new", self.added), ("gone", self.removed)) if ids
        ]
        return "; ".join([f"{self.feeds} feeds, {self.routes} routes", *changes])


def reload(settings: Settings, store: Store) -> Reloaded:
    """Raises CatalogueError, BadRouteError, OSError before anything is changed; then RedisError."""
    specs = {spec.id: spec for spec in catalogue.load(settings.feeds_file)}
    routes = read_routes(settings.routes_file)
    before = {*store.feeds.schedule(), *store.feeds.paused()}
    removed = tuple(sorted(before - specs.keys()))
    for feed in removed:
        store.feeds.remove(feed)
    store.feeds.at_hosts({spec.id: host_of(spec) for spec in specs.values()})
    sync(store, specs, most=len(specs) + 1)
    after = {*store.feeds.schedule(), *store.feeds.paused()}
    return Reloaded(
        feeds_file=str(settings.feeds_file),
        routes_file=str(settings.routes_file),
        feeds=len(specs),
        routes=len(routes),
        added=tuple(sorted(after - before)),
        removed=removed,
    )
