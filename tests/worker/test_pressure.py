from __future__ import annotations

import pytest

from worker.pressure import Load, why_not_poll
from worker.store import Store


@pytest.mark.parametrize(
    ("load", "polls"),
    [
        (Load(used=10, limit=0, inbox=0), True),
        (Load(used=80, limit=100, inbox=0), True),
        (Load(used=81, limit=100, inbox=0), False),
        (Load(used=10, limit=100, inbox=20_000), True),
        (Load(used=10, limit=100, inbox=20_001), False),
    ],
)
def test_feeds_rest_before_redis_is_full(load: Load, polls: bool) -> None:
    assert (why_not_poll(load) is None) is polls


def test_the_load_is_read_from_the_server(store: Store) -> None:
    store.redis.config_set("maxmemory", 100_000_000)
    try:
        load = store.load()
    finally:
        store.redis.config_set("maxmemory", 0)
    assert (load.limit, load.inbox) == (100_000_000, 0)
    assert 0 < load.used < load.limit
