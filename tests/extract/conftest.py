"""One extractor for all tests of this folder: it is pure after its start."""

from __future__ import annotations

import pytest

from extract.pipeline import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor.load()
