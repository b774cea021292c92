"""The operator's catalogue of feeds while the service runs: read again when the file changes, brought into Redis."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from feeds import catalogue
from feeds.types import FeedSpec
from worker.log import warn
from worker.store import Store

#: Why a feed is paused that the catalogue itself says is paused; an operator's own pause has other words.
BY_CATALOGUE = "paused in the catalogue"


class Catalogue:
    """Feeds by id. A file that becomes wrong while the service runs is reported, and what was read before stays."""

    def __init__(self, path: Path) -> None:
        """Raises CatalogueError, OSError."""
        self.path = path
        self._stamp = self._stat()
        self._specs = self._read()

    def specs(self) -> Mapping[str, FeedSpec]:
        stamp = self._stat()
        if stamp is not None and stamp != self._stamp:
            self._stamp = stamp
            try:
                self._specs = self._read()
            except (catalogue.CatalogueError, OSError) as error:
                warn("catalogue", outcome="refused", reason=str(error))
        return self._specs

    def get(self, feed_id: str) -> FeedSpec | None:
        return self.specs().get(feed_id)

    def _read(self) -> Mapping[str, FeedSpec]:
        return {spec.id: spec for spec in catalogue.load(self.path)}

    def _stat(self) -> tuple[int, int] | None:
        try:
            stat = self.path.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size


def host_of(spec: FeedSpec) -> str:
    """Whom the feed's requests are spaced for."""
    return urlsplit(spec.url).netloc.lower()


def sync(store: Store, specs: Mapping[str, FeedSpec], *, most: int = 100) -> int:
    """Schedule feeds of the catalogue that are not, `most` of them; how many. Safe in any number of workers at once.

    A feed that left the catalogue is forgotten when it is next polled.
    """
    scheduled, paused = store.feeds.schedule(), store.feeds.paused()
    added = 0
    for spec in specs.values():
        if spec.paused:
            if spec.id not in paused:
                store.feeds.pause(spec.id, BY_CATALOGUE)
        elif paused.get(spec.id) == BY_CATALOGUE:
            store.feeds.resume(spec.id)
        elif spec.id not in scheduled and spec.id not in paused:
            added += store.feeds.add(spec.id, host_of(spec))
        if added >= most:
            break
    return added
