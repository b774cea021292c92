"""All data on one shard of a real cluster, Celery's hints elsewhere: a shard may change its primary, a slot its shard."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from redis.crc import key_slot

from tests.topology.servers import PASSWORD, Cluster, clustered, until
from tests.topology.world import world
from worker import keys
from worker.connection import connect
from worker.consume import subscribe
from worker.received import Latest
from worker.snapshot import snapshot

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder, clustered(Path(folder)) as found:
        yield found


def address(cluster: Cluster) -> str:
    return f"redis+cluster://:{quote(PASSWORD, safe='')}@{cluster.hosts}"


def test_the_service_goes_on_when_its_shard_changes_hands(cluster: Cluster, redis_server: str, tmp_path: Path) -> None:
    url = address(cluster)
    with world(tmp_path / "world", url, broker=redis_server) as service:
        service.read()
        before, first = service.messages(), cluster.owner()
        heir = cluster.replica()
        assert heir is not None
        until(cluster.in_step, "a replica in step")

        service.next_edition()
        service.read(cluster.nodes[first].kill)
        assert cluster.owner() == heir
        assert service.messages()[: len(before)] == before
        assert service.problems() == []

        assert redis.Redis.from_url(redis_server).keys(f"{keys.TAG}*") == [], "no data with the hints"
        others = [port for port in cluster.nodes if port not in {first, heir}]
        assert all(not cluster.nodes[port].client().dbsize() for port in others), "and none on another shard"
        latest = Latest()
        subscribe("desk", url=url, from_="0", once=True).run(latest.apply)
        known = {message.fields["subject"] for message in snapshot(service.store).messages()}
        assert known == {event["id"] for event in latest.live()}
    cluster.nodes[first].start()
    until(lambda: cluster.replica() == first, "the old primary as a replica")


def test_a_client_follows_the_slot(cluster: Cluster) -> None:
    """The connection is open while its primary hands over: it is told MOVED, and asks again."""
    client, key = connect(address(cluster)), f"{keys.TAG}:followed"
    client.set(key, 1)
    heir = cluster.replica()
    assert heir is not None
    assert key_slot(key.encode()) == key_slot(keys.TAG.encode())
    until(cluster.in_step, "a replica in step")
    cluster.nodes[heir].client().execute_command("CLUSTER FAILOVER", "TAKEOVER")  # without a vote: it takes seconds
    until(lambda: cluster.owner() == heir, "another owner")
    with client.pipeline(transaction=True) as pipe:
        pipe.incr(key)
        pipe.get(key)
        assert pipe.execute() == [2, b"2"]
    assert client.info("server")["tcp_port"] == heir
