"""Fixtures of all tests: a real server for a session, emptied for each test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.servers import PrivateServer


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """`REDIS_URL` if given and empty, for tests empty it; else a private server of this session."""
    given = os.environ.get("REDIS_URL")
    if given:
        with redis.Redis.from_url(given) as client:
            if client.dbsize():
                pytest.exit("REDIS_URL names a database that holds something: tests would empty it", returncode=2)
            yield given
            client.flushdb()
        return
    # A short folder: the path of a unix socket may have some hundred bytes only.
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        server = PrivateServer(Path(folder)).start()
        yield server.url
        server.kill()


@pytest.fixture
def redis_server(redis_url: str) -> Iterator[str]:
    """URL of an empty real Redis or Valkey."""
    client = redis.Redis.from_url(redis_url)
    client.flushdb()
    yield redis_url
    client.close()
