"""A write whose reply is lost is sent again by redis-py. It must count once."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis

from tests.faults import checks
from tests.worker.builders import LONG, a_mention, an_item, owe
from worker.commit import commit_item
from worker.inbox import item_of
from worker.leases import Ingested
from worker.store import Store, connect


class Proxy:
    """Stands before the server, and cuts the line instead of giving one reply back."""

    def __init__(self, upstream: str, path: Path) -> None:
        db = redis.Redis.from_url(upstream).connection_pool.connection_kwargs.get("db", 0)
        self._upstream, self.url = upstream, f"unix://{path}?db={db}"
        self.cut = False
        self.cuts = 0
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = redis.Redis.from_url(self._upstream).connection_pool.make_connection()
                upstream = server._connect()
                threading.Thread(target=self._carry, args=(client, upstream, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(upstream, client, True), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, replies: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if replies and self.cut:
                    self.cut = False
                    self.cuts += 1
                    break
                sink.sendall(data)
        for side in (source, sink):
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def proxy(redis_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    proxy = Proxy(redis_server, tmp_path_factory.mktemp("p") / "s")
    yield proxy
    proxy.close()


def test_a_plain_xadd_is_doubled(proxy: Proxy, store: Store) -> None:
    """Why no plain write may be used: this is what redis-py does."""
    client = connect(proxy.url)
    client.ping()
    proxy.cut = True
    client.xadd("stream", {"n": "1"})
    assert (proxy.cuts, store.redis.xlen("stream")) == (1, 2)


def test_every_step_of_an_item_counts_once(proxy: Proxy, store: Store) -> None:
    cut_off = Store(connect(proxy.url))
    store.feeds.add("feed1", "a.example")
    [lease] = store.feeds.lease(1, lease=LONG, gap=timedelta(0))
    cut_off.redis.ping()

    proxy.cut = True
    assert cut_off.feeds.settle(lease, "{}", LONG, gap=timedelta(0), body=b"x") == "dup"
    [body] = store.work.lease(1, lease=LONG)
    proxy.cut = True
    assert cut_off.work.ingest(body, [an_item()]) == Ingested("gone")
    [work] = store.work.lease(1, lease=LONG)
    item = item_of(work)
    near = cut_off.events.near([])
    proxy.cut = True
    reply = cut_off.events.commit(work, blocks=near.versions, writes=[], told=(), now=work.now)
    assert (reply, proxy.cuts) == ("dup", 3)
    assert list(checks.nothing_left(store)) == []
    assert item.id == "item1"


def test_a_message_is_on_the_stream_once(proxy: Proxy, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off = Store(connect(proxy.url))
    [work] = owe(store, an_item())
    item = item_of(work)
    run = cut_off.events._commit

    def cutting(*args: object) -> object:
        proxy.cut = True
        return run(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(cut_off.events, "_commit", cutting)
    assert commit_item(cut_off, work, item, [a_mention(item)]).reply == "dup"
    assert [message.rev for message in checks.read(store.redis)] == [1]
