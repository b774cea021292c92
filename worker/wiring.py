"""What a process needs for its tasks, made once after the fork: a connection never crosses one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from worker.catalogue import Catalogue
from worker.commit import Publishing
from worker.log import warn
from worker.retention import Retention
from worker.routes import Routes
from worker.server import ServerError, given_endpoint
from worker.settings import Settings, read_settings
from worker.store import Store, connect
from worker.versions import extractor_version, lexicon_version

if TYPE_CHECKING:
    from extract.pipeline import Extractor
    from extract.recognised import NamedExtractor


@dataclass(frozen=True, slots=True)
class Wiring:
    settings: Settings
    store: Store
    catalogue: Catalogue
    publishing: Publishing


def wiring() -> Wiring:
    """That of this process. Raises SettingsError, ServerError, CatalogueError, BadRouteError."""
    return _wiring(os.getpid())


def extractor() -> Extractor:
    """That of this process: hundreds of thousands of words, a second to load."""
    return _extractor(os.getpid())


def named_extractor() -> NamedExtractor | None:
    """That of this process, with a recogniser: some seconds and a gigabyte. None, and a line in the log, where it cannot be
    loaded."""
    return _named_extractor(os.getpid())


@cache
def configuration(settings: Settings) -> tuple[Catalogue, Publishing]:
    """What the operator's files say. A worker reads them before it forks: a child that is born while they are wrong goes on
    with what its parent has read. Raises CatalogueError, BadRouteError."""
    return Catalogue(lambda: settings.feeds_file), publishing(settings)


def make_wiring(settings: Settings, url: str) -> Wiring:
    """Raises CatalogueError, BadRouteError."""
    return Wiring(settings, make_store(settings, url), Catalogue(lambda: settings.feeds_file), publishing(settings))


def make_store(settings: Settings, url: str) -> Store:
    retention = Retention(
        stream=timedelta(hours=settings.stream_hours),
        entries=settings.stream_entries,
        items=timedelta(hours=settings.item_hours),
    )
    return Store(connect(url), retention)


def publishing(settings: Settings) -> Publishing:
    """Raises BadRouteError."""
    routes = Routes(lambda: settings.routes_file)
    return Publishing(routes=routes, extractor=extractor_version(), lexicon=lexicon_version())


@cache
def _wiring(_pid: int) -> Wiring:
    settings = read_settings()
    endpoint = given_endpoint(settings)
    if endpoint is None:
        raise ServerError("a worker by itself needs REDIS_URL; `rasid run` brings a Redis of its own")
    return Wiring(settings, make_store(settings, endpoint.url), *configuration(settings))


@cache
def _extractor(_pid: int) -> Extractor:
    # Here, so that whoever only polls does not hold the lexicon.
    from extract.pipeline import Extractor

    return Extractor.load()


@cache
def _named_extractor(pid: int) -> NamedExtractor | None:
    from extract import ner
    from extract.bootstrap import CamelError
    from extract.recognised import NamedExtractor

    try:
        return NamedExtractor(_extractor(pid), ner.load())
    except CamelError as error:
        warn("ner", outcome="failed", reason=str(error))
        return None
