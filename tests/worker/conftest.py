from __future__ import annotations

from collections.abc import Iterator

import pytest

from worker.store import Store, connect


@pytest.fixture
def store(redis_server: str) -> Iterator[Store]:
    """The data side on an empty real server."""
    client = connect(redis_server)
    yield Store(client)
    client.close()
