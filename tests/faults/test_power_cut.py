"""The machine loses its power, or the server is killed with a slow disk: what was not yet synced is gone. The state is that
of an earlier moment, whole; the feeds are asked again, and what was lost comes again, in a new epoch."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults import checks
from tests.faults.bent import POSSIBLE, Bent
from tests.faults.light import Harness
from tests.servers import PrivateServer
from worker.codec import full
from worker.received import Latest
from worker.snapshot import snapshot
from worker.store import Store, connect

pytestmark = pytest.mark.faults

LONG = os.environ.get("RASID_FAULTS") == "long"
CUTS, KILLS = (60, 60) if LONG else (4, 30)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as name:
        yield Path(name)


@pytest.mark.timeout(3600)
def test_the_state_is_that_of_an_earlier_moment(folder: Path) -> None:
    """Cut where the last sync ended, with a torn command behind; then anywhere at all."""
    # Not rewritten: where the last sync ended is measured in one file, and the cut is made in the same.
    options = ("--enable-debug-command", "yes", "--auto-aof-rewrite-percentage", "0")
    server, chance = PrivateServer(folder, *options).start(), random.Random(7)
    harness, table = Harness(server), Latest()
    lost: list[checks.Message] = []
    harness.start()
    for cut in range(CUTS):
        harness.kill(KILLS)
        synced, digest = _sync(server), _digest(server)
        harness.kill(KILLS)
        before = _read(server, table)
        server.kill()
        anywhere = cut % 2 == 1
        size = _aof(folder).stat().st_size
        # Never beyond its end: what fills a file with zeros is another fault.
        end = chance.randint(synced, size) if anywhere else min(size, synced + chance.randint(1, 5))
        os.truncate(_aof(folder), end)
        server.start()
        if not anywhere:
            assert _digest(server) == digest
        messages = checks.read(server.client())
        assert [*checks.redis_agrees(server.client(), messages), *checks.no_hole(messages)] == []
        assert messages == before[: len(messages)], "a beginning of what there was"
        lost += before[len(messages) :]
    harness.kill(KILLS)
    harness.drain()

    assert harness.problems() == []
    assert len(lost) > CUTS, "too little was lost for the cuts to mean anything"
    after = _read(server, table)
    assert {item for each in lost for item in each.causes} <= {item for message in after for item in message.causes}
    assert after[-1].epoch > CUTS // 2
    ghosts = _ghosts(server, table)
    assert ghosts <= {message.subject for message in lost}
    same = {message.id for message in lost} & {message.id for message in after}
    print(
        f"{CUTS} cuts, {len(lost)} messages lost, {len(same)} of them came again under the same id; "
        f"{harness.items()} items, all there; {len(ghosts)} events that only a reader of lost messages knows"
    )
    server.kill()


@pytest.mark.skipif(not POSSIBLE, reason="needs a C compiler and Linux")
@pytest.mark.parametrize("fsync", ["everysec", "always"])
@pytest.mark.timeout(300)
def test_a_server_killed_with_a_slow_disk(folder: Path, fsync: str) -> None:
    """With `everysec` the server answers up to two seconds before it writes while a sync takes long; `always` never."""
    bent = Bent(folder)
    server = PrivateServer(folder, "--appendfsync", fsync, environ=bent.environ).start()
    harness, lost = Harness(server), 0
    harness.start()
    bent.slow_disk(timedelta(seconds=1.5) if fsync == "everysec" else timedelta(milliseconds=2))
    for _ in range(4 if LONG else 2):
        end = time.monotonic() + 2.2
        while time.monotonic() < end:
            harness.kill(10)
        before = [message.id for message in checks.read(server.client())]
        server.restart()
        after = [message.id for message in checks.read(server.client())]
        assert after == before[: len(after)]
        lost += len(before) - len(after)
    bent.slow_disk(timedelta(0))
    harness.drain()

    assert harness.problems() == []
    assert (lost == 0) if fsync == "always" else (lost > 0)
    print(f"{fsync}: {lost} answered messages were gone after a kill, {harness.items()} items, all there in the end")
    server.kill()


def _read(server: PrivateServer, table: Latest) -> list[checks.Message]:
    """A consumer reads and applies all there is."""
    messages = checks.read(server.client())
    for message in messages:
        table.put(message.data, epoch=message.epoch)
    return messages


def _ghosts(server: PrivateServer, table: Latest) -> set[str]:
    """Events that the consumer has and Redis has not; what both have is alike.

    An event has its id from the item that founded it. Made again in another order, it may have another founder; so after
    a new epoch that does not go on where a consumer was, it must take a snapshot and forget what is not in it.
    """
    held = {event.id: full(event) for event in snapshot(Store(connect(server.url))).events}
    read = {event["id"]: event for event in table.live()}
    for id_, event in held.items():
        assert {**event, "changes": None} == {**read[id_], "changes": None}
    return read.keys() - held.keys()


def _sync(server: PrivateServer) -> int:
    """Everything is on disk; how long the file is then."""
    client = server.client()
    assert client.waitaof(1, 0, 10_000)[0] == 1
    return _aof(server.folder).stat().st_size


def _digest(server: PrivateServer) -> bytes:
    """Of everything in the database."""
    return bytes(server.client().execute_command("DEBUG", "DIGEST"))


def _aof(folder: Path) -> Path:
    [file] = folder.glob("appendonlydir/*.incr.aof")
    return file
