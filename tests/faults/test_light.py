"""Thousands of SIGKILLs of workers, some of the server; and proof that the checks would notice."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from tests.faults.light import Harness
from tests.faults.mutants import MUTANTS
from tests.servers import PrivateServer
from worker.store import Store

pytestmark = pytest.mark.faults

LONG = os.environ.get("RASID_FAULTS") == "long"
#: Kills at least, and items that must have come through.
KILLS, ITEMS = (10_000, 10_000) if LONG else (300, 15)
SERVER_KILLS = 10 if LONG else 1
#: Kills after which a mutant that was not caught counts as unnoticed.
PATIENCE = 8_000


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short one: the path of a unix socket may have some hundred bytes only."""
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        yield Path(name)


@pytest.fixture
def own_server(folder: Path) -> Iterator[PrivateServer]:
    """A server that may be killed."""
    server = PrivateServer(folder).start()
    yield server
    server.kill()


@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("fsync", "share"), [("everysec", 1.0), ("always", 0.2)])
def test_nothing_is_lost_or_doubled(folder: Path, fsync: str, share: float) -> None:
    server = PrivateServer(folder, "--appendfsync", fsync).start()
    harness, kills = Harness(server), int(KILLS * share)
    harness.start()
    for _ in range(SERVER_KILLS):
        harness.kill(kills // (SERVER_KILLS + 1))
        harness.kill_server()
    harness.kill(max(0, kills - harness.kills))
    while harness.committed() < ITEMS * share:
        harness.kill(50, longest=1.0)  # those who live longer get on
    harness.drain()

    assert harness.problems() == []
    print(f"{fsync}: {harness.kills} kills, {harness.server_kills} of the server, {harness.items()} items")
    server.kill()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("make_store", "symptom"), MUTANTS.values(), ids=MUTANTS.keys())
def test_a_wrong_order_is_noticed(
    own_server: PrivateServer, make_store: Callable[[redis.Redis], Store], symptom: str
) -> None:
    harness = Harness(own_server, make_store=make_store)
    harness.start()
    harness.calm(30)
    harness.drain()
    assert harness.items() > 10
    assert harness.problems() == [], "it must be the kills that bring it to light"

    found: list[str] = []
    while not found and harness.kills < PATIENCE:
        harness.start()
        harness.kill(60)
        harness.drain()
        found = [problem for problem in harness.problems() if re.search(symptom, problem)]

    assert found, f"{harness.kills} kills, and no check noticed"
    print(f"noticed after {harness.kills} kills: {found[0]}")
