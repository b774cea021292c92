"""The whole service as an operator starts it: real processes, real HTTP, real signals."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis

from feeds import catalogue
from feeds.replay import ReplayServer, load_folder
from feeds.types import FeedSpec
from tests.faults import checks
from worker import server
from worker.settings import read_settings, seeds
from worker.store import Store, connect

RASID = [sys.executable, "-m", "worker.cli"]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Nothing given: a private server, an empty home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RASID_", "REDIS_URL"))}
    (tmp_path / "home").mkdir()
    return {**kept, "HOME": str(tmp_path / "home"), "RASID_DATA": str(tmp_path / "data")}


def rasid(environ: Mapping[str, str], *arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*RASID, *arguments], env=dict(environ), capture_output=True, text=True, timeout=120, check=False, **more
    )


@pytest.mark.slow
@pytest.mark.parametrize("given", [False, True], ids=["private server", "REDIS_URL"])
def test_the_demo_from_documents_to_events(environ: dict[str, str], redis_server: str, given: bool) -> None:
    told = {**environ, "REDIS_URL": redis_server} if given else environ

    ran = rasid(told, "demo", "--json")

    assert ran.returncode == 0, ran.stderr
    counts = json.loads(ran.stdout)
    assert (counts["feeds"], counts["requests"], counts["items"]) == (6, 12, 26)
    assert counts["events"] >= 8
    assert counts["messages"]["corroborated"] >= 3
    assert counts["messages"]["updated"] >= 1
    assert list(redis.Redis.from_url(redis_server).scan_iter("*")) == [], "the demo cleans up after itself"
    assert list((Path(environ["HOME"])).iterdir()) == [], "and writes nothing into the home folder"


def test_the_demo_does_not_touch_real_data(environ: dict[str, str], redis_server: str) -> None:
    client = redis.Redis.from_url(redis_server)
    client.set("{rasid}:seq", "7")

    ran = rasid({**environ, "REDIS_URL": redis_server}, "demo")

    assert ran.returncode == 2
    assert "empty database" in ran.stderr
    assert client.get("{rasid}:seq") == b"7"


@pytest.mark.slow
def test_run_survives_killed_parts_stops_in_order_and_keeps_its_data(environ: dict[str, str], tmp_path: Path) -> None:
    with press(tmp_path) as told:
        told = {**environ, **told}
        with running(told) as service:
            store, settings = store_of(told), read_settings(told)
            until(lambda: len(store.feeds.states()) == 6 and store.work.depth() == 0, service)
            before = checks.read(store.redis)
            assert before
            victim = int(store.beats()[f"process@{os.uname().nodename}"]["pid"])
            os.kill(victim, signal.SIGKILL)
            until(lambda: _pid(store) not in (None, victim), service)
            os.kill(store.redis.info("server")["process_id"], signal.SIGKILL)
            until(lambda: server.running_endpoint(settings) is not None, service)
            status = rasid(told, "status", "--json")
            assert status.returncode == 0, status.stdout
            assert json.loads(status.stdout)["alarms"] == []
            again = rasid(told, "run")
            assert (again.returncode, "another rasid runs" in again.stderr) == (2, True)

            began = time.monotonic()
            service.send_signal(signal.SIGTERM)
            assert service.wait(50) == 0
            assert time.monotonic() - began < 45
        assert server.running_endpoint(read_settings(told)) is None
        assert rasid(told, "status").returncode == 2

        with server.serving(read_settings(told)) as endpoint:
            after = checks.read(redis.Redis.from_url(endpoint.url))
    assert [message.id for message in after[: len(before)]] == [message.id for message in before]
    assert list(checks.no_hole(after)) == []


@pytest.mark.slow
@pytest.mark.parametrize("server_too", [False, True], ids=["alone", "with its server"])
def test_workers_end_with_a_killed_supervisor(environ: dict[str, str], tmp_path: Path, server_too: bool) -> None:
    with press(tmp_path) as told:
        told = {**environ, **told}
        with running(told) as service:
            store = store_of(told)
            until(lambda: len(store.beats()) == 2, service)
            pids = [int(beat["pid"]) for beat in store.beats().values()]
            service.kill()
            service.wait()
            if server_too:
                os.kill(store.redis.info("server")["process_id"], signal.SIGKILL)
            until(lambda: not any(_lives(pid) for pid in pids), None)
        # The orphaned server is taken over by the next one, which stops it.
        with server.serving(read_settings(told)):
            pass


@pytest.mark.slow
def test_each_container_command_by_hand(environ: dict[str, str], redis_server: str, tmp_path: Path) -> None:
    """`worker poll`, `worker process` and `flower`, as docker-compose.yml starts them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with press(tmp_path) as told:
        told = {
            **environ, **told, "REDIS_URL": redis_server, "RASID_FLOWER_LOGIN": "me:hunter2hunter2",
            "RASID_FLOWER_PORT": port, "TMPDIR": str(tmp_path),
        }  # fmt: skip
        commands = [["worker", "poll"], ["worker", "process"], ["flower"]]
        parts = [
            subprocess.Popen([*RASID, *command], env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in commands
        ]
        try:
            store = Store(connect(redis_server))
            until(lambda: store.redis.xlen("{rasid}:events") > 0, parts[1])
            until(lambda: store.work.depth() == 0, parts[1])
            for role in ("poll", "process"):
                check = [sys.executable, "-m", "worker.heartbeat", role]
                assert subprocess.run(check, env=told, capture_output=True, check=False).returncode == 0
            _flower_answers(parts[2], port)
        finally:
            for part in parts:
                part.send_signal(signal.SIGTERM)
            codes = [part.wait(50) for part in parts]
    assert codes[:2] == [0, 0]


def test_flower_does_not_start_without_a_login(environ: dict[str, str], redis_server: str) -> None:
    ran = rasid({**environ, "REDIS_URL": redis_server}, "flower")

    assert ran.returncode == 2
    assert "RASID_FLOWER_LOGIN" in ran.stderr


@contextmanager
def press(folder: Path) -> Iterator[dict[str, str]]:
    """The demo's documents on a loopback server, and the settings that point to them."""
    with ReplayServer(load_folder(seeds() / "demo")) as web:
        specs = [
            FeedSpec(id=path[1:-4], agency=path[1:-4], name=path, url=web.url(path), zone="Asia/Baghdad")
            for path in web.scripts
        ]
        catalogue.dump(specs, folder / "feeds.toml")
        yield {
            "RASID_FEEDS": str(folder / "feeds.toml"),
            "RASID_ALLOW_LOOPBACK": "1",
            "RASID_HOST_GAP": "0.05",
            "RASID_POLL_THREADS": "2",
        }


@contextmanager
def running(environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`rasid run`, ended at the end whatever happens."""
    folder = Path(environ["RASID_DATA"])
    folder.mkdir(exist_ok=True)
    with (folder / "log").open("wb") as log:
        service = subprocess.Popen([*RASID, "run"], env=dict(environ), stdout=log, stderr=log)
        try:
            settings = read_settings(environ)
            until(lambda: server.running_endpoint(settings) is not None, service)
            yield service
        finally:
            if service.poll() is None:
                service.send_signal(signal.SIGTERM)
                service.wait(50)


def store_of(environ: Mapping[str, str]) -> Store:
    endpoint = server.running_endpoint(read_settings(environ))
    assert endpoint is not None
    return Store(connect(endpoint.url))


def until(holds: Callable[[], bool], process: subprocess.Popen[bytes] | None, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to be so"
        assert process is None or process.poll() is None, f"it ended with {process.returncode}"  # type: ignore[union-attr]
        time.sleep(0.05)


def _pid(store: Store) -> int | None:
    beat = store.beats().get(f"process@{os.uname().nodename}")
    return int(beat["pid"]) if beat else None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def _flower_answers(flower: subprocess.Popen[bytes], port: str) -> None:
    """Nobody without the login sees anything; with it the workers are there; nothing can be changed."""
    import base64
    import urllib.error
    import urllib.request

    def ask(path: str, *, login: bool, method: str = "GET") -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)
        if login:
            request.add_header("Authorization", "Basic " + base64.b64encode(b"me:hunter2hunter2").decode())
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return 0, ""

    until(lambda: ask("/healthcheck", login=False)[0] == 200, flower)
    assert ask("/tasks", login=False)[0] == 401
    until(lambda: "process@" in ask("/workers?json=1", login=True)[1], flower)
    until(lambda: "items.process" in ask("/api/tasks?limit=200", login=True)[1], flower)
    assert "feeds.poll" in ask("/api/tasks?limit=200", login=True)[1]
    assert 'task="items.process"' in ask("/metrics", login=True)[1]
    queues = ('"poll"', '"process"')  # of workers that have told theirs
    until(lambda: all(queue in ask("/api/queues/length", login=True)[1] for queue in queues), flower)
    host = os.uname().nodename
    assert ask(f"/api/worker/shutdown/process@{host}", login=True, method="POST")[0] == 403
