"""A primary that is killed while the service works: sentinels promote the replica, and the service goes on there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis

from tests.faults import press
from tests.topology.servers import PASSWORD, SENTINEL_PASSWORD, SERVICE, Watched, until, watched
from tests.topology.world import world
from worker import server
from worker.connection import connect
from worker.consume import subscribe
from worker.received import Latest

pytestmark = pytest.mark.slow

LONG = os.environ.get("RASID_FAULTS") == "long"


@pytest.fixture(scope="module")
def installation() -> Iterator[Watched]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder, watched(Path(folder)) as found:
        yield found


def address(installation: Watched) -> str:
    login = f":{quote(PASSWORD, safe='')}@"
    return f"redis+sentinel://{login}{installation.hosts}/{SERVICE}?sentinel_password={quote(SENTINEL_PASSWORD)}"


def test_nothing_that_a_replica_had_is_lost_with_its_primary(installation: Watched, tmp_path: Path) -> None:
    url = address(installation)
    with world(tmp_path / "world", url) as service:
        service.read()
        until(installation.in_step, "a replica in step")
        before, epoch, first = service.messages(), service.epoch(), installation.primary()

        service.next_edition()
        service.read(installation.servers[first].kill)
        second = installation.primary()
        assert second != first
        assert service.messages()[: len(before)] == before, "what WAIT had acknowledged"
        assert service.epoch() == epoch + 1, "consumers are told that the server is another"

        installation.servers[first].start()
        until(lambda: installation.in_step(2), "the old primary as a replica")
        if LONG:
            service.next_edition()
            service.read(lambda: fail_over(installation))
            assert installation.primary() != second
            assert service.epoch() == epoch + 2
        assert service.problems() == []
        latest = Latest()
        subscription = subscribe("desk", url=url, from_="0", once=True)
        subscription.run(latest.apply)
        assert len(list(latest.live())) == len(press.expected(service.specs, service.edition + 1)) // 4, (
            "a happening is told four times"
        )


def test_a_write_that_no_replica_takes_counts_as_a_lost_connection(installation: Watched) -> None:
    """So a primary that is cut off keeps nothing for itself, and whoever wrote tries again."""
    until(lambda: installation.in_step(2), "replicas in step")
    primary, replicas = installation.primary(), installation.replicas()
    client = connect(address(installation))
    for value, told in ((0, True), (1, False)):
        client.config_set("min-replicas-to-write", value)
        assert any("min-replicas" in warning for warning in server.warnings(address(installation))) is told
    client.set("a", 1)
    for replica in replicas:
        replica.kill()
    try:
        until(lambda: refused(client), "a primary that refuses")
    finally:
        for replica in replicas:
            replica.start()
    until(lambda: client.set("a", 3), "writes again")
    assert installation.primary() == primary


def test_the_service_says_who_it_looked_for(installation: Watched) -> None:
    wrong = address(installation).replace(f"/{SERVICE}?", "/nobody?")
    with pytest.raises(server.ServerError, match="nobody") as caught:
        server.require(wrong)
    assert "hunter2" not in str(caught.value)


def refused(client: redis.Redis) -> bool:
    try:
        client.set("a", 2)
    except redis.ConnectionError as error:
        return "NOREPLICAS" in str(error)
    return False


def fail_over(installation: Watched) -> None:
    """As an operator does it before maintenance."""
    was = installation.primary()
    redis.Redis(port=installation.sentinels[0], password=SENTINEL_PASSWORD).execute_command(
        "SENTINEL FAILOVER", SERVICE
    )
    until(lambda: installation.primary() != was, "the other as primary")
