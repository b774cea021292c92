"""The application with a recogniser that reads a list: `celery -A tests.worker_service.named_app worker -Q ner`.

All of the service's own code and its extraction; leases are short, so that what a killed process held comes back soon.
"""

from __future__ import annotations

from datetime import timedelta

from worker import limits

limits.LEASE = timedelta(seconds=2.5)  # before anybody has read it

from extract.pipeline import Extractor  # noqa: E402
from extract.recognised import NamedExtractor  # noqa: E402
from tests.worker_service.listed_places import Places  # noqa: E402
from worker import wiring  # noqa: E402
from worker.app import app  # noqa: E402

__all__ = ["app"]

_MADE: list[NamedExtractor] = []


def named_extractor() -> NamedExtractor:
    if not _MADE:
        _MADE.append(NamedExtractor(Extractor.load(), Places()))
    return _MADE[0]


wiring.named_extractor = named_extractor
