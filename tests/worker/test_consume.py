"""Consumers of a group on a real server: killed, failing, slow, stopped, cut off."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.servers import PrivateServer
from worker import keys
from worker.consume import Subscription, subscribe
from worker.errors import BadInputError
from worker.received import Gap, Message
from worker.retention import Retention
from worker.store import Store, connect

SOON = timedelta(milliseconds=50)
ROOT = Path(__file__).parent.parent.parent
#: Makes a subscription that ends at the end of the stream.
Join = Callable[..., Subscription]


@pytest.fixture
def join(redis_server: str) -> Join:
    def make(consumer: str = "one", **terms: Any) -> Subscription:
        return subscribe("desk", consumer, url=redis_server, **{"from_": "0", "once": True, "idle": SOON, **terms})

    return make


@pytest.fixture
def start(redis_server: str) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """start(name, seconds): a consumer as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def make(name: str, seconds: float) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.worker.consumer", redis_server, "desk", name, str(seconds)]
        started.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield make
    for process in started:
        process.kill()
        process.communicate()


def publish(store: Store, *numbers: int, epoch: int = 1) -> None:
    for n in numbers:
        store.redis.xadd(keys.EVENTS, {"sequence": n, "epoch": epoch, "n": n})


def taken(subscription: Subscription) -> list[int]:
    return [int(message.fields["n"]) for message in subscription]


def pending(store: Store) -> int:
    return int(store.redis.xpending(keys.EVENTS, "desk")["pending"])  # type: ignore[index, call-overload]


def letters(store: Store) -> list[dict[str, str]]:
    rows: Any = store.redis.xrange(keys.group_dead("desk"))
    return [{name.decode(): value.decode() for name, value in fields.items()} for _, fields in rows]


def test_everything_comes_once_in_order_and_is_acknowledged(store: Store, join: Join) -> None:
    publish(store, *range(1, 101))

    assert taken(join(batch=7)) == list(range(1, 101))
    assert (pending(store), taken(join())) == (0, [])
    assert store.streams.groups() == [(keys.EVENTS, "desk")], "trimming waits for it"


def test_a_killed_consumers_neighbour_takes_over(store: Store, start: Any) -> None:
    first = start("first", 60)
    publish(store, *range(1, 7))
    assert first.stdout.readline() == "1 1\n", "read, in the middle of it, not acknowledged"
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert pending(store) == 4

    second = start("second", 0)
    came = sorted(tuple(map(int, second.stdout.readline().split())) for _ in range(6))
    assert came == [(1, 2), (2, 2), (3, 2), (4, 2), (5, 1), (6, 1)]
    second.send_signal(signal.SIGTERM)
    assert second.wait(5) == 0
    assert pending(store) == 0


def test_a_failed_message_is_tried_again_then_dead_and_the_others_go_on(store: Store, join: Join) -> None:
    publish(store, 1, 2, 3)
    tries: list[int] = []

    def handle(message: Message) -> None:
        if message.fields["n"] == "2":
            tries.append(message.attempt)
            raise ValueError("two is not for me")

    for _ in range(5):
        join(tries=3).run(handle)
        time.sleep(0.08)

    assert tries == [1, 2, 3]
    assert pending(store) == 0
    (letter,) = letters(store)
    assert letter["reason"].startswith("ValueError: two is not for me\n")
    assert "in handle" in letter["reason"]
    assert (letter["attempts"], letter["stream"], json.loads(letter["message"])["n"]) == ("3", keys.EVENTS, "2")


def test_what_kills_its_consumers_is_given_up(store: Store, join: Join) -> None:
    publish(store, 1)
    for _ in range(3):
        # As a death leaves it: delivered, neither acknowledged nor given back.
        (message,) = join(tries=2)._next_batch() or [None]
        time.sleep(0.08)

    assert message is None
    (letter,) = letters(store)
    assert (letter["attempts"], letter["reason"]) == (
        "2",
        "no attempt came to an end: the consumer died, or took too long",
    )


def test_a_hole_is_seen_by_whoever_reads_next(store: Store, join: Join) -> None:
    publish(store, 1, 2, 3)
    holes: list[Gap] = []
    assert taken(join("one")) == [1, 2, 3]
    publish(store, *range(4, 9))
    assert Store(store.redis, Retention(entries=2)).streams.trim(keys.EVENTS).forced == 3

    assert taken(join("two", on_gap=holes.append)) == [7, 8]
    assert [(gap.missing, gap.before, gap.after) for gap in holes] == [(3, (1, 3), (1, 7))]


def test_entries_that_went_before_they_were_acknowledged_are_told(store: Store, join: Join) -> None:
    publish(store, 1, 2)
    (_, second) = join()._next_batch()
    store.redis.xdel(keys.EVENTS, second.entry)
    time.sleep(0.08)
    holes: list[Gap] = []

    assert taken(join(on_gap=holes.append)) == [1]
    assert [gap.entries for gap in holes] == [(second.entry,)]


def test_a_stop_gives_back_what_was_not_handled(store: Store, join: Join) -> None:
    publish(store, *range(1, 6))
    subscription = join("one", idle=timedelta(minutes=1))
    subscription.run(lambda message: subscription.stop() if message.fields["n"] == "2" else None)

    neighbour = join("two", idle=timedelta(minutes=1))
    assert [(m.fields["n"], m.attempt) for m in neighbour] == [("3", 1), ("4", 1), ("5", 1)], "at once, as if new"


def test_a_slow_batch_stays_its_readers(store: Store, join: Join) -> None:
    publish(store, 1, 2, 3, 4)
    slow = join("slow", idle=timedelta(milliseconds=400))
    seen: list[str] = []

    def handle(message: Message) -> None:
        seen.append(message.fields["n"])
        time.sleep(0.2)

    thread = threading.Thread(target=slow.run, args=(handle,))
    thread.start()
    time.sleep(0.5)
    assert taken(join("quick", idle=timedelta(milliseconds=400))) == []
    thread.join()
    assert (seen, pending(store)) == (["1", "2", "3", "4"], 0)


def test_waiting_ends_with_a_message_and_outlives_the_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path(os.path.realpath(tmp_path_factory.mktemp("c")))
    server = PrivateServer(folder, "--appendfsync", "always").start()
    store = Store(connect(server.url))
    subscription = subscribe("desk", "one", url=server.url, from_="0")
    came: list[int] = []
    thread = threading.Thread(target=subscription.run, args=(lambda m: came.append(int(m.fields["n"])),))
    thread.start()
    try:
        publish(store, 1)
        wait_for(lambda: came == [1])
        server.restart()
        publish(store, 2)
        wait_for(lambda: came == [1, 2])
    finally:
        subscription.stop()
        thread.join(5)
        server.kill()
    assert not thread.is_alive()


def test_consumers_that_are_gone_are_forgotten_but_not_what_they_hold(
    store: Store, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, 1)
    join("holder")._next_batch()
    taken(join("idler"))
    time.sleep(0.03)
    monkeypatch.setattr("worker.consume.FORGOTTEN", timedelta(milliseconds=20))
    taken(join("looker", idle=timedelta(minutes=1)))

    names = [row["name"] for row in store.redis.xinfo_consumers(keys.EVENTS, "desk")]  # type: ignore[union-attr]
    assert names == [b"holder", b"looker"]
    assert pending(store) == 1


def test_a_group_that_was_wiped_is_made_again(store: Store, join: Join) -> None:
    subscription = join(from_="$")
    store.redis.flushdb()
    publish(store, 1)

    assert subscription._next_batch() == []
    assert taken(subscription) == [1]


@pytest.mark.parametrize(("group", "url"), [("bad name", "unix:///x"), ("", "unix:///x"), ("desk", "")])
def test_what_cannot_work_is_said(group: str, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(BadInputError):
        subscribe(group, url=url)


def wait_for(done: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
