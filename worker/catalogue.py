"""The operator's catalogue of feeds while the service runs: read again when the file changes, brought into Redis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from feeds import catalogue
from feeds.types import FeedSpec
from worker.store import Store
from worker.watched import Watched

#: Why a feed is paused that the catalogue itself says is paused; an operator's own pause has other words.
BY_CATALOGUE = "paused in the catalogue"


class Catalogue:
    """Feeds by id, as the file stands. One that becomes wrong while the service runs is reported, and what was read before
    stays."""

    def __init__(self, where: Path | Callable[[], Path]) -> None:
        """The file, or what tells which one it is now: the operator's own may take the place of the packaged one. Raises
        CatalogueError, OSError."""
        self._file = Watched("catalogue", where if callable(where) else lambda: where, _read)

    @property
    def path(self) -> Path:
        return self._file.path

    @property
    def refused(self) -> str:
        """Why the file as it stands is not used; empty when it is."""
        return self._file.refused

    def specs(self) -> Mapping[str, FeedSpec]:
        return self._file.value()

    def get(self, feed_id: str) -> FeedSpec | None:
        return self.specs().get(feed_id)


def _read(path: Path) -> Mapping[str, FeedSpec]:
    return {spec.id: spec for spec in catalogue.load(path)}


def host_of(spec: FeedSpec) -> str:
    """Whom the feed's requests are spaced for."""
    return urlsplit(spec.url).netloc.lower()


def sync(store: Store, specs: Mapping[str, FeedSpec], *, most: int = 500) -> int:
    """Schedule feeds of the catalogue that are not, `most` of them; how many. Safe in any number of workers at once.

    A feed that left the catalogue is forgotten when it is next polled.
    """
    scheduled, paused = store.feeds.scheduled(), store.feeds.paused()
    missing: dict[str, str] = {}
    for spec in specs.values():
        if spec.paused:
            if spec.id not in paused:
                store.feeds.pause(spec.id, BY_CATALOGUE)
        elif paused.get(spec.id) == BY_CATALOGUE:
            store.feeds.resume(spec.id)
        elif spec.id not in scheduled and spec.id not in paused and len(missing) < most:
            missing[spec.id] = host_of(spec)
    return store.feeds.add_all(missing) if missing else 0
